using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Cli.Inspecting;

/// <summary>A pool that came into being. Amounts are base units; null where the pool is created empty.</summary>
/// <param name="Instruction">Position in order of execution.</param>
/// <param name="Mint">The token that is listed; null where both or none of the two are currencies (SOL, USDC, USDT).</param>
/// <param name="QuoteMint">The currency it is listed in.</param>
/// <param name="QuoteLiquidity">Initial liquidity on the currency's side, which tells a decoy from the real one.</param>
internal sealed record PoolCreatedReport(
    string Type, int Instruction, string ProgramId, string Program, string Pool, string Creator, string MintA, string MintB, string? VaultA, string? VaultB,
    string? LpMint, ulong? AmountA, ulong? AmountB, ulong? OpenTime, string? Mint, ulong? MintLiquidity, string? QuoteMint, ulong? QuoteLiquidity);

/// <summary>A swap that happened. Base units.</summary>
/// <param name="Instruction">Position in order of execution.</param>
internal sealed record SwapReport(
    string Type, int Instruction, string ProgramId, string Program, string Pool, string Trader, string? MintIn, ulong AmountIn, string? MintOut, ulong AmountOut,
    bool ExactIn, ulong Limit);

/// <summary>What happened, in order of execution.</summary>
internal static class EventReports
{
    private static readonly PublicKey[] Currencies = [Mints.WrappedSol, Mints.Usdc, Mints.Usdt];

    public static IReadOnlyList<object> Of(TransactionEvents events) =>
        [.. events.Pools.Select(pool => (pool.At, Report: (object)Created(pool)))
            .Concat(events.Swaps.Select(swap => (swap.At, Report: (object)Swapped(swap))))
            .OrderBy(one => one.At).Select(one => one.Report)];

    private static PoolCreatedReport Created(PoolCreatedEvent created)
    {
        var pool = created.Creation;
        bool isA = Currencies.Contains(pool.MintA), isB = Currencies.Contains(pool.MintB);
        var (mint, mintLiquidity, quote, quoteLiquidity) = (isA, isB) switch
        {
            (true, false) => (pool.MintB, pool.AmountB, pool.MintA, pool.AmountA),
            (false, true) => (pool.MintA, pool.AmountA, pool.MintB, pool.AmountB),
            _ => ((PublicKey?)null, (ulong?)null, (PublicKey?)null, (ulong?)null),
        };
        return new(
            "pool_created", created.At, created.Program.ToString(), created.ProgramName, pool.Pool.ToString(), pool.Creator.ToString(),
            pool.MintA.ToString(), pool.MintB.ToString(), pool.VaultA?.ToString(), pool.VaultB?.ToString(), pool.LpMint?.ToString(),
            pool.AmountA, pool.AmountB, pool.OpenTime, mint?.ToString(), mintLiquidity, quote?.ToString(), quoteLiquidity);
    }

    private static SwapReport Swapped(SwapEvent swap) => new(
        "swap", swap.At, swap.Program.ToString(), swap.ProgramName, swap.Request.Pool.ToString(), swap.Request.Trader.ToString(),
        swap.MintIn?.ToString(), swap.AmountIn, swap.MintOut?.ToString(), swap.AmountOut, swap.Request.ExactIn, swap.Request.Limit);
}
