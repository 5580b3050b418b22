using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Cli.Inspecting;

/// <summary>What the runtime's own programs are asked, and the names of programs that others read.</summary>
/// <remarks>Sources: solana-sdk, system-interface (bincode, u32 tag) and compute-budget-interface (borsh, u8 tag).</remarks>
internal static class NativeInstructions
{
    private static readonly string[] SystemNames =
    [
        "create_account", "assign", "transfer", "create_account_with_seed", "advance_nonce_account", "withdraw_nonce_account",
        "initialize_nonce_account", "authorize_nonce_account", "allocate", "allocate_with_seed", "assign_with_seed",
        "transfer_with_seed", "upgrade_nonce_account",
    ];

    private static readonly string?[] BudgetNames =
        [null, "request_heap_frame", "set_compute_unit_limit", "set_compute_unit_price", "set_loaded_accounts_data_size_limit"];

    private static readonly Dictionary<PublicKey, string> Programs = new()
    {
        [ProgramIds.System] = "System", [ProgramIds.ComputeBudget] = "Compute Budget", [ProgramIds.Vote] = "Vote", [ProgramIds.Stake] = "Stake",
        [ProgramIds.Jupiter] = "Jupiter v6", [ProgramIds.PumpFun] = "pump.fun",
    };

    public static string? ProgramName(PublicKey program) => Programs.GetValueOrDefault(program);

    /// <summary>Null for another program, or bytes that it would not take.</summary>
    public static DecodedInstruction? Read(ResolvedInstruction instruction)
    {
        if (instruction.Data is not { } data) return null;
        return instruction.Program == ProgramIds.System ? System(data.Span, instruction.Accounts.Length)
            : instruction.Program == ProgramIds.ComputeBudget ? Budget(data.Span)
            : null;
    }

    private static DecodedInstruction? System(ReadOnlySpan<byte> data, int accounts)
    {
        if (data.Length < sizeof(uint)) return null;
        var tag = BinaryPrimitives.ReadUInt32LittleEndian(data);
        var body = data[sizeof(uint)..];
        if (tag >= SystemNames.Length) return null;
        return tag switch
        {
            0 when body.Length >= 48 && accounts >= 2 => Named(
                ProgramIds.System, SystemNames[tag], ["payer", "new_account"],
                new("lamports", U64(body)), new("space", U64(body[8..])), new("owner", PublicKey.Read(body[16..]))),
            2 when body.Length >= 8 && accounts >= 2 => Named(ProgramIds.System, SystemNames[tag], ["from", "to"], new Field("lamports", U64(body))),
            0 or 2 => null,
            _ => Named(ProgramIds.System, SystemNames[tag], [], new Field("data", body.ToArray())),
        };
    }

    private static DecodedInstruction? Budget(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || data[0] >= BudgetNames.Length || BudgetNames[data[0]] is not { } name) return null;
        var body = data[1..];
        if (data[0] == 3) return body.Length < 8 ? null : Named(ProgramIds.ComputeBudget, name, [], new Field("micro_lamports", U64(body)));
        if (body.Length < 4) return null;
        return Named(ProgramIds.ComputeBudget, name, [], new Field(data[0] == 2 ? "units" : "bytes", BinaryPrimitives.ReadUInt32LittleEndian(body)));
    }

    private static DecodedInstruction Named(PublicKey program, string name, string[] roles, params Field[] fields) =>
        new() { Program = program, ProgramName = Programs[program], Name = name, Roles = roles, Fields = fields };

    private static ulong U64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
