using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Silo.Tests.EventTime;

/// <summary>The whole system on the embedded store, with the market's clock in the hands of a driver.</summary>
public sealed class MarketDriverTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_same_seed_gives_the_same_decisions_and_the_same_equity_to_the_lamport()
    {
        var first = await Run(seed: 7, seconds: 20);
        var second = await Run(seed: 7, seconds: 20);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task When_all_is_over_the_book_says_what_the_wallet_holds()
    {
        await using var demo = await Demo.Start(seed: 3);
        await demo.Driver.RunTo(demo.Driver.Now.AddSeconds(30), CancellationToken.None);

        Assert.True(await demo.Driver.Finish(TimeSpan.FromMinutes(2), CancellationToken.None));

        var book = await demo.Book.Book();
        var venue = await demo.Host.Services.GetRequiredService<IVenue>().Audit(CancellationToken.None);
        Assert.Equal(
            venue.Balances.Where(balance => balance.Amount > BaseUnits.Zero).Select(balance => (balance.Asset, (Int128)balance.Amount.Value)).Order(),
            book.Assets.Where(asset => asset.OnChain != SignedUnits.Zero).Select(asset => (asset.Asset, asset.OnChain.Value)).Order());
        Assert.Empty(Conservation.Check(book));
        Assert.NotEmpty(venue.Landed);
    }

    private async Task<string> Run(int seed, int seconds)
    {
        await using var demo = await Demo.Start(seed);
        await demo.Driver.RunTo(demo.Driver.Now.AddSeconds(seconds), CancellationToken.None);
        var status = await demo.Orchestrator.Status();
        output.WriteLine($"{status.Received} received, {status.Executed} executed, {string.Join(", ", status.Reasons.Select(reason => $"{reason.Reason} {reason.Count}"))}");
        var decisions = await demo.Journal.Query(new DecisionQuery(Take: 500));
        Assert.Equal(Math.Min(500, status.Executed + status.Rejected + status.Expired + status.Dropped), decisions.Decisions.Length);
        var book = await demo.Book.Snapshot();
        return $"{book.Total.Value}\n{string.Join('\n', decisions.Decisions.Select(decision => $"{decision.Opportunity.Id} {decision.Outcome} {decision.Reason}"))}";
    }
}
