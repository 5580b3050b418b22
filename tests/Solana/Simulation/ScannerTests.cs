using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class ScannerTests
{
    // One base unit of the dearest token (ORCA) is worth 17 lamports: profits step by that much.
    private const int BaseUnitLamports = 40;

    private static readonly VenueSettings Quiet = new()
    {
        Chain = new ChainSettings { LostPpm = 0, LatePpm = 0, SkippedSlotsPpm = 0 },
        OrderFlow = new OrderFlowSettings { FlowPpm = 0, CompetitionPpm = 0, ReferenceStepPpm = 0, SpikesPpm = 0, DispersionPpm = 0, WhalesPpm = 1_000_000 },
        Scanner = new ScannerSettings { MinimumProfit = 1, FindingsPerSlotMax = 100 },
    };

    [Fact]
    public void A_finding_pays_exactly_what_was_found_when_nothing_moves_before_it_lands()
    {
        var executed = 0;
        for (var seed = 1ul; seed <= 30; seed++)
        {
            using var venue = new SimulatedVenue(Quiet with { Seed = seed });
            var driver = new Driver(venue);
            driver.Step(trade: false);
            var before = driver.Findings.Count;
            while (driver.Findings.Count == before) driver.Step(trade: false);
            var finding = driver.Findings[^1];
            driver.Trade(finding);
            driver.Step(trade: false);
            var landing = driver.Landings.Single().Landing;
            if (landing.Error is not null) continue; // the whale of that slot met it in a pool
            executed++;
            Assert.Equal(finding.ExpectedProfit.Value, Driver.Sol(landing));
            Assert.Single(landing.Changes);
        }

        Assert.InRange(executed, 25, 30);
    }

    [Fact]
    public void Sizing_finds_what_an_exhaustive_search_finds()
    {
        var found = 0;
        Gen.Select(Gen.ULong, Gen.ULong[1_000_000_000, 20_000_000_000], Gen.Bool).Sample((seed, cap, flash) =>
        {
            using var venue = new SimulatedVenue(Quiet with { Seed = seed });
            for (var i = 0; i < 6; i++) venue.Advance(venue.Machine.Clock.Time + venue.Settings.Chain.SlotTime);
            var market = venue.Machine.Market;
            foreach (var cycle in Cycle.All(venue.Machine.Layout).Where(c => (c.Index + (int)(seed % 7)) % 7 == 0))
            {
                var best = CycleSizing.Best(market, cycle.Legs, cap, flash);
                var exhaustive = Exhaustive(market, cycle, cap, flash);
                if (exhaustive <= 0) continue;
                Assert.NotNull(best);
                Assert.True(best.Value.Profit >= (exhaustive * 0.999) - BaseUnitLamports, $"{best.Value.Profit} of {exhaustive} on {cycle.Key}");
                Assert.Equal(best, CycleSizing.Evaluate(market, cycle.Legs, best.Value.Input, flash));
                found++;
            }
        }, iter: 25);
        Assert.True(found > 100, $"only {found} cycles paid");
    }

    [Fact]
    public void The_scan_tells_the_best_cycle_of_the_whole_market()
    {
        var compared = 0;
        for (var seed = 1ul; seed <= 20; seed++)
        {
            using var venue = new SimulatedVenue(Quiet with { Seed = seed });
            var found = venue.Advance(venue.Machine.Clock.Time + venue.Settings.Chain.SlotTime);
            var costs = TransactionCosts.Lamports(venue.Settings.Execution);
            var best = Cycle.All(venue.Machine.Layout).Max(c => Math.Max(0, Exhaustive(venue.Machine.Market, c, venue.Settings.Scanner.InputCap, true))) - costs;
            if (best <= 1_000) continue;
            compared++;
            Assert.True(found.Max(f => f.ExpectedProfit.Value) >= best * 0.999);
        }

        Assert.True(compared >= 8, $"only {compared} markets had a gap");
    }

    [Fact]
    public void Findings_carry_unique_version_7_ids_times_and_scores_in_range()
    {
        using var venue = new SimulatedVenue(new VenueSettings { Seed = 3 });
        var driver = new Driver(venue);
        driver.Run(TimeSpan.FromSeconds(60), trade: false);
        Assert.NotEmpty(driver.Findings);
        Assert.Equal(driver.Findings.Count, driver.Findings.Select(f => f.Id).Distinct().Count());
        Assert.All(driver.Findings, f =>
        {
            Assert.True(f.Id.IsVersion7);
            Assert.Equal(f.ObservedAt.ToUnixTimeMilliseconds(), f.Id.CreatedAt.ToUnixTimeMilliseconds());
            Assert.InRange(f.Risk, 0, 1);
            Assert.InRange(f.Confidence, 0, 1);
            Assert.True(f.ExpiresAt > f.ObservedAt);
            Assert.Equal(f.Input, f.Route[0].AmountIn);
            Assert.Equal(f.ExpectedOutput, f.Route[^1].ExpectedOut);
            Assert.All(f.Route, leg => Assert.True(leg.PriceImpact.Value > 0 && leg.PoolSlot <= f.Slot));
        });
        Assert.Contains(driver.Findings, f => f.FlashLoanAmount.Value > 100_000_000_000);
        Assert.Contains(driver.Findings, f => f.SlippageBound.Value > 500);
    }

    private static long Exhaustive(Market market, Cycle cycle, ulong cap, bool flash)
    {
        // Profit is concave in the input: what loses at both small sizes loses at all.
        if (CycleSizing.Evaluate(market, cycle.Legs, 10_000_000, flash).Profit <= 0 && CycleSizing.Evaluate(market, cycle.Legs, 100_000_000, flash).Profit <= 0)
            return long.MinValue;

        // A geometric grid of 1.5 %: between two neighbours the profit near its top differs by far less than a thousandth.
        var best = long.MinValue;
        for (var input = 1_000d; input < cap; input *= 1.015)
            best = Math.Max(best, CycleSizing.Evaluate(market, cycle.Legs, (ulong)input, flash).Profit);
        return Math.Max(best, CycleSizing.Evaluate(market, cycle.Legs, cap, flash).Profit);
    }
}
