using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;

namespace Orchestrator.Domain.Tests.Capital;

public sealed class RunningTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly RiskLimits Limits = RiskLimits.Default with { RunningMax = 2 };

    [Fact]
    public void One_more_than_may_run_is_refused_by_name_until_one_is_confirmed()
    {
        var (book, epoch) = Funded();
        (book, _) = book.Reserve(Request(1, epoch), Limits, EmptySettledArchive.Instance, Now);
        (book, _) = book.Reserve(Request(2, epoch), Limits, EmptySettledArchive.Instance, Now);

        Assert.Equal(ReserveOutcome.TooManyRunning, book.Reserve(Request(3, epoch), Limits, EmptySettledArchive.Instance, Now).Result.Outcome);

        (book, _) = book.Pin(IdOf(1), epoch, EmptySettledArchive.Instance, Now);
        (book, var confirmed) = book.Confirm(IdOf(1), epoch);
        Assert.Equal(ConfirmOutcome.Confirmed, confirmed);
        (book, var third) = book.Reserve(Request(3, epoch), Limits, EmptySettledArchive.Instance, Now);
        Assert.Equal(ReserveOutcome.Reserved, third.Outcome);
        Assert.Equal(2, book.Running());
        Assert.Equal(new SignedUnits(3), book.Sol.Reserved);
    }

    [Fact]
    public void A_confirmation_is_refused_by_name_when_it_cannot_be_true()
    {
        var (book, epoch) = Funded();
        Assert.Equal(ConfirmOutcome.NoSuchReservation, book.Confirm(IdOf(1), epoch).Outcome);
        (book, _) = book.Reserve(Request(1, epoch), Limits, EmptySettledArchive.Instance, Now);
        Assert.Equal(ConfirmOutcome.NotPinned, book.Confirm(IdOf(1), epoch).Outcome);
        (book, _) = book.TakeOver();
        Assert.Equal(ConfirmOutcome.OlderEpoch, book.Confirm(IdOf(1), epoch).Outcome);
    }

    private static (CapitalBook Book, Epoch Epoch) Funded()
    {
        var (book, epoch) = CapitalBook.Empty(new PortfolioId("main")).TakeOver();
        var deposit = new Movement(IdOf(99), MovementKind.Deposit, Mint.Sol, new BaseUnits(1_000_000_000));
        return (book.Move(deposit, Limits, BreakerLimits.Default, Now).Next, epoch);
    }

    private static ReserveRequest Request(byte number, Epoch epoch) => new(
        new Trade(IdOf(number), StrategyId.Arbitrage, Mint.Sol, Mint.Sol, new Lamports(1), Lamports.Zero, new BasisPoints(10), Now.AddSeconds(30), null, false),
        epoch);

    private static OpportunityId IdOf(byte number) => OpportunityId.Create(Now, [0, 0, 0, 0, 0, 0, 0, 0, 0, number]);
}
