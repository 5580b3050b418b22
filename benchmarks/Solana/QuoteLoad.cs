using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.MeteoraDammV2;
using Orchestrator.Solana.Programs.MeteoraDlmm;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.RaydiumV4;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Tests.Programs.MeteoraDammV2;
using Orchestrator.Solana.Tests.Programs.MeteoraDlmm;
using Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Tests.Programs.RaydiumClmm;

namespace Orchestrator.Benchmarks.Solana;

/// <summary>One exact quote of each kind of pool, on pools that exist in memory as the product keeps them.</summary>
internal static class QuoteLoad
{
    private const uint Seed = 20_261_123;

    public static void Run(Report report, TimeSpan duration)
    {
        var clock = new ChainClock(1, 1, 1_700_002_500);
        var side = new CpmmSide(1_000_000_000_000, 2_000_000_000_000, 2_500, 0, true, default, default);
        var clmm = new MadePool { SqrtPrice = UInt128.One << 64 }.With(-2_000, 2_000, 3_000_000_000_000).With(-60, 40, 900_000_000_000).Quick();
        var whirlpoolState = Pools.Of(64, 3_000, 5_000_000_000_000, TickMath.SqrtPriceAt(-18_700));
        var whirlpool = new WhirlpoolPool(
            Pools.Address, whirlpoolState, Pools.Arrays(whirlpoolState, true).Concat(Pools.Arrays(whirlpoolState, false)), null, TokenMint.Plain(9), TokenMint.Plain(6));
        var pair = RandomPair.Any.Generate(new PCG(7, Seed), null, out _);
        var pairState = pair.State with { MintX = Pools.MintA, MintY = Pools.MintB };
        var dlmm = new DlmmPool(Pools.Address, pairState, BinArrayMap.Of(pairState), false, pair.Arrays, (TokenMint.Plain(9), TokenMint.Plain(6)));
        var (damm, dammAt) = Damm();

        Quote(report, "Raydium v4", duration, amount => RaydiumV4Quote.ExactIn(amount, 1_000_000_000_000, 2_000_000_000_000, 25, 10_000).Refusal);
        Quote(report, "Raydium CPMM", duration, amount => RaydiumCpmmQuote.ExactIn(amount, side).Refusal);
        Quote(report, "Raydium CLMM, ticks crossed", duration, amount => clmm.QuoteExactIn(MadePool.Mint0, amount * 1_000, clock).Refusal);
        Quote(report, "Orca Whirlpool", duration, amount => whirlpool.QuoteExactIn(Pools.MintA, amount, clock).Refusal);
        Quote(report, "Meteora DLMM", duration, amount => dlmm.QuoteExactIn(Pools.MintA, amount, clock).Refusal);
        Quote(report, "Meteora DAMM v2", duration, amount => DammSwap.TryExactIn(damm, amount, true, dammAt, out _));
    }

    private static void Quote(Report report, string kind, TimeSpan duration, Func<ulong, QuoteRefusal> quote)
    {
        var refusal = quote(1_000_000);
        if (refusal != QuoteRefusal.None) throw new InvalidOperationException($"{kind}: {refusal}");
        var amount = 1_000_000ul;
        var cost = Loop.Time(duration, () => quote(1_000_000 + (amount++ & 0xFFFF)));
        report.Add(new("solana", $"quote, {kind}", cost.Time, null, $"{cost.Bytes:0.##} B", "0 B", cost.Bytes == 0));
    }

    /// <summary>The first pool of the series that gives a quote.</summary>
    private static (DammPool Pool, ChainClock Clock) Damm()
    {
        for (var seed = Seed; ; seed++)
        {
            var random = RandomDamm.Any.Generate(new PCG(7, seed), null, out _);
            var clock = new ChainClock(random.Now, 1, (long)random.Now);
            if (DammSwap.TryExactIn(random.State, 1_000_000, true, clock, out _) == QuoteRefusal.None
                && DammSwap.TryExactIn(random.State, 1_065_535, true, clock, out _) == QuoteRefusal.None) return (random.State, clock);
        }
    }
}
