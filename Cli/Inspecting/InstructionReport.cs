using System.Collections.Immutable;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Cli.Inspecting;

/// <param name="Role">Null for accounts beyond those that the instruction has names for.</param>
internal sealed record InstructionAccountReport(string? Role, string Pubkey);

/// <summary>What a program recorded while it ran an instruction.</summary>
internal sealed record RecordedReport(string Name, Dictionary<string, object?> Fields);

/// <summary>One instruction with those it caused.</summary>
internal sealed record InstructionReport
{
    /// <summary>Position in order of execution, from 0: each top-level one, then all that it caused. Events refer to it.</summary>
    public required int At { get; init; }

    public int StackHeight { get; init; }

    public required string ProgramId { get; init; }

    /// <summary>Null for programs without a name here.</summary>
    public string? Program { get; init; }

    public string? Name { get; init; }

    public Dictionary<string, object?>? Fields { get; init; }

    public IReadOnlyList<InstructionAccountReport>? Accounts { get; init; }

    /// <summary>Why there are no fields: <c>accounts_unknown</c>, <c>parsed_only</c> or the name of a decoder's refusal.</summary>
    public string? Refusal { get; init; }

    /// <summary>Base64; only where there are no fields.</summary>
    public byte[]? Data { get; init; }

    public IReadOnlyList<RecordedReport>? Recorded { get; init; }

    public IReadOnlyList<InstructionReport>? Inner { get; init; }

    /// <summary>Gives each top-level instruction those that stand behind it.</summary>
    public static IReadOnlyList<InstructionReport> Nest(ImmutableArray<ReadInstruction> executed)
    {
        var top = new List<InstructionReport>();
        for (var at = 0; at < executed.Length;)
        {
            var outer = at;
            var inner = executed[outer].Instruction.Inner.Length;
            var caused = Enumerable.Range(outer + 1, inner).Select(i => Of(executed[i], i)).ToList();
            top.Add(Of(executed[outer], outer) with { Inner = caused.Count == 0 ? null : caused });
            at += inner + 1;
        }

        return top;
    }

    private static InstructionReport Of(ReadInstruction read, int at)
    {
        var instruction = read.Instruction;
        var decoded = read.Decoded ?? NativeInstructions.Read(instruction);
        return new()
        {
            At = at,
            StackHeight = instruction.StackHeight,
            ProgramId = instruction.Program.ToString(),
            Program = decoded?.ProgramName ?? ProgramRegistry.Mainnet.Find(instruction.Program)?.Name ?? NativeInstructions.ProgramName(instruction.Program),
            Name = decoded?.Name ?? ParsedName(instruction),
            Fields = decoded is null ? null : JsonFields.Of(decoded.Fields),
            Accounts = instruction.AccountsKnown ? [.. instruction.Accounts.Select((key, i) => new InstructionAccountReport(Role(decoded, i), key.ToString()))] : null,
            Refusal = decoded is null ? WhyNot(read) : null,
            Data = decoded is null ? instruction.Data?.ToArray() : null,
            Recorded = read.Recorded.IsEmpty ? null : [.. read.Recorded.Select(one => new RecordedReport(one.Name, JsonFields.Of(one.Fields)))],
        };
    }

    private static string? ParsedName(ResolvedInstruction instruction) =>
        instruction.ParsedType is { } type ? System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(type) : null;

    private static string? Role(DecodedInstruction? decoded, int index) => decoded is not null && index < decoded.Roles.Count ? decoded.Roles[index] : null;

    private static string WhyNot(ReadInstruction read) =>
        read.Instruction.Data is null ? "parsed_only"
        : !read.Instruction.AccountsKnown ? "accounts_unknown"
        : JsonFields.Name(read.Refusal);
}
