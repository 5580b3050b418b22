using System.Diagnostics;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Domain;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Benchmarks.Arbitrage;

/// <summary>The same looks on real pools with real ticks; and what the pools, their accounts and all that is derived from them take in memory.</summary>
internal static class RealScan
{
    private const int Warm = 2_000, Full = 4_000, Single = 20_000;
    private const double FullGoal = 5, SingleGoal = 0.05, CacheGoalMb = 50;

    public static void Run(Report report)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var real = RealPools.Read();
        Mint[] starts = [Mint.Sol, new(Mints.Usdc.ToString()), new(Mints.Usdt.ToString())];
        var options = new ScanOptions
        {
            Tokens = [.. real.Tokens.Select(token => new Mint(token.ToString()))], Venues = ["orca"], Starts = [.. starts], MinimumProfit = new Lamports(50_000_000),
            LoanMax = new Lamports(100 * Lamports.PerSol),
        };
        var terms = new MarketTerms
        {
            Lenders = [.. starts.Select(mint => new FlashLender(mint, 50_000_000_000_000, 500_000_000_000_000, 20))],
            Costs = new TradeCosts(new Lamports(35_000), new Lamports(100_000), new Lamports(100_000), default),
        };
        var scanner = new ArbitrageScanner(StrategyId.Arbitrage, new SlippageMap());
        var (now, write, chance) = (DateTimeOffset.UnixEpoch, 1ul, new Random(1));
        var found = new List<ArbitrageFinding>();
        var everything = Measure(Full, () => now += options.FullScanEvery);
        var one = Measure(Single, () => real.Move(real.Pools[chance.Next(real.Pools.Count)], ++write));
        var apply = Applied();
        report.Add(new("arbitrage", $"real pools: full scan, {scanner.Cycles} cycles over {scanner.Pools} pools: p99", $"{Times.Show(everything.P99)} (p50 {Times.Show(everything.P50)}, n {everything.Count})", null, null, $"< {FullGoal:0} ms", everything.P99 < FullGoal));
        report.Add(new("arbitrage", "real pools: look after one pool changed, its new shape included: p99", $"{Times.Show(one.P99)} (p50 {Times.Show(one.P50)}, n {one.Count})", null, null, $"< {SingleGoal * 1000:0} µs", one.P99 < SingleGoal));
        report.Add(new("arbitrage", "real pools: account change to published pool: p99", $"{Times.Show(apply.P99)} (p50 {Times.Show(apply.P50)}, n {apply.Count})", null, null, null, null));
        var held = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        report.Add(new("arbitrage", $"price cache: {real.Pools.Count} real pools, {real.Keeper.Accounts.Count} accounts, graph and shapes", $"{held:0.0} MB, of it {real.Keeper.Accounts.Bytes / 1e6:0.0} MB of account versions (refused from 50 MB on)", null, null, $"≤ {CacheGoalMb:0} MB", held <= CacheGoalMb));
        report.Note("Real pools: the Whirlpools with liquidity of slot 139535179 between the ten tokens that most of them trade. The whole snapshot is held in memory beside them and counts as price cache here.");
        GC.KeepAlive(real);

        Times Measure(int count, Action change)
        {
            var times = new double[count];
            for (var i = -Warm; i < count; i++)
            {
                change();
                real.View.Advance(real.View.Head.Clock, now);
                found.Clear();
                var begun = Stopwatch.GetTimestamp();
                scanner.Look(new MarketLook(real.View, terms, now, "load"), options, found);
                if (i >= 0) times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }

            return new Times(times);
        }

        Times Applied()
        {
            var times = new double[Single];
            for (var i = 0; i < Single; i++)
            {
                var pool = real.Pools[chance.Next(real.Pools.Count)];
                var begun = Stopwatch.GetTimestamp();
                real.Move(pool, ++write);
                times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }

            return new Times(times);
        }
    }
}
