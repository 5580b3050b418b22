using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class FeedDelayTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("venue-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_was_found_is_told_in_its_order_never_early_and_at_most_one_longest_stall_late() =>
        Gen.Select(Gen.UInt, Gen.UInt[0, 400_000], Gen.Int[0, 4], Gen.Int[0, 20]).Sample((seed, ppm, least, more) =>
        {
            var delay = new FeedDelay(new VenueSettings { Seed = seed, Feed = new FeedSettings { StallsPpm = ppm, StallSlotsMin = least, StallSlotsMax = least + more } });
            var before = 0ul;
            for (var slot = 1_000ul; slot < 1_200; slot++)
            {
                var told = delay.ToldAt(slot);
                Assert.InRange(told, Math.Max(slot, before), slot + (ulong)(least + more));
                before = told;
            }
        }, iter: 500);

    [Fact]
    public void A_feed_that_falls_behind_tells_the_same_findings_later_and_the_market_does_not_notice()
    {
        using var prompt = new SimulatedVenue(Settings(stalls: 0));
        using var slow = new SimulatedVenue(Settings(stalls: 30_000));
        var (early, late, told) = (new List<(Guid, ulong)>(), new List<(Guid, ulong)>(), new List<(Guid Id, int Slots)>());
        for (var slot = 0; slot < 1_500; slot++)
        {
            early.AddRange(Told(prompt, 1).Select(finding => (finding.Id.Value, finding.Slot)));
            foreach (var finding in Told(slow, 1))
            {
                late.Add((finding.Id.Value, finding.Slot));
                told.Add((finding.Id.Value, (int)(slow.Head().Slot - finding.Slot)));
            }
        }

        Assert.Equal(prompt.Audit().StateDigest, slow.Audit().StateDigest);
        Assert.Equal(early.Take(late.Count), late);
        Assert.Contains(told, one => one.Slots == 0);
        Assert.Contains(told, one => one.Slots is > 0 and <= 4);
        Assert.Contains(told, one => one.Slots >= 5);
        // What came in one go: several findings, and one route twice, which is what refreshes are for.
        Assert.True(told.Count(one => one.Slots > 0) > 5);
    }

    [Fact]
    public void A_restart_in_the_middle_of_a_stall_tells_each_finding_once()
    {
        using var steady = new SimulatedVenue(Settings(stalls: 60_000));
        var expected = Enumerable.Range(0, 60).SelectMany(_ => Told(steady, 5)).Select(finding => finding.Id.Value).ToList();
        var heard = new List<Guid>();
        for (var part = 0; part < 60; part++)
        {
            using var venue = DurableVenue.Open(_directory, Settings(stalls: 60_000));
            heard.AddRange(Told(venue, 5).Select(finding => finding.Id.Value));
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, heard);
        using var last = DurableVenue.Open(_directory, Settings(stalls: 60_000));
        Assert.Equal(expected, last.FindingsAfter(0).Select(finding => finding.Id.Value));
    }

    private static ImmutableArray<ArbitrageFinding> Told(SimulatedVenue venue, int slots) =>
        venue.Advance(venue.Head().BlockTime + (slots * venue.Settings.Chain.SlotTime));

    private static VenueSettings Settings(uint stalls) => new() { Seed = 1, Feed = new FeedSettings { StallsPpm = stalls } };
}
