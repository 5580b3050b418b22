using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;

namespace Orchestrator.Domain.Tests.Capital;

public sealed class FundingTests
{
    [Fact]
    public void A_movement_told_twice_moves_once()
    {
        var ledger = Ledger.With(10);
        var id = ledger.NewId();
        Assert.Equal(MoveOutcome.Moved, ledger.Move(MovementKind.Withdrawal, 3, id));
        Assert.Equal(MoveOutcome.Moved, ledger.Move(MovementKind.Withdrawal, 3, id));
        Assert.Equal(MoveOutcome.SameIdOtherContent, ledger.Move(MovementKind.Withdrawal, 4, id));
        ledger.Reads(available: 7, reserved: 0, held: 0, realised: 0);
    }

    [Fact]
    public void Deposits_and_withdrawals_shift_peak_and_opening_so_that_no_breaker_trips()
    {
        var ledger = Ledger.With(100);
        Assert.Equal(MoveOutcome.Moved, ledger.Withdraw(90));
        Assert.Equal((Lamports.FromSol(10), Lamports.FromSol(10)), (ledger.Book.Breakers.Peak, ledger.Book.Breakers.DayOpening));
        var trade = ledger.Trade(1);
        ledger.Reserve(trade);
        Assert.Null(ledger.Post(trade, -0.01m).Tripped);
        Assert.Null(ledger.Book.Halt);
    }

    [Fact]
    public void A_withdrawal_that_would_make_an_old_loss_trip_is_refused_by_name()
    {
        var ledger = Ledger.With(100);
        var trade = ledger.Trade(40);
        ledger.Reserve(trade);
        ledger.Post(trade, -4);
        Assert.Null(ledger.Book.Halt);
        Assert.Equal(MoveOutcome.WouldTripBreaker, ledger.Withdraw(90));
        Assert.Equal(MoveOutcome.Moved, ledger.Withdraw(10));
    }

    [Fact]
    public void A_withdrawal_never_takes_what_is_reserved_nor_breaks_a_limit()
    {
        var ledger = Ledger.With(10);
        ledger.Reserve(ledger.Trade(4));
        Assert.Equal(MoveOutcome.NotEnoughAvailable, ledger.Withdraw(6.1m));
        Assert.Equal(MoveOutcome.WouldExceedLimit, ledger.Withdraw(5.9m));
        Assert.Equal(MoveOutcome.Moved, ledger.Withdraw(2));
        ledger.Reads(available: 4, reserved: 4, held: 0, realised: 0);
    }

    [Theory]
    [InlineData(0, MoveOutcome.Malformed)]
    [InlineData(5_000_000_000, MoveOutcome.TooLarge)]
    public void Amounts_without_sense_are_refused_by_name(long sol, MoveOutcome expected)
    {
        var ledger = Ledger.With(10);
        Assert.Equal(expected, ledger.Deposit(sol));
        ledger.Reads(available: 10, reserved: 0, held: 0, realised: 0);
    }

    [Fact]
    public void Transfers_leave_one_book_as_they_enter_the_other()
    {
        var (from, to) = (Ledger.With(10), Ledger.With(1));
        var id = from.NewId();
        Assert.Equal(MoveOutcome.Moved, from.Move(MovementKind.TransferOut, 2.5m, id));
        Assert.Equal(MoveOutcome.Moved, to.Move(MovementKind.TransferIn, 2.5m, id));
        from.Reads(available: 7.5m, reserved: 0, held: 0, realised: 0);
        to.Reads(available: 3.5m, reserved: 0, held: 0, realised: 0);
    }

    [Fact]
    public void A_book_that_differs_from_the_chain_halts_with_both_figures()
    {
        var ledger = Ledger.With(10);
        Assert.Empty(ledger.Book.Reconcile([new BalanceChange(Mint.Sol, SignedUnits.From(Lamports.FromSol(10)))], ledger.Now).Differences);
        var (next, differences) = ledger.Book.Reconcile([new BalanceChange(Mint.Sol, new SignedUnits(9_999_999_999))], ledger.Now);
        Assert.Equal(new BalanceDifference(Mint.Sol, new SignedUnits(10_000_000_000), new SignedUnits(9_999_999_999)), Assert.Single(differences));
        Assert.Equal(HaltCause.Reconciliation, next.Halt!.Cause);
        Assert.Contains("10000000000", next.Halt.Detail);
        Assert.Equal(TradingState.Halted, next.StateUnder(RiskLimits.Default));
    }
}
