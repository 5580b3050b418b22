using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;
using Orleans.Runtime;
using Orchestrator.Grains.Token;

namespace Orchestrator.Grains.Tests.Token;

public sealed class TokenTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private TradingCluster Cluster => shared.Cluster;

    [Fact]
    public async Task Slippage_is_the_mean_shortfall_of_each_venue_over_what_was_traded()
    {
        var token = TokenOf(Fresh());
        // 1,000 expected of 100,000 traded: nothing came is 100 bps, 500 came is 50, 2,000 came is 100 better than promised.
        await token.Learn(Made.Result(Cluster, realised: 0, venues: ["orca", "raydium"]));
        await token.Learn(Made.Result(Cluster, realised: 500, venues: ["orca"]));
        await token.Learn(Made.Result(Cluster, realised: 2_000, venues: ["raydium", "raydium"]));
        await Cluster.Deactivate(token);

        Assert.Equal(
            [new VenueSlippage("orca", new BasisPoints(75), 2), new VenueSlippage("raydium", new BasisPoints(0), 2)],
            (await token.Read()).Slippage);
    }

    [Fact]
    public async Task A_result_counts_once_and_one_that_never_landed_not_at_all()
    {
        var token = TokenOf(Fresh());
        var result = Made.Result(Cluster, realised: 700, venues: ["orca"]);
        await token.Learn(result);
        await token.Learn(result);
        await token.Learn(Made.Result(Cluster, realised: 0, outcome: ExecutionOutcome.Expired, venues: ["orca"]));
        await Cluster.Deactivate(token);
        await token.Learn(result);

        var view = await token.Read();
        Assert.Equal((1, new Lamports(700), result.FinishedAt), (view.Trades, view.Realised, view.LastTradedAt));
        Assert.Equal(1, Assert.Single(view.Slippage).Samples);
    }

    [Fact]
    public async Task A_failed_landing_is_a_trade_and_a_loss_but_says_nothing_of_slippage()
    {
        var token = TokenOf(Fresh());
        await token.Learn(Made.Result(Cluster, realised: -5_000, outcome: ExecutionOutcome.LandedWithError, venues: ["orca"]));
        await token.Learn(Made.Result(Cluster, realised: 10, notional: 0, venues: ["orca"]));
        var view = await token.Read();
        Assert.Equal((2, new Lamports(-4_990)), (view.Trades, view.Realised));
        Assert.Empty(view.Slippage);
    }

    [Fact]
    public async Task A_result_that_comes_late_does_not_put_the_last_trade_back()
    {
        var token = TokenOf(Fresh());
        var now = Cluster.Time.GetUtcNow();
        await token.Learn(Made.Result(Cluster, realised: 1, at: now));
        await token.Learn(Made.Result(Cluster, realised: 1, at: now.AddMinutes(-1)));
        Assert.Equal(now, (await token.Read()).LastTradedAt);
    }

    [Fact]
    public async Task Only_the_newest_samples_are_kept()
    {
        var token = TokenOf(Fresh());
        await token.Learn(Made.Result(Cluster, realised: -9_000, venues: ["forgotten"]));
        for (var i = 0; i < TokenMemory.SamplesMax; i++) await token.Learn(Made.Result(Cluster, realised: 0, venues: ["orca"]));
        var view = await token.Read();
        Assert.Equal(new VenueSlippage("orca", new BasisPoints(100), TokenMemory.SamplesMax), Assert.Single(view.Slippage));
        Assert.Equal(TokenMemory.SamplesMax + 1, view.Trades);
    }

    [Fact]
    public async Task A_failed_write_teaches_nothing_and_a_lost_answer_counts_once()
    {
        await using var cluster = await TradingCluster.Launch();
        var token = cluster.Grains.GetGrain<ITokenGrain>(TradingCluster.Bonk.Value);
        var result = Made.Result(cluster, realised: 700);
        cluster.Store.FailsBefore = (name, _) => name == "token";
        await Assert.ThrowsAsync<OrleansException>(() => token.Learn(result));
        cluster.Store.FailsBefore = (_, _) => false;
        Assert.Equal(0, (await token.Read()).Trades);
        cluster.Store.FailsAfter = (name, _) => name == "token";
        await Assert.ThrowsAsync<OrleansException>(() => token.Learn(result));
        cluster.Store.FailsAfter = (_, _) => false;
        await token.Learn(result);
        Assert.Equal(1, (await token.Read()).Trades);
    }

    private ITokenGrain TokenOf(Mint mint) => Cluster.Grains.GetGrain<ITokenGrain>(mint.Value);

    private static int mints;

    /// <summary>A mint that no other test uses: 43 digits of base58.</summary>
    private static Mint Fresh() => new(new string('2', 41) + (char)('A' + (Interlocked.Increment(ref mints) % 8)) + "3");
}
