using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Tests.Rpc;
using static Orchestrator.Solana.Tests.Programs.Accounts;

namespace Orchestrator.Solana.Tests.Launches;

/// <summary>No single node has a launch approved: what nodes say differently, do not say or never say refuses by name.</summary>
public sealed class NodesThatDisagreeTests
{
    private readonly FakeTimeProvider _time = new(LaunchWorld.Born);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nodes_that_say_the_same_over_the_wire_approve() => Assert.Null((await Verdict(new LaunchWorld(), new LaunchWorld())).Refusal);

    public static TheoryData<string, string[]> Lies => new()
    {
        { "mint", [SniperFilters.MintAuthority] },
        { "freeze", [SniperFilters.FreezeAuthority] },
        { "holders", [SniperFilters.TopHolders] },
        { "vaults", [SniperFilters.InitialLiquidity, SniperFilters.PoolShare] },
        { "shares", [SniperFilters.LpBurn] },
    };

    [Theory, MemberData(nameof(Lies))]
    public async Task A_node_that_hides_what_another_tells_has_nothing_approved_whichever_of_them_is_asked_first(string lie, string[] filters)
    {
        foreach (var verdict in new[] { await Verdict(new LaunchWorld(), Spoilt(lie)), await Verdict(Spoilt(lie), new LaunchWorld()) })
        {
            Assert.False(verdict.Approved);
            Assert.Equal(filters, verdict.Filters.Where(one => one.Refuses).Select(one => one.Filter));
            Assert.All(verdict.Filters.Where(one => one.Refuses), one => Assert.StartsWith("nodes disagree: node1: ", one.Value));
            Assert.Contains("; node2: ", verdict.Refusal!.Value);
            Assert.True(verdict.MayChange);
        }
    }

    [Fact]
    public async Task A_trade_that_one_node_has_seen_and_the_other_has_not_is_no_disagreement_and_less_is_promised()
    {
        var later = new LaunchWorld();
        later.WithPool(LaunchWorld.Pool, LaunchWorld.SolVault, LaunchWorld.TokenVault, LaunchWorld.Shares, 105_000_000_000, 190_500_000_000_000);
        var (alone, verdict) = (await later.Verdict(), await Verdict(new LaunchWorld(), later));

        Assert.Null(verdict.Refusal);
        Assert.Equal(alone.Trade, verdict.Trade);
    }

    [Fact]
    public async Task Two_of_three_that_agree_do_not_outvote_the_third()
    {
        var verdict = await Verdict(new LaunchWorld(), Spoilt("mint"), new LaunchWorld());
        Assert.Equal($"nodes disagree: node1: given up; node2: {Key(77)}; node3: given up", verdict.Refusal!.Value);
    }

    [Fact]
    public async Task A_node_that_fails_leaves_too_few_where_there_are_two_and_enough_where_there_are_three()
    {
        await using var broken = await TestNode.Start(context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        });
        await using var one = await LaunchNode.Start(new LaunchWorld());
        await using var other = await LaunchNode.Start(new LaunchWorld());

        var two = await Ask(broken, one);
        Assert.Equal((SniperFilters.MintAuthority, FilterOutcome.Missing), (two.Refusal!.Filter, two.Refusal.Outcome));
        Assert.StartsWith("node1: mint: account ", two.Refusal.Value);
        Assert.Null((await Ask(one, broken, other)).Refusal);
    }

    [Fact]
    public async Task A_node_that_hangs_says_nothing_and_holds_nobody_up_for_longer_than_its_time()
    {
        Assert.Equal((SniperFilters.MintAuthority, "node1: no answer within 2 s"), Said((await Late(new Hanging(), new LaunchWorld().Asked())).Refusal!));
        Assert.Null((await Late(new LaunchWorld().Asked(), new Hanging(), new LaunchWorld().Asked())).Refusal);

        static (string, string) Said(FilterVerdict filter) => (filter.Filter, filter.Value);
    }

    private async Task<LaunchVerdict> Late(params ILaunchAccounts[] witnesses)
    {
        var research = new WitnessedResearch(
            [.. witnesses.Select((one, at) => ($"node{at + 1}", new LaunchResearch(one, ProgramRegistry.Mainnet, SolReserves.SaveMainPool)))], _time);
        // Recorded accounts answer at once, so that only who hangs is still being asked when the time is over.
        var asked = research.Look(new LaunchWorld().Launch, new LaunchWorld().Siblings, Cancel).AsTask();
        Assert.False(asked.IsCompleted);
        _time.Advance(WitnessedResearch.WitnessTime);
        return Judge(await asked);
    }

    private async Task<LaunchVerdict> Verdict(params LaunchWorld[] worlds)
    {
        var nodes = await Task.WhenAll(worlds.Select(LaunchNode.Start));
        try
        {
            return await Ask(nodes);
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    private async Task<LaunchVerdict> Ask(params TestNode[] nodes)
    {
        await using var pool = new RpcPool([.. nodes.Select((node, at) => node.Provider($"node{at + 1}"))], new RpcOptions { AttemptTimeout = TimeSpan.FromMinutes(1) }, TimeProvider.System, () => 0.5);
        return Judge(await WitnessedResearch.Of(pool, SolReserves.SaveMainPool, _time).Look(new LaunchWorld().Launch, new LaunchWorld().Siblings, Cancel));
    }

    private static LaunchVerdict Judge(ImmutableArray<LaunchFacts> told) =>
        Testimony.Judge([.. told.Select(facts => facts with { Creator = LookUp<CreatorFacts>.Of(CreatorFacts.Unknown) })], SniperPolicy.Default, LaunchWorld.Born.AddMinutes(1));

    private static LaunchWorld Spoilt(string how)
    {
        var world = new LaunchWorld();
        switch (how)
        {
            case "mint": return world.WithMint(ProgramIds.Token, LaunchWorld.MintData(mintAuthority: Key(77)));
            case "freeze": return world.WithMint(ProgramIds.Token, LaunchWorld.MintData(freezeAuthority: Key(77)));
            case "holders": world.Hold(Key(77), 100_000_000_000_000); return world;
            case "vaults": world.WithPool(LaunchWorld.Pool, LaunchWorld.SolVault, LaunchWorld.TokenVault, LaunchWorld.Shares, 1_000_000_000, 1_000_000_000); return world;
            default: world.WithShares(1_000_000_000).Hold(Key(77), 1_000_000_000, mint: LaunchWorld.Shares); return world;
        }
    }

    private sealed class Hanging : ILaunchAccounts
    {
        public MarketClock Clock => default;

        public async ValueTask<IReadOnlyList<AccountLookUp>> Accounts(IReadOnlyList<PublicKey> addresses, CancellationToken cancel)
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return [];
        }

        public async ValueTask<LargestLookUp> Largest(PublicKey mint, CancellationToken cancel)
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return LargestLookUp.Failed("");
        }
    }
}
