using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

/// <summary>Launches of the simulated market, told as a server tells them and looked up as at a node.</summary>
public sealed class SeededLaunchTests : IDisposable
{
    private readonly SimulatedVenue _venue = new(new VenueSettings { Seed = 7, Launches = new LaunchSettings { Count = 16 } });

    public void Dispose() => _venue.Dispose();

    [Fact]
    public async Task Each_trap_is_refused_by_the_filter_that_should_and_each_honest_launch_is_approved()
    {
        var told = await Told(400);
        var views = _venue.Audit().Launches;
        Assert.Equal(16, views.Length);
        Assert.Equal(Enum.GetValues<LaunchScheme>(), views.Select(launch => launch.Scheme).Distinct().Order());
        Assert.Equal(views.Length + views.Count(launch => launch.Scheme == LaunchScheme.Honest), told.Launches.Count);
        foreach (var view in views)
        {
            var launch = Assert.Single(told.Launches, one => one.Pool == view.Pool);
            Assert.Equal((view.Token, Domain.Money.Mint.Sol), (launch.Token.Value, launch.Quote));
            Assert.InRange(launch.Slot!.Value, view.Slot, view.Slot + 4);
            var verdict = await Judged(launch, told.Launches, view.Scheme);
            Assert.Equal((view.Scheme, view.Scheme.RefusedBy()), (view.Scheme, verdict.Refusal?.Filter));
            Assert.Equal(view.Scheme == LaunchScheme.Honest, verdict.Approved);
        }
    }

    [Fact]
    public async Task Before_its_launch_nothing_of_a_token_is_there_and_nothing_comes_from_nowhere()
    {
        var before = _venue.Audit();
        var launches = _venue.Machine.Layout.Launches;
        Assert.All(_venue.Accounts([.. launches.SelectMany(launch => new[] { launch.Token.Key.ToString(), launch.Pool.Pool.AddressText })]).Accounts, Assert.Null);
        await Told(400);
        Assert.All(_venue.Accounts([.. launches.SelectMany(launch => new[] { launch.Token.Key.ToString(), launch.Pool.Pool.AddressText })]).Accounts, Assert.NotNull);
        Assert.Equal(before.Supply.AsEnumerable(), _venue.Audit().Supply);
    }

    [Fact]
    public void The_same_seed_launches_the_same_and_another_seed_others()
    {
        Assert.Equal(Views(3), Views(3));
        Assert.Empty(Views(3).Select(launch => launch.Token).Intersect(Views(4).Select(launch => launch.Token)));
        Assert.NotEqual(Views(3).Select(launch => launch.Scheme), Views(4).Select(launch => launch.Scheme));

        static IEnumerable<VenueLaunchView> Views(ulong seed)
        {
            using var venue = new SimulatedVenue(new VenueSettings { Seed = seed, Launches = new LaunchSettings { Count = 16 } });
            return [.. venue.Machine.Layout.Launches.Select(launch => launch.View)];
        }
    }

    private async Task<LaunchVerdict> Judged(Launch launch, IEnumerable<Launch> all, LaunchScheme scheme)
    {
        var research = new LaunchResearch(new VenueNode(_venue), ProgramRegistry.Mainnet, SolReserves.SaveMainPool);
        var facts = await research.Look(launch, [.. all.Where(one => one.Token == launch.Token && one.Pool != launch.Pool).Select(one => (one.Pool, one.Program))], default);
        // What only grains remember: the list, and who emptied a pool before.
        var creator = new CreatorFacts(launch.Creator == SimulatedLaunches.ListedCreator.ToString() ? "listed" : null, null, 1, scheme == LaunchScheme.Repeated ? 1 : 0);
        Assert.Equal(scheme == LaunchScheme.ListedCreator, creator.CreatorListed is not null);
        return SniperRules.Judge(facts with { Creator = LookUp<CreatorFacts>.Of(creator) }, SniperPolicy.Default, launch.ObservedAt.AddMinutes(1));
    }

    private async Task<Heard> Told(int slots)
    {
        var heard = new Heard();
        var reader = new FeedReader(heard, ProgramRegistry.Mainnet, TimeProvider.System);
        for (var slot = 1; slot <= slots; slot++)
        {
            var last = _venue.Head().Slot;
            _venue.Advance(_venue.Settings.Genesis + (slot * _venue.Settings.Chain.SlotTime));
            foreach (var update in _venue.SlotsAfter(last).SelectMany(block => block.Updates)) await reader.Take(FeedMessage.Of(update));
        }

        Assert.Equal(0, reader.Counts.Damaged);
        return heard;
    }

    private sealed class Heard : IFeedSink
    {
        public List<Launch> Launches { get; } = [];

        public ValueTask Launched(Launch launch)
        {
            Launches.Add(launch);
            return ValueTask.CompletedTask;
        }

        public void Changed(in AccountView account, ulong slot)
        {
        }

        public ValueTask Died(ulong slot) => ValueTask.CompletedTask;

        public ValueTask Missed(string why) => ValueTask.CompletedTask;
    }
}
