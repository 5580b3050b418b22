using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class DeterminismTests
{
    [Fact]
    public void One_seed_and_one_trader_give_one_history()
    {
        var digests = Enumerable.Range(0, 2).Select(_ => Played(7)).ToList();
        Assert.Equal(digests[0], digests[1]);
        Assert.NotEqual(digests[0], Played(8));
    }

    [Fact]
    public void How_time_is_cut_into_steps_makes_no_difference()
    {
        using var fine = new SimulatedVenue(new VenueSettings { Seed = 5 });
        using var coarse = new SimulatedVenue(new VenueSettings { Seed = 5 });
        var found = 0;
        for (var ms = 10; ms <= 20_000; ms += 10) found += fine.Advance(fine.Settings.Genesis.AddMilliseconds(ms)).Length;
        Assert.Equal(coarse.Advance(coarse.Settings.Genesis.AddSeconds(20)).Length, found);
        Assert.Equal(coarse.Audit().StateDigest, fine.Audit().StateDigest);
        Assert.Empty(fine.Advance(fine.Settings.Genesis));
    }

    [Fact]
    public void The_order_of_arrival_inside_a_slot_makes_no_difference() =>
        Gen.Select(Gen.ULong[1, 1_000], Gen.Shuffle(Enumerable.Range(0, 12).ToArray())).Sample((seed, order) =>
            Assert.Equal(InOrder(seed, [.. Enumerable.Range(0, 12)]), InOrder(seed, order)), iter: 60);

    private static string InOrder(ulong seed, int[] order)
    {
        using var venue = new SimulatedVenue(new VenueSettings { Seed = seed });
        venue.Slots(5);
        var bytes = new Bytes(venue);
        // All twelve fight for one pool; only the tip and the signature may decide who is first.
        var pool = bytes.Pool(VenueToken.Bonk);
        var transactions = Enumerable.Range(0, 12).Select(i => bytes.Transaction(
            bytes.Swap(pool, VenueToken.Sol, 1_000_000_000 + (ulong)i, 0), bytes.Pay(TipAccounts.List[0], 1_000_000 * (ulong)(1 + (i % 3))))).ToList();
        foreach (var i in order) venue.Send(transactions[i]);
        foreach (var i in order.Reverse().Take(4)) venue.Send(transactions[i]);
        venue.Slots(20);
        return venue.Audit().StateDigest;
    }

    private static string Played(ulong seed)
    {
        using var venue = new SimulatedVenue(new VenueSettings { Seed = seed });
        new Driver(venue).Run(TimeSpan.FromSeconds(20));
        return venue.Audit().StateDigest;
    }
}
