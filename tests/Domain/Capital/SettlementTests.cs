using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;

namespace Orchestrator.Domain.Tests.Capital;

public sealed class SettlementTests
{
    [Fact]
    public void A_profit_is_booked_and_frees_what_was_reserved()
    {
        var ledger = Ledger.With(10);
        var trade = ledger.Trade(2, loan: 50);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(trade).Outcome);
        ledger.Reads(available: 8, reserved: 2, held: 0, realised: 0);
        Assert.Equal(PinOutcome.Pinned, ledger.Pin(trade.Id));
        var result = ledger.Post(trade, 0.05m);
        Assert.Equal((PostOutcome.Posted, Lamports.FromSol(0.05m)), (result.Outcome, result.Realised));
        ledger.Reads(available: 10.05m, reserved: 0, held: 0, realised: 0.05m);
        Assert.Equal(Lamports.FromSol(50), ledger.Book.FlashLoans.Used);
        Assert.Equal(Lamports.FromSol(10.05m), ledger.Book.Breakers.Peak);
    }

    [Fact]
    public void A_result_told_twice_changes_nothing_and_another_signature_is_refused_by_name()
    {
        var ledger = Ledger.With(10);
        var trade = ledger.Trade(2);
        ledger.Reserve(trade);
        ledger.Post(trade, -0.01m, "first");
        var before = ledger.Book;
        Assert.Equal(PostOutcome.Duplicate, ledger.Post(trade, -0.01m, "first").Outcome);
        Assert.Equal(PostOutcome.AnotherSignaturePosted, ledger.Post(trade, -0.01m, "second").Outcome);
        Assert.Equal(VoidOutcome.AlreadyPosted, ledger.Void(trade.Id));
        Assert.Same(before, ledger.Book);
        ledger.Reads(available: 9.99m, reserved: 0, held: 0, realised: -0.01m);
    }

    [Fact]
    public void A_void_gives_back_capital_and_flash_loan_once()
    {
        var ledger = Ledger.With(10);
        var trade = ledger.Trade(2, loan: 50);
        ledger.Reserve(trade);
        Assert.Equal(VoidOutcome.Voided, ledger.Void(trade.Id));
        Assert.Equal(VoidOutcome.AlreadyReleased, ledger.Void(trade.Id));
        ledger.Reads(available: 10, reserved: 0, held: 0, realised: 0);
        Assert.Equal(Lamports.Zero, ledger.Book.FlashLoans.Used);
        Assert.Equal(ReserveOutcome.AlreadySettled, ledger.Reserve(trade).Outcome);
    }

    [Fact]
    public void An_unpinned_reservation_expires_after_five_minutes_and_a_pinned_one_never()
    {
        var ledger = Ledger.With(10);
        var (unpinned, pinned) = (ledger.Trade(1), ledger.Trade(2));
        ledger.Reserve(unpinned);
        ledger.Reserve(pinned);
        ledger.Pin(pinned.Id);
        ledger.Now += TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1);
        Assert.Equal(0, ledger.Expire());
        ledger.Now += TimeSpan.FromTicks(1);
        Assert.Equal(PinOutcome.Expired, ledger.Pin(unpinned.Id));
        Assert.Equal(ReserveOutcome.AlreadySettled, ledger.Reserve(unpinned).Outcome);
        Assert.Equal(1, ledger.Expire());
        ledger.Now += TimeSpan.FromDays(30);
        Assert.Equal(0, ledger.Expire());
        ledger.Reads(available: 8, reserved: 2, held: 0, realised: 0);
    }

    [Fact]
    public void A_result_after_expiry_is_booked_without_a_second_release()
    {
        var ledger = Ledger.With(10);
        var trade = ledger.Trade(2, loan: 30);
        ledger.Reserve(trade);
        ledger.Now += TimeSpan.FromMinutes(6);
        ledger.Expire();
        Assert.Equal(PostOutcome.PostedLate, ledger.Post(trade, 0.1m).Outcome);
        Assert.Equal(PostOutcome.Duplicate, ledger.Post(trade, 0.1m).Outcome);
        ledger.Reads(available: 10.1m, reserved: 0, held: 0, realised: 0.1m);
        Assert.Equal(Lamports.FromSol(30), ledger.Book.FlashLoans.Used);
    }

    [Fact]
    public void What_may_be_alive_is_voided_only_with_proof()
    {
        var ledger = Ledger.With(10);
        var trade = ledger.Trade(2);
        ledger.Reserve(trade);
        ledger.Pin(trade.Id);
        foreach (var reason in new[] { VoidReason.Refused, VoidReason.SimulationFailed, VoidReason.Cancelled })
            Assert.Equal(VoidOutcome.MayBeAlive, ledger.Void(trade.Id, reason));
        Assert.Equal(VoidOutcome.Voided, ledger.Void(trade.Id, VoidReason.ProvenDead));
    }

    [Fact]
    public void An_older_epoch_neither_reserves_nor_pins()
    {
        var ledger = Ledger.With(10);
        var trade = ledger.Trade(2);
        ledger.Reserve(trade);
        var older = ledger.Epoch;
        ledger.TakeOver();
        Assert.Equal(ReserveOutcome.OlderEpoch, ledger.Reserve(ledger.Trade(1), older).Outcome);
        Assert.Equal(PinOutcome.OlderEpoch, ledger.Pin(trade.Id, older));
        Assert.Equal(ReserveOutcome.UnknownEpoch, ledger.Reserve(ledger.Trade(1), ledger.Epoch.Next()).Outcome);
        Assert.Equal(PinOutcome.UnknownEpoch, ledger.Pin(trade.Id, ledger.Epoch.Next()));
        Assert.Equal(PostOutcome.Posted, ledger.Post(trade, 0.01m).Outcome);
    }

    [Fact]
    public void The_same_id_is_the_same_answer_and_other_content_is_refused_by_name()
    {
        var ledger = Ledger.With(10);
        var trade = ledger.Trade(2);
        var first = ledger.Reserve(trade);
        var before = ledger.Book;
        Assert.Equal(first.Reservation, ledger.Reserve(trade).Reservation);
        Assert.Equal(ReserveOutcome.SameIdOtherContent, ledger.Reserve(trade with { Capital = Lamports.FromSol(3) }).Outcome);
        Assert.Same(before, ledger.Book);
        ledger.Void(trade.Id);
        Assert.Equal(ReserveOutcome.SameIdOtherContent, ledger.Reserve(trade with { Capital = Lamports.FromSol(3) }).Outcome);
    }

    [Fact]
    public void An_id_older_than_a_day_is_refused_because_nobody_could_remember_it()
    {
        var ledger = Ledger.With(10);
        var trade = ledger.Trade(2);
        ledger.Now += TimeSpan.FromHours(24) + TimeSpan.FromMilliseconds(1);
        trade = trade with { ExpiresAt = ledger.Now + TimeSpan.FromSeconds(30) };
        Assert.Equal(ReserveOutcome.IdTooOld, ledger.Reserve(trade).Outcome);
    }

    [Fact]
    public void A_settled_id_is_remembered_after_it_was_archived()
    {
        var ledger = Ledger.With(10);
        var trade = ledger.Trade(2);
        ledger.Reserve(trade);
        ledger.Void(trade.Id);
        for (var i = 1; i < SettledMemory.ArchiveFrom; i++)
        {
            Assert.Empty(ledger.Book.ToArchive());
            var other = ledger.Trade(0.1m);
            ledger.Reserve(other);
            ledger.Void(other.Id);
        }

        var page = ledger.Book.ToArchive();
        Assert.Contains(page, entry => entry.Id == trade.Id);
        ledger.Book = ledger.Book.Archived(page);
        Assert.Equal(SettledMemory.ArchiveFrom / 2, ledger.Book.Settled.Length);
        var request = new ReserveRequest(trade, ledger.Epoch);
        var (next, result) = ledger.Book.Reserve(request, ledger.Limits, new Page(page), ledger.Now);
        Assert.Equal((ReserveOutcome.AlreadySettled, Resolution.Voided), (result.Outcome, result.Settled!.Value.Resolution));
        Assert.Same(ledger.Book, next);
    }

    [Fact]
    public void Nothing_is_reserved_that_could_not_be_remembered_when_it_ends()
    {
        var ledger = Ledger.With(10);
        for (var i = 0; i < SettledMemory.HotMax; i++)
        {
            var trade = ledger.Trade(0.1m);
            Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(trade).Outcome);
            ledger.Void(trade.Id);
        }

        Assert.Equal(ReserveOutcome.SettledMemoryFull, ledger.Reserve(ledger.Trade(0.1m)).Outcome);
    }

    [Fact]
    public void A_position_is_held_at_cost_until_it_is_sold()
    {
        var ledger = Ledger.With(10);
        var buy = ledger.Trade(2, strategy: StrategyId.Sniper, token: Ledger.Bonk);
        ledger.Reserve(buy);
        Assert.Equal(Lamports.Zero, ledger.Post(buy, -1.5m, "buy", PositionEffect.Opened, units: 1_000).Realised);
        ledger.Reads(available: 8.5m, reserved: 0, held: 1.5m, realised: 0);
        Assert.Equal(Lamports.FromSol(1.5m), ledger.Book.ExposureOf(Ledger.Bonk));
        Assert.Equal(1_000, (long)ledger.Book.Account(Ledger.Bonk).OnChain.Value);

        ledger.Now += TimeSpan.FromSeconds(1);
        var half = ledger.Trade(0.1m, strategy: StrategyId.Sniper, token: Ledger.Bonk, closes: buy.Id);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(half).Outcome);
        Assert.Equal(Lamports.FromSol(0.25m), ledger.Post(half, 1, "half", PositionEffect.Closed, units: -500).Realised);
        ledger.Reads(available: 9.5m, reserved: 0, held: 0.75m, realised: 0.25m);

        var rest = ledger.Trade(0.1m, strategy: StrategyId.Sniper, token: Ledger.Bonk, closes: buy.Id);
        ledger.Reserve(rest);
        Assert.Equal(Lamports.FromSol(-0.25m), ledger.Post(rest, 0.5m, "rest", PositionEffect.Closed, units: -500).Realised);
        ledger.Reads(available: 10, reserved: 0, held: 0, realised: 0);
        Assert.Empty(ledger.Book.Positions);
        Assert.Empty(ledger.Book.Tokens);
        Assert.Equal(0, (long)ledger.Book.Account(Ledger.Bonk).OnChain.Value);
    }

    [Fact]
    public void A_purchase_that_failed_on_chain_costs_its_fee_and_opens_nothing()
    {
        var ledger = Ledger.With(10);
        var buy = ledger.Trade(2, strategy: StrategyId.Sniper, token: Ledger.Bonk);
        ledger.Reserve(buy);
        Assert.Equal(Lamports.FromSol(-0.000005m), ledger.Post(buy, -0.000005m, "failed", PositionEffect.Opened).Realised);
        ledger.Reads(available: 9.999995m, reserved: 0, held: 0, realised: -0.000005m);
        Assert.Empty(ledger.Book.Positions);
    }

    [Fact]
    public void An_exit_that_failed_on_chain_costs_its_fee_and_keeps_the_position()
    {
        var ledger = Ledger.With(10);
        var buy = ledger.Trade(2, strategy: StrategyId.Sniper, token: Ledger.Bonk);
        ledger.Reserve(buy);
        ledger.Post(buy, -1, "buy", PositionEffect.Opened, units: 1_000);
        var exit = ledger.Trade(0.1m, strategy: StrategyId.Sniper, token: Ledger.Bonk, closes: buy.Id);
        ledger.Reserve(exit);
        ledger.Post(exit, -0.000005m, "exit", PositionEffect.Closed);
        ledger.Reads(available: 8.999995m, reserved: 0, held: 1, realised: -0.000005m);
        Assert.Single(ledger.Book.Positions);
    }

    [Fact]
    public void A_profit_in_another_token_is_kept_in_its_own_units()
    {
        var ledger = Ledger.With(10);
        var trade = ledger.Trade(2);
        ledger.Reserve(trade);
        ledger.Post(trade, -0.001m, units: 5_000_000);
        ledger.Reads(available: 9.999m, reserved: 0, held: 0, realised: -0.001m);
        Assert.Equal(5_000_000, (long)ledger.Book.Account(Ledger.Usdc).Available.Value);
    }

    [Fact]
    public void A_loss_beyond_what_was_reserved_leaves_the_book_reducing_and_whole()
    {
        var ledger = Ledger.With(10);
        var (first, second) = (ledger.Trade(4), ledger.Trade(1, token: Ledger.Bonk));
        ledger.Reserve(first);
        ledger.Reserve(second);
        ledger.Breakers = BreakerLimits.Default with { DrawdownMax = new(5_000), DailyLossMax = new(5_000), HourlyLossMax = new(5_000) };
        ledger.Post(second, -4m);
        ledger.Reads(available: 2, reserved: 4, held: 0, realised: -4);
        Assert.Equal(TradingState.Reducing, ledger.Book.StateUnder(ledger.Limits));
        Assert.Equal(RiskCheck.TradingState, ledger.Reserve(ledger.Trade(0.1m)).Report!.FirstRefusal!.Value.Check);
        ledger.Void(first.Id);
        Assert.Equal(TradingState.Active, ledger.Book.StateUnder(ledger.Limits));
    }

    private sealed class Page(IEnumerable<Settled> entries) : ISettledArchive
    {
        public Settled? Find(OpportunityId id) => entries.Where(entry => entry.Id == id).Select(entry => (Settled?)entry).FirstOrDefault();
    }
}
