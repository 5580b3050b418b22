using System.Buffers.Binary;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>What a transaction may use and what it offers for it. Source: solana-sdk, compute-budget-interface.</summary>
public static class ComputeBudget
{
    public const uint UnitLimitMax = 1_400_000;
    public const uint UnitLimitPerInstruction = 200_000;
    public const ulong LamportsPerSignature = 5_000;

    /// <summary>At most <paramref name="units"/> compute units.</summary>
    public static Instruction SetUnitLimit(uint units) => Of(2, units);

    /// <summary>Priority fee in micro-lamports per requested compute unit.</summary>
    public static Instruction SetUnitPrice(ulong microLamports)
    {
        var data = new byte[9];
        data[0] = 3;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), microLamports);
        return new(ProgramIds.ComputeBudget, [], data);
    }

    /// <summary>Heap for programs, bytes, a multiple of 1,024.</summary>
    public static Instruction RequestHeap(uint bytes) => Of(1, bytes);

    public static Instruction SetLoadedAccountsDataLimit(uint bytes) => Of(4, bytes);

    /// <summary>ceil(price × limit / 10^6) lamports, as the runtime charges it.</summary>
    /// <exception cref="OverflowException">More than 2^64 − 1 lamports.</exception>
    public static ulong PriorityFee(ulong microLamportsPerUnit, uint unitLimit) =>
        checked((ulong)((((UInt128)microLamportsPerUnit * unitLimit) + 999_999) / 1_000_000));

    private static Instruction Of(byte tag, uint value)
    {
        var data = new byte[5];
        data[0] = tag;
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(1), value);
        return new(ProgramIds.ComputeBudget, [], data);
    }
}
