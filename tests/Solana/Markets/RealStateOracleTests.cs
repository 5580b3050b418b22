using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Solana.Tests.Markets;

/// <summary>The scanner on real pools with real ticks, moved by random trades, against every cycle and every size tried in big integers.</summary>
public sealed class RealStateOracleTests(ITestOutputHelper output)
{
    /// <summary>What the scanner is set to look for, in lamports.</summary>
    private const long Threshold = 50_000_000;

    private const int Everyday = 25, Soak = 10_000;

    private static readonly TradeCosts Costs = new(new Lamports(35_000), new Lamports(100_000), new Lamports(100_000), default);
    private static readonly FlashLender Lender = new(Mint.Sol, 50_000_000_000_000, 500_000_000_000_000, 20);
    private static readonly Lamports LoanMax = new(100 * Lamports.PerSol);

    [Fact]
    public void A_scan_of_real_pools_finds_what_an_exhaustive_search_in_big_integers_finds() => Compare(Everyday, null);

    [Fact(Explicit = true), Trait("soak", "true")]
    public void A_scan_of_real_pools_finds_what_an_exhaustive_search_finds_on_ten_thousand_markets() =>
        Compare(Soak, Path.Combine(Environment.GetEnvironmentVariable("ORCH_ROOT") ?? ".", "docs", "reports", "real-state-oracle.md"));

    private void Compare(int markets, string? report)
    {
        var real = new RealMarket();
        var (shares, sum, kept) = (new List<(double Share, BigInteger Best, int Seed)>(), BigInteger.Zero, BigInteger.Zero);
        for (var seed = 0; seed < markets; seed++)
        {
            var chance = new Random(seed);
            var pools = real.Move(chance);
            ImmutableArray<Mint> tokens = [Mint.Sol, .. real.Tokens.Select(token => new Mint(token.ToString())).Where(token => !token.IsSol).OrderBy(_ => chance.Next()).Take(chance.Next(3, 10))];
            var between = pools.Where(pool => tokens.Contains(pool.Value.A) && tokens.Contains(pool.Value.B)).Select(pool => pool.Value).ToArray();
            var best = new EveryCycle(between, Lender, LoanMax).Best();
            var found = new List<ArbitrageFinding>();
            new ArbitrageScanner(StrategyId.Arbitrage, new SlippageMap()).Look(
                new MarketLook(real.View, new MarketTerms { Lenders = [Lender], Costs = Costs }, DateTimeOffset.UnixEpoch, "real"),
                new ScanOptions { Tokens = tokens, Venues = ["orca"], MinimumProfit = new Lamports(1), LoanMax = LoanMax }, found);
            var costs = Costs.Of(new Lamports((long)best)).Value;
            if (best <= costs + 1_000) continue;
            var gain = found.Count == 0 ? 0 : found.Max(one => one.ExpectedProfit.Value) + costs;
            (sum, kept) = (sum + best, kept + gain);
            shares.Add(((double)gain / (double)best, best, seed));
        }

        var told = Tell(markets, real, shares, (double)kept / (double)sum);
        output.WriteLine(told);
        foreach (var (share, best, seed) in shares.OrderBy(one => one.Share).Take(10)) output.WriteLine($"{seed}: {share:P5} of {best}");
        Assert.True(shares.Count > markets / 4, $"only {shares.Count} of {markets} markets had something to find");
        Assert.All(shares, one => Assert.True(one.Share >= 0.9999, $"market {one.Seed}: {one.Share:P5} of {one.Best}"));
        if (report is not null) File.WriteAllText(report, told);
    }

    private static string Tell(int markets, RealMarket real, List<(double Share, BigInteger Best, int Seed)> shares, double overall)
    {
        var text = new StringBuilder("# The scanner against an exhaustive search, on real pools\n\n");
        var worth = shares.Where(one => one.Best >= Threshold).ToList();
        return text
            .AppendLine(CultureInfo.InvariantCulture, $"{markets} markets around the {real.Pools} Whirlpools of slot 139535179 between ten tokens: each pool was moved along its real ticks by a random trade (seeds 0 to {markets - 1}),")
            .AppendLine(CultureInfo.InvariantCulture, $"4 to 10 of the tokens were scanned, loans up to {LoanMax.Value / Lamports.PerSol} SOL. {shares.Count} had a cycle that pays its costs. All together the scan told {overall:P5} of what big integers and trying find;")
            .AppendLine(CultureInfo.InvariantCulture, $"worst market {shares.Min(one => one.Share):P5}; of the {worth.Count} with 0.05 SOL or more to gain {(worth.Count == 0 ? 1 : worth.Min(one => one.Share)):P5}; {shares.Count(one => one.Share < 0.9999)} markets below 99.99 %.")
            .ToString();
    }
}
