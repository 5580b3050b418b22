using System.Collections;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Feeds;
using Orchestrator.Silo.Markets;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Silo.Tests.Markets;

/// <summary>The simulated market over real gRPC on loopback.</summary>
public sealed class VenueFeedTests
{
    /// <summary>In parts of ten slots two fit between what was handled and what the server forgets; in parts of sixty-four none does.</summary>
    [Theory]
    [InlineData(10, 2)]
    [InlineData(1, 40)]
    [InlineData(64, 6)]
    public async Task A_session_that_a_store_without_room_has_ended_is_told_of_once_and_the_next_word_begins_another_that_misses_nothing(int slotsATime, int timesFull)
    {
        var whole = await Heard(slotsATime, timesFull, fails: false);
        var broken = await Heard(slotsATime, timesFull, fails: true);

        // One token every twelve slots, and a second pool of each two slots later; those of the slots that nobody could take are heard again.
        Assert.Equal(whole.Launches.Order(), broken.Launches.Order());
        Assert.True(whole.Launches.Count > whole.BeforeTheFault);
    }

    /// <summary>The pools that a session told of, of one and the same market.</summary>
    private static async Task<(HashSet<string> Launches, int BeforeTheFault)> Heard(int slotsATime, int timesFull, bool fails)
    {
        var settings = SettingsLoader.Load(null, new Hashtable(), []).Settings!;
        using var venue = new SimulatedVenue(VenueSource.SettingsOf(settings, new VenueSettings().Genesis));
        var outlet = new Outlet();
        var feed = new VenueFeed(venue, outlet, new LiveSettings(settings), TimeProvider.System, NullLogger<FeedSession>.Instance);
        await feed.StartAsync(CancellationToken.None);
        var slots = 0;
        await Tell();
        var launchesBefore = outlet.Launches.Count;
        Assert.Equal(Told(), outlet.Newest);

        outlet.IsFull = fails;
        for (var round = 0; round < timesFull; round++)
        {
            if (fails) await Assert.ThrowsAsync<IOException>(Tell);
            else await Tell();
        }

        outlet.IsFull = false;
        for (var round = 0; round < 4; round++) await Tell();

        Assert.Equal(Told(), outlet.Newest);
        Assert.Empty(venue.Audit().Launches.Select(launch => launch.Pool).Except(outlet.Launches));
        await feed.StopAsync(CancellationToken.None);
        return (outlet.Launches, launchesBefore);

        async Task Tell()
        {
            slots += slotsATime;
            venue.Advance(venue.Settings.Genesis + (slots * venue.Settings.Chain.SlotTime));
            await feed.Tell(CancellationToken.None);
        }

        ulong Told() => venue.SlotsAfter(0)[^1].Slot;
    }

    /// <summary>Takes everything, or nothing.</summary>
    private sealed class Outlet : IFeedOutlet
    {
        public volatile bool IsFull;

        public HashSet<string> Launches { get; } = [];

        public ulong Newest { get; private set; }

        public Task Launched(Launch launch)
        {
            Check();
            Launches.Add(launch.Pool);
            return Task.CompletedTask;
        }

        public Task Found(StrategyFinding finding)
        {
            Check();
            return Task.CompletedTask;
        }

        public Task Reached(FeedProgress progress)
        {
            Check();
            Newest = Math.Max(Newest, progress.Slot);
            return Task.CompletedTask;
        }

        public Task<Lamports> OwnCapital() => Task.FromResult(Lamports.FromSol(100));

        public Task<ImmutableArray<(Mint Token, SlippageSample Sample)>> Slippage(IReadOnlyList<Mint> tokens) => Task.FromResult(ImmutableArray<(Mint, SlippageSample)>.Empty);

        private void Check()
        {
            if (IsFull) throw new IOException("The device is full.");
        }
    }
}
