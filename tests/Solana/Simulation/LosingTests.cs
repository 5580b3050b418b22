using Orchestrator.Domain.Money;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

/// <summary>The venue gives nothing away: who trades badly loses, and the wallet shows it.</summary>
public sealed class LosingTests(ITestOutputHelper output)
{
    [Fact]
    public void Without_a_guard_and_late_the_wallet_ends_with_less()
    {
        var settings = new VenueSettings
        {
            Chain = new ChainSettings { LatePpm = 1_000_000, LateSlotsMax = 12 },
            OrderFlow = new OrderFlowSettings { CompetitionPpm = 700_000 },
            Execution = new ExecutionSettings { GuardProfit = false, InnerTolerancePpm = 3_000 },
        };
        for (var seed = 1ul; seed <= 3; seed++) Assert.True(Change(settings with { Seed = seed }) < -Lamports.PerSol / 10);
    }

    [Fact]
    public void A_tip_above_every_profit_loses_when_nobody_asks_for_a_profit()
    {
        // The tip alone exceeds what the gaps give, and the scan is told to find what does not pay.
        var settings = new VenueSettings
        {
            Seed = 2,
            Scanner = new ScannerSettings { MinimumProfit = -2_000_000_000 },
            Execution = new ExecutionSettings { TipLamports = 1_000_000_000, GuardProfit = false },
        };
        Assert.True(Change(settings) < -2 * Lamports.PerSol);
    }

    [Fact]
    public void The_same_market_pays_a_trader_with_guard_and_small_tip() => Assert.True(Change(new VenueSettings { Seed = 2 }) > Lamports.PerSol);

    private long Change(VenueSettings settings)
    {
        using var venue = new SimulatedVenue(settings);
        new Driver(venue).Run(TimeSpan.FromSeconds(60));
        var audit = venue.Audit();
        var change = (long)audit.Balances.Single(b => b.Asset.IsSol).Amount.Value - (long)audit.Opening.Single().Amount.Value;
        output.WriteLine($"{change} lamports, {audit.Landed.Length} landed, {audit.Landed.Count(l => l.Landing.Error is null)} without error");
        Assert.Equal(change, audit.Landed.Sum(l => Driver.Sol(l.Landing)));

        // Inner legs leave dust of other tokens: it counts at the market's price.
        return (long)audit.Landed.SelectMany(l => l.Landing.Changes).Sum(c => venue.Mark(c).Value);
    }
}
