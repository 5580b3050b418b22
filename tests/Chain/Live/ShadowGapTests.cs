using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Live;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>What the shadow mode says of paper and chain, against what the same trade brings when it is sent.</summary>
public sealed class ShadowGapTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private LiveWorld _world = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync(Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0));
    }

    [Fact]
    public async Task The_chain_s_side_of_the_gap_is_what_the_trade_brings_when_it_is_sent()
    {
        using var files = new LiveFiles(_world, Chain);
        long promised;
        await using (var shadow = await LiveSystem.StartAsync(files, Chain, _world, mode: "shadow"))
        {
            var offer = await shadow.OpportunityAsync(1);
            promised = offer.ExpectedProfit.Value;
            Assert.Equal("not_sent", (await shadow.TradeAsync(offer)).Code);
            await Chain.SetAccountsAsync(_world.Dear.Accounts((Mints.WrappedSol, LiveWorld.CheapSol), (Mints.Usdc, LiveWorld.CheapUsdc)));
            Assert.Equal("no_longer_profitable", (await shadow.TradeAsync(await shadow.OpportunityAsync(2))).Code);
            await Chain.SetAccountsAsync(_world.Pools());
        }

        var gaps = ShadowGapFile.Read(Path.Combine(files.Folder, "data"));
        Assert.Equal([null, "no_longer_profitable"], gaps.Select(gap => gap.Code));
        Assert.Equal([promised, promised], gaps.Select(gap => gap.Paper));
        Assert.Equal(0, gaps[1].Chain);

        using var live = new LiveFiles(_world, Chain);
        await using var system = await LiveSystem.StartAsync(live, Chain, _world);
        await system.ArmAsync();
        var landed = await system.TradeAsync(await system.OpportunityAsync(3));
        Assert.Equal((ExecutionOutcome.Landed, gaps[0].Chain), (landed.Outcome, landed.Realised.Value));
        var summary = Assert.Single(ShadowSummary.Of(gaps));
        Assert.Equal((2, 1, 2 * promised, gaps[0].Chain, gaps[0].Gap), (summary.Trades, summary.Landing, summary.Paper, summary.Chain, summary.GapMedian));
    }
}
