using System.Globalization;
using System.Numerics;
using System.Text;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Tests.Arbitrage;

public sealed class OracleTests
{
    private const int Everyday = 300, Soak = 10_000;

    [Fact]
    public void A_scan_finds_what_an_exhaustive_search_in_big_integers_finds() => Compare(Everyday, null);

    [Fact(Explicit = true), Trait("soak", "true")]
    public void A_scan_finds_what_an_exhaustive_search_finds_on_ten_thousand_markets() =>
        Compare(Soak, Path.Combine(Environment.GetEnvironmentVariable("ORCH_ROOT") ?? ".", "docs", "reports", "arbitrage-oracle.md"));

    private static void Compare(int markets, string? report)
    {
        var (paying, worst, sum, kept) = (0, 1.0, BigInteger.Zero, BigInteger.Zero);
        for (var seed = 0; seed < markets; seed++)
        {
            var chance = new Random(seed);
            var tokens = chance.Next(3, 6);
            var flash = seed % 4 != 0;
            var market = RandomMarket.Make(chance, tokens, chance.Next(2, 4), chance.NextDouble() * 0.03);
            var options = RandomMarket.Options(tokens, flash);
            var cap = flash ? new BigInteger(100 * Lamports.PerSol) : RandomMarket.Terms.OwnCapital.Value - RandomMarket.Costs.Fixed.Value - RandomMarket.Costs.TipCap.Value;
            var best = new Oracle(market.Pools, flash ? RandomMarket.SolLender.FeeWad : 0, cap).Best();
            var found = new List<ArbitrageFinding>();
            new ArbitrageScanner(StrategyId.Arbitrage, new SlippageMap()).Look(market.Look(), options, found);
            var costs = RandomMarket.Costs.Of(new Lamports((long)best)).Value;
            if (best <= costs + 1_000) continue;
            paying++;
            var gain = found.Count == 0 ? 0 : found.Max(f => f.ExpectedProfit.Value) + costs;
            var share = (double)gain / (double)best;
            (worst, sum, kept) = (Math.Min(worst, share), sum + best, kept + gain);
            Assert.True(share >= 0.9999, $"market {seed}: {gain} of {best}");
        }

        Assert.True(paying > markets / 3, $"only {paying} of {markets} markets had something to find");
        if (report is not null) Write(report, markets, paying, worst, (double)kept / (double)sum);
    }

    private static void Write(string file, int markets, int paying, double worst, double overall)
    {
        var text = new StringBuilder("# The scanner against an exhaustive search\n\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"{markets} random markets (seeds 0 to {markets - 1}; 3 to 5 tokens, 2 or 3 pools a pair, products and bins, three in four with a loan).")
            .AppendLine(CultureInfo.InvariantCulture, $"{paying} had a cycle that pays. Worst market: {worst:P5} of what big integers and trying find; all together {overall:P5}.");
        File.WriteAllText(file, text.ToString());
    }
}
