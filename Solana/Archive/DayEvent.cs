using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Archive;

/// <summary>One thing that happened to a pool, in the order of the chain. Amounts in base units.</summary>
internal abstract record DayEvent(string Pool, string Signature)
{
    public ulong Slot { get; init; }

    /// <summary>Of its block, Unix seconds.</summary>
    public long Time { get; init; }
}

internal sealed record DaySwap(string Pool, string Signature, WhirlpoolSwapInput Input, ulong AmountIn, ulong AmountOut) : DayEvent(Pool, Signature);

/// <param name="Delta">Positive for liquidity that was added.</param>
/// <param name="LowerArray">Address of the array that holds the lower tick.</param>
internal sealed record DayLiquidity(
    string Pool, string Signature, string Position, Int128 Delta, ulong AmountA, ulong AmountB, string LowerArray, string UpperArray) : DayEvent(Pool, Signature);

/// <param name="Accounts">Those of the instruction, in its order.</param>
internal sealed record DayCreation(string Pool, string Signature, ushort TickSpacing, UInt128 SqrtPrice, PublicKey[] Accounts) : DayEvent(Pool, Signature);
