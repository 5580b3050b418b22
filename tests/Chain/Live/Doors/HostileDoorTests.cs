using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Live.Doors;

/// <summary>Nodes and a block engine that turn hostile after the start, between our two steps; the runtime says what really happened.</summary>
public sealed class HostileDoorTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private LiveWorld _world = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync(Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0));
    }

    [Theory]
    [InlineData(Twist.Busy)]
    [InlineData(Twist.Page)]
    [InlineData(Twist.Redirect)]
    [InlineData(Twist.Mixed)]
    public async Task A_block_engine_that_answers_anything_but_what_was_asked_costs_nothing_and_the_book_says_so(Twist twist)
    {
        await using var engine = await TwistedDoor.OpenAsync(Chain.JitoAddress);
        using var files = new LiveFiles(_world, Chain) { Engine = engine.Address };
        await using var system = await LiveSystem.StartAsync(files, Chain, _world);
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        engine.Twist = twist;
        var result = await system.TradeAsync(await system.OpportunityAsync());

        Assert.Equal((ExecutionOutcome.Expired, Lamports.Zero, before), (result.Outcome, result.Realised, await system.OwnedAsync()));
        Assert.True(engine.Twisted > 0);
        Assert.Equal(0, engine.Elsewhere);
        Assert.Empty((await system.Book.Book()).Reservations);
        Assert.Empty(await system.ReconcileAsync());
    }

    [Fact]
    public async Task A_block_engine_that_does_what_was_asked_and_answers_a_page_is_booked_by_what_the_chain_says()
    {
        await using var engine = await TwistedDoor.OpenAsync(Chain.JitoAddress);
        using var files = new LiveFiles(_world, Chain) { Engine = engine.Address };
        await using var system = await LiveSystem.StartAsync(files, Chain, _world);
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        engine.Twist = Twist.Deaf;
        var result = await system.TradeAsync(await system.OpportunityAsync());

        Assert.Equal(ExecutionOutcome.Landed, result.Outcome);
        Assert.Equal(await system.OwnedAsync() - before, result.Realised.Value);
        Assert.Empty(await system.ReconcileAsync());
    }

    [Theory]
    [InlineData(Twist.Busy)]
    [InlineData(Twist.Page)]
    [InlineData(Twist.Redirect)]
    [InlineData(Twist.Mixed)]
    public async Task One_hostile_node_of_three_is_outvoted(Twist twist)
    {
        await using var door = await TwistedDoor.OpenAsync(Chain.RpcAddress);
        using var files = new LiveFiles(_world, Chain) { Nodes = [Chain.RpcAddress, door.Address, Chain.RpcAddress] };
        await using var system = await LiveSystem.StartAsync(files, Chain, _world);
        await system.ArmAsync();
        door.Twist = twist;
        var before = await system.OwnedAsync();
        var result = await system.TradeAsync(await system.OpportunityAsync());

        Assert.Equal((ExecutionOutcome.Landed, await system.OwnedAsync() - before), (result.Outcome, result.Realised.Value));
        Assert.True(door.Twisted > 0);
        Assert.Equal(0, door.Elsewhere);
        Assert.Empty(await system.ReconcileAsync());
    }

    [Fact]
    public async Task With_one_hostile_node_of_two_nothing_is_signed_and_the_capital_comes_back()
    {
        await using var door = await TwistedDoor.OpenAsync(Chain.RpcAddress);
        using var files = new LiveFiles(_world, Chain) { Nodes = [Chain.RpcAddress, door.Address] };
        await using var system = await LiveSystem.StartAsync(files, Chain, _world);
        await system.ArmAsync();
        var owned = await system.OwnedAsync();
        var offer = await system.OpportunityAsync();
        door.Twist = Twist.Page;
        var result = await system.TradeAsync(offer with { ExpiresAt = offer.CreatedAt.AddSeconds(12) });

        Assert.Equal((ExecutionOutcome.Refused, "deadline", (string?)null, owned), (result.Outcome, result.Code, result.Signature, await system.OwnedAsync()));
        Assert.Empty((await system.Book.Book()).Reservations);
    }
}
