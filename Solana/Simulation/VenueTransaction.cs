using System.Buffers.Binary;
using System.Security.Cryptography;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>A message made ready for execution: accounts resolved, fees read.</summary>
/// <param name="Hash">First eight bytes of the message's SHA-256: what chance knows it by.</param>
internal sealed record PreparedMessage(Message Message, PublicKey[] Keys, FeeTerms Fees, ulong Tip, ulong Hash)
{
    /// <summary>Any bytes give a message or the reason why not.</summary>
    public static string? Prepare(ReadOnlyMemory<byte> bytes, VenueLayout layout, out PreparedMessage? prepared)
    {
        prepared = null;
        var refusal = Message.Decode(bytes, out var message);
        return refusal != WireRefusal.None ? $"message {refusal}" : Prepare(message!, bytes.Span, layout, out prepared);
    }

    public static string? Prepare(Message message, ReadOnlySpan<byte> bytes, VenueLayout layout, out PreparedMessage? prepared)
    {
        prepared = null;
        if (LookupTables.Resolve(message, layout.Tables) is not { } keys) return "AddressLookupTableNotFound";
        if (HasDuplicates(keys)) return "AccountLoadedTwice";
        if (FeeTerms.Read(message, keys) is not { } fees) return "ComputeBudget instruction unreadable";
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        prepared = new PreparedMessage(message, keys, fees, TipOf(message, keys), BinaryPrimitives.ReadUInt64LittleEndian(hash));
        return null;
    }

    private static bool HasDuplicates(PublicKey[] keys) => new HashSet<PublicKey>(keys).Count != keys.Length;

    private static ulong TipOf(Message message, PublicKey[] keys)
    {
        UInt128 tip = 0;
        foreach (var instruction in message.Instructions)
            if (SystemTransfer.TryRead(instruction, keys, out var transfer) && TipAccounts.All.Contains(transfer.To))
                tip += transfer.Lamports;
        return (ulong)UInt128.Min(tip, ulong.MaxValue);
    }
}

/// <summary>What a transaction offers for its place, read from its ComputeBudget instructions.</summary>
internal readonly record struct FeeTerms(uint UnitLimit, ulong MicroLamportsPerUnit, ulong Fee)
{
    /// <summary>Units granted for an instruction of a built-in program when the message states no limit. Source: Agave, compute-budget-instruction.</summary>
    private const uint UnitLimitPerBuiltin = 3_000;

    /// <summary>Null when a ComputeBudget instruction is unreadable, comes twice, or the fee does not fit.</summary>
    public static FeeTerms? Read(Message message, PublicKey[] keys)
    {
        uint? limit = null;
        ulong? price = null;
        var unstated = 0u;
        foreach (var instruction in message.Instructions)
        {
            var program = keys[instruction.ProgramIndex];
            unstated += Runtime.Builtins.Contains(program) ? UnitLimitPerBuiltin : ComputeBudget.UnitLimitPerInstruction;
            if (program != ProgramIds.ComputeBudget) continue;
            var data = instruction.Data.Span;
            if (data.Length == 5 && data[0] == 2 && limit is null) limit = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            else if (data.Length == 9 && data[0] == 3 && price is null) price = BinaryPrimitives.ReadUInt64LittleEndian(data[1..]);
            else if (data.Length != 5 || (data[0] != 1 && data[0] != 4)) return null;
        }

        var units = Math.Min(limit ?? unstated, ComputeBudget.UnitLimitMax);
        var priority = (((UInt128)(price ?? 0) * units) + 999_999) / 1_000_000;
        var fee = priority + (UInt128)ComputeBudget.LamportsPerSignature * message.Header.RequiredSignatures;
        return fee > long.MaxValue ? null : new FeeTerms(units, price ?? 0, (ulong)fee);
    }
}

/// <summary>A System transfer as it stands in a message.</summary>
internal readonly record struct SystemTransfer(int From, PublicKey To, ulong Lamports)
{
    public static bool TryRead(CompiledInstruction instruction, PublicKey[] keys, out SystemTransfer transfer)
    {
        transfer = default;
        var data = instruction.Data.Span;
        var accounts = instruction.AccountIndexes.Span;
        if (keys[instruction.ProgramIndex] != ProgramIds.System || data.Length != 12 || accounts.Length < 2) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(data) != 2) return false;
        transfer = new SystemTransfer(accounts[0], keys[accounts[1]], BinaryPrimitives.ReadUInt64LittleEndian(data[4..]));
        return true;
    }
}
