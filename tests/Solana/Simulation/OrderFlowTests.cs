using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class OrderFlowTests(ITestOutputHelper output)
{
    [Fact]
    public void Venues_differ_by_a_few_basis_points_and_seldom_by_more()
    {
        var gaps = new List<double>();
        for (var seed = 1ul; seed <= 3; seed++)
        {
            using var venue = new SimulatedVenue(new VenueSettings { Seed = seed });
            for (var slot = 0; slot < 300; slot++)
            {
                venue.Advance(venue.Machine.Clock.Time + venue.Settings.Chain.SlotTime);
                foreach (var pair in venue.Machine.Layout.Pools.GroupBy(p => (p.Token0, p.Token1)))
                {
                    var prices = pair.Select(p => (double)venue.Machine.Market.Amounts[p.Vault1] / venue.Machine.Market.Amounts[p.Vault0]).ToList();
                    for (var i = 0; i < prices.Count; i++)
                        for (var j = 0; j < i; j++) gaps.Add(Math.Abs((prices[i] / prices[j]) - 1) * 10_000);
                }
            }
        }

        gaps.Sort();
        double At(double share) => gaps[(int)(gaps.Count * share)];
        output.WriteLine($"gaps in bps: p50 {At(0.5):F1}, p75 {At(0.75):F1}, p90 {At(0.9):F1}, p95 {At(0.95):F1}, p99 {At(0.99):F1}, max {gaps[^1]:F0}");
        Assert.InRange(At(0.5), 1.5, 5);
        Assert.InRange(At(0.9), 4, 15);
        Assert.True(At(0.999) > 50, "without visible gaps nobody would trade");
    }
}
