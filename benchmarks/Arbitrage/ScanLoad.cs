using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Domain;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Benchmarks.Arbitrage;

/// <summary>Looks of the scanner at ten tokens: everything, and what one changed pool is part of. One in three pools has 48 ranges, the others one.</summary>
internal static class ScanLoad
{
    private const int PoolsPerPair = 4, Ranges = 48, Warm = 2_000, Full = 4_000, Single = 40_000;
    private const double FullGoal = 5, SingleGoal = 0.05;
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<Mint> Tokens =
    [
        Mint.Sol, new("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"), new("Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB"),
        new("DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263"), new("JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN"), new("EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm"),
        new("HZ1JovNiVvGrGNiiYvEozEVgZ58xaU3RKwX8eACQBCt3"), new("jtojtomepa8beP8AuQc6eXt5FriJwfFMwQx2v2f9mCL"), new("orcaEKTdK7LKz57vaAYr9QeNsVEPfiu6QeMU1kektZE"),
        new("4k3Dyjzvzp8eMZWUXbBCjEvwSkkk59S5iCNLY3QrkX6R"),
    ];

    private static readonly string[] Venues = ["raydium", "orca", "meteora"];

    public static Task Run(Report report, TimeSpan duration)
    {
        var chance = new Random(1);
        var view = new MarketView();
        var pools = new List<(int A, int B, string Name)>();
        for (var a = 0; a < Tokens.Length; a++)
            for (var b = a + 1; b < Tokens.Length; b++)
                for (var n = 0; n < PoolsPerPair; n++) pools.Add((a, b, $"pool{pools.Count:D4}"));
        foreach (var pool in pools) view.Publish(Make(chance, pool), 1, 0);
        var now = Begin;
        view.Advance(new MarketClock(1, 1, 0), now);
        var options = new ScanOptions
        {
            Tokens = Tokens, Venues = [.. Venues], Starts = [Tokens[0], Tokens[1], Tokens[2]], MinimumProfit = new Lamports(50_000_000), LoanMax = new Lamports(100 * Lamports.PerSol),
        };
        var terms = new MarketTerms
        {
            Lenders = [.. options.Starts.Select(mint => new FlashLender(mint, 50_000_000_000_000, 500_000_000_000_000, 20))],
            Costs = new TradeCosts(new Lamports(35_000), new Lamports(100_000), new Lamports(100_000), default),
        };
        var scanner = new ArbitrageScanner(StrategyId.Arbitrage, new SlippageMap());
        var found = new List<ArbitrageFinding>();
        var told = 0;

        var everything = Measure(Full, () => now += options.FullScanEvery);
        var one = Measure(Single, () => view.Publish(Make(chance, pools[chance.Next(pools.Count)]), 1, 0));
        var quiet = Measure(Single, () => view.Publish(Make(chance, pools[0]), 1, 0), calm: true);
        report.Add(new("arbitrage", $"full scan, {scanner.Cycles} cycles over {scanner.Pools} pools: p99", $"{Times.Show(everything.Times.P99)} (p50 {Times.Show(everything.Times.P50)}, n {everything.Times.Count})", null, null, $"< {FullGoal:0} ms", everything.Times.P99 < FullGoal));
        report.Add(new("arbitrage", "look after one pool changed, what it tells included: p99", $"{Times.Show(one.Times.P99)} (p50 {Times.Show(one.Times.P50)}, n {one.Times.Count}; {one.Told} told)", null, null, $"< {SingleGoal * 1000:0} µs", one.Times.P99 < SingleGoal));
        report.Add(new("arbitrage", "allocated by a look that tells nothing", $"{quiet.Bytes} B at the median", null, null, "0 B", quiet.Bytes == 0));
        report.Note("The pools are made, one in three with 48 ranges; each changed pool draws a new price within 0.15 % of the others.");
        RealScan.Run(report);
        return Task.CompletedTask;

        (Times Times, long Bytes, int Told) Measure(int count, Action before, bool calm = false)
        {
            var (times, bytes) = (new double[count], new long[count]);
            told = 0;
            for (var i = -Warm; i < count; i++)
            {
                before();
                view.Advance(new MarketClock(1, 1, 0), now);
                found.Clear();
                var (allocated, begun) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
                scanner.Look(new MarketLook(view, terms, now, "load"), options, found);
                if (i < 0) continue;
                (times[i], bytes[i]) = (Stopwatch.GetElapsedTime(begun).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
                told += found.Count;
                if (calm && found.Count > 0) bytes[i] = 0;
            }

            Array.Sort(bytes);
            return (new Times(times), bytes[count / 2], told);
        }
    }

    private static MadeCurve Make(Random chance, (int A, int B, string Name) pool)
    {
        var price = 1 + ((chance.NextDouble() - 0.5) * 0.003);
        const double Depth = 5_000e9;
        return new MadeCurve(
            Venues[pool.Name[^1] % 3], pool.Name, Tokens[pool.A], Tokens[pool.B], (ulong)Depth, (ulong)(Depth * price), 400, pool.Name[^1] % 3 == 0 ? Ranges : 1);
    }
}
