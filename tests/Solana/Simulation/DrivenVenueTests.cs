using Orchestrator.Domain.Money;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class DrivenVenueTests(ITestOutputHelper output)
{
    [Fact]
    public void A_minute_offers_trades_and_most_of_what_lands_pays()
    {
        for (var seed = 1ul; seed <= 5; seed++)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            using var venue = new SimulatedVenue(new VenueSettings { Seed = seed });
            var driver = new Driver(venue);
            driver.Run(TimeSpan.FromSeconds(60));
            var elapsed = watch.ElapsedMilliseconds;
            var landings = driver.Landings.ToList();
            var ok = landings.Count(l => l.Landing.Error is null);
            var sizes = driver.Findings.Select(f => f.Input.Value / 1e9).OrderBy(x => x).ToList();
            output.WriteLine($"seed {seed}: {elapsed} ms, found {driver.Found}, >=0.05 SOL {driver.Profitable}, refused {driver.Refused}, "
                + $"simfail {driver.SimulationFailed}, landed ok {ok}, landed failed {landings.Count - ok}, "
                + $"realised {(long)landings.Sum(l => Driver.Sol(l.Landing)) / 1e9:F3} SOL, "
                + $"median input {sizes[sizes.Count / 2]:F1} max {sizes[^1]:F1}, over 100 SOL {sizes.Count(s => s > 100)}, slip>5% {driver.Findings.Count(f => f.SlippageBound.Value > 500)}"
                + $" keys {driver.Findings.Select(f => f.RouteKey).Distinct().Count()}");
            Assert.True(ok > 0);
            Assert.True(landings.Sum(l => Driver.Sol(l.Landing)) > 0);
        }
    }

    /// <summary>Generous for a busy machine: alone it takes about a tenth of it.</summary>
    [Fact]
    public void A_minute_of_market_and_scans_takes_well_below_two_seconds()
    {
        new Driver(new SimulatedVenue(new VenueSettings { Seed = 9 })).Run(TimeSpan.FromSeconds(10), trade: false);
        using var venue = new SimulatedVenue(new VenueSettings { Seed = 1 });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        venue.Advance(venue.Settings.Genesis.AddSeconds(60));
        output.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2_000);
    }
}
