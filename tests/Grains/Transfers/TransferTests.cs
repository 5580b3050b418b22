using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Transfers;

public sealed class TransferTests
{
    private static readonly TransferOrder Order = new(new PortfolioId("left"), new PortfolioId("right"), Mint.Sol, new BaseUnits(3_000_000_000));

    [Fact]
    public async Task A_transfer_moves_both_books_once_however_often_it_is_asked_for()
    {
        await using var cluster = await TradingCluster.Launch();
        await cluster.Fund("left");
        await cluster.Fund("right");
        var transfer = cluster.Grains.GetGrain<ITransferGrain>(cluster.NewId().Value);

        var answers = await Task.WhenAll(transfer.Execute(Order), transfer.Execute(Order));
        await cluster.Deactivate(transfer);
        var again = await transfer.Execute(Order);

        Assert.All(answers.Append(again), answer => Assert.Equal(TransferOutcome.Transferred, answer.Outcome));
        Assert.Equal((7_000_000_000, 13_000_000_000), await Balances(cluster));
        Assert.Equal(TransferOutcome.AnotherOrder, (await transfer.Execute(Order with { Amount = new BaseUnits(1) })).Outcome);
    }

    [Fact]
    public async Task A_refusal_of_one_book_leaves_both_as_they_were()
    {
        await using var cluster = await TradingCluster.Launch();
        await cluster.Fund("left", sol: 1);
        await cluster.Fund("right");
        var refused = await cluster.Grains.GetGrain<ITransferGrain>(cluster.NewId().Value).Execute(Order);

        Assert.Equal(TransferOutcome.RefusedBySource, refused.Outcome);
        Assert.Equal(MoveOutcome.NotEnoughAvailable, refused.Refusal);
        Assert.Equal((1_000_000_000, 10_000_000_000), await Balances(cluster));

        // The giving book comes second here: the taking one had said yes already.
        var back = Order with { From = Order.To, To = Order.From, Amount = new BaseUnits(50_000_000_000) };
        var second = await cluster.Grains.GetGrain<ITransferGrain>(cluster.NewId().Value).Execute(back);
        Assert.Equal(TransferOutcome.RefusedBySource, second.Outcome);
        Assert.Equal((1_000_000_000, 10_000_000_000), await Balances(cluster));
    }

    [Fact]
    public async Task A_crash_between_the_two_sides_moves_nothing_and_the_same_transfer_completes_later()
    {
        await using var cluster = await TradingCluster.Launch();
        await cluster.Fund("left");
        await cluster.Fund("right");
        var calls = 0;
        cluster.Faults.OnReach = point =>
        {
            // Every attempt loses its second side.
            if (point == "book.commit.before:transfer" && ++calls % 2 == 0) throw new InvalidOperationException("the second side is gone");
        };
        var transfer = cluster.Grains.GetGrain<ITransferGrain>(cluster.NewId().Value);

        await Assert.ThrowsAnyAsync<Exception>(() => transfer.Execute(Order));
        cluster.Faults.OnReach = _ => { };
        Assert.Equal((10_000_000_000, 10_000_000_000), await Balances(cluster));

        Assert.Equal(TransferOutcome.Transferred, (await transfer.Execute(Order)).Outcome);
        Assert.Equal((7_000_000_000, 13_000_000_000), await Balances(cluster));
    }

    private static async Task<(Int128 Left, Int128 Right)> Balances(TradingCluster cluster)
    {
        await cluster.Portfolio("left").Refresh();
        await cluster.Portfolio("right").Refresh();
        var (left, right) = (await cluster.Portfolio("left").Book(), await cluster.Portfolio("right").Book());
        Assert.Empty(Conservation.Check(left));
        Assert.Empty(Conservation.Check(right));
        return (left.Sol.Available.Value, right.Sol.Available.Value);
    }
}
