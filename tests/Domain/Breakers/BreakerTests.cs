using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Tests.Capital;

namespace Orchestrator.Domain.Tests.Breakers;

public sealed class BreakerTests
{
    private static readonly BreakerLimits Wide =
        BreakerLimits.Default with { DrawdownMax = new(5_000), DailyLossMax = new(5_000), HourlyLossMax = new(5_000), LossRunMax = 50 };

    private static PostResult Lose(Ledger ledger, decimal sol, Mint? token = null, StrategyId? strategy = null)
    {
        var trade = ledger.Trade(1, token: token, strategy: strategy);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(trade).Outcome);
        return ledger.Post(trade, -sol);
    }

    [Theory]
    [InlineData(14.9, null)]
    [InlineData(15.0, HaltCause.Drawdown)]
    public void Equity_at_85_percent_of_its_peak_halts(double loss, HaltCause? expected)
    {
        var ledger = Ledger.With(100);
        ledger.Breakers = Wide with { DrawdownMax = new BasisPoints(1_500) };
        Assert.Equal(expected, Lose(ledger, (decimal)loss).Tripped?.Cause);
    }

    [Theory]
    [InlineData(9.999999999, null)]
    [InlineData(10.0, HaltCause.DailyLoss)]
    public void A_tenth_of_the_days_opening_halts(double loss, HaltCause? expected)
    {
        var ledger = Ledger.With(100);
        ledger.Breakers = Wide with { DailyLossMax = new BasisPoints(1_000) };
        Assert.Equal(expected, Lose(ledger, (decimal)loss).Tripped?.Cause);
    }

    [Fact]
    public void A_new_utc_day_opens_with_what_the_book_is_worth_then()
    {
        var ledger = Ledger.With(100);
        ledger.Breakers = Wide with { DailyLossMax = new BasisPoints(1_000) };
        Lose(ledger, 6);
        ledger.Now = Ledger.Noon.AddHours(12);
        Assert.Null(Lose(ledger, 6).Tripped);
        Assert.Equal(Lamports.FromSol(94), ledger.Book.Breakers.DayOpening);
        Assert.Equal(HaltCause.DailyLoss, Lose(ledger, 3.5m).Tripped?.Cause);
    }

    [Fact]
    public void Losses_of_a_sliding_hour_halt_and_leave_it_in_time()
    {
        var ledger = Ledger.With(100);
        ledger.Breakers = Wide with { HourlyLossMax = new BasisPoints(500) };
        Assert.Null(Lose(ledger, 3).Tripped);
        ledger.Now += TimeSpan.FromMinutes(61);
        Assert.Null(Lose(ledger, 3).Tripped);
        ledger.Now += TimeSpan.FromMinutes(59);
        Assert.Equal(HaltCause.HourlyLoss, Lose(ledger, 2).Tripped?.Cause);
        Assert.True(ledger.Book.Breakers.LastHour.Length <= 61);
    }

    [Fact]
    public void Five_losses_in_a_row_pause_the_strategy_and_ten_pause_all()
    {
        var ledger = Ledger.With(100);
        ledger.Breakers = BreakerLimits.Default;
        for (var i = 0; i < 4; i++) Lose(ledger, 0.01m);
        var zero = ledger.Trade(1);
        ledger.Reserve(zero);
        ledger.Post(zero, 0);
        Assert.Equal(4, ledger.Book.Strategy(StrategyId.Arbitrage).LossRun);
        Lose(ledger, 0.01m);
        Assert.Equal(PauseCause.LossRun, ledger.Book.Strategy(StrategyId.Arbitrage).Pause!.Cause);
        Assert.Equal(RiskCheck.StrategyBudget, ledger.Reserve(ledger.Trade(1)).Report!.FirstRefusal!.Value.Check);
        Assert.Null(ledger.Book.AllPaused);
        for (var i = 0; i < 5; i++)
        {
            ledger.Now += TimeSpan.FromMinutes(2);
            Lose(ledger, 0.01m, Ledger.Bonk, StrategyId.Sniper);
        }

        Assert.Equal(PauseCause.LossRun, ledger.Book.AllPaused!.Cause);
    }

    [Fact]
    public void Any_profit_ends_a_run()
    {
        var ledger = Ledger.With(100);
        for (var i = 0; i < 4; i++) Lose(ledger, 0.01m);
        Lose(ledger, -0.001m);
        Assert.Equal((0, 0), (ledger.Book.Strategy(StrategyId.Arbitrage).LossRun, ledger.Book.Breakers.LossRun));
    }

    [Fact]
    public void A_halt_latches_with_its_first_cause_and_figures_and_a_resume_rebases()
    {
        var ledger = Ledger.With(100);
        var (running, open) = (ledger.Trade(1), ledger.Trade(1));
        ledger.Reserve(running);
        ledger.Reserve(open);
        var tripped = Lose(ledger, 20).Tripped!;
        Assert.Equal((HaltCause.Drawdown, Lamports.FromSol(80), Lamports.FromSol(100)), (tripped.Cause, tripped.Figures.Equity, tripped.Figures.Peak));
        Assert.Equal(HaltOutcome.AlreadyHalted, ledger.Book.StopTrading(HaltCause.Operator, "kill", "anna", ledger.Now).Outcome);
        Assert.Equal(RiskCheck.TradingState, ledger.Reserve(ledger.Trade(1)).Report!.FirstRefusal!.Value.Check);
        Assert.Equal(PinOutcome.Halted, ledger.Pin(open.Id));
        Assert.Equal(PostOutcome.Posted, ledger.Post(running, -0.1m).Outcome);
        Assert.Same(tripped, ledger.Book.Halt);

        Assert.Equal(HaltOutcome.ReasonMissing, ledger.Book.Resume(" ", "anna", ledger.Now).Outcome);
        (ledger.Book, var outcome) = ledger.Book.Resume("checked the venue", "anna", ledger.Now);
        Assert.Equal(HaltOutcome.Resumed, outcome);
        Assert.Equal((Lamports.FromSol(79.9m), Lamports.FromSol(79.9m)), (ledger.Book.Breakers.Peak, ledger.Book.Breakers.DayOpening));
        Assert.Null(Lose(ledger, 0.1m).Tripped);
    }

    [Fact]
    public void A_fall_of_a_held_token_trips_and_a_token_nobody_can_value_closes_the_book()
    {
        var ledger = Ledger.With(10);
        var buy = ledger.Trade(4, strategy: StrategyId.Sniper, token: Ledger.Bonk);
        ledger.Reserve(buy);
        ledger.Post(buy, -4, "buy", PositionEffect.Opened, units: 1_000);
        ledger.Now += ledger.Limits.MarkAgeMax + TimeSpan.FromSeconds(1);
        var blind = ledger.Reserve(ledger.Trade(0.1m)).Report!.FirstRefusal!.Value;
        Assert.Equal(RiskCheck.TradingState, blind.Check);
        Assert.Contains("cannot be evaluated", blind.Detail);

        (ledger.Book, var outcome) = ledger.Book.SetMarks([new Mark(Ledger.Bonk, Lamports.FromSol(3.5m), new BaseUnits(1_000), ledger.Now)], Wide, ledger.Now);
        Assert.Equal(MarkOutcome.Marked, outcome);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(0.1m)).Outcome);
        (ledger.Book, _) = ledger.Book.SetMarks([new Mark(Ledger.Bonk, Lamports.FromSol(1), new BaseUnits(1_000), ledger.Now)], BreakerLimits.Default, ledger.Now);
        Assert.Equal(HaltCause.Drawdown, ledger.Book.Halt!.Cause);
    }

    [Fact]
    public void More_than_half_of_the_last_twenty_executions_failing_trips()
    {
        var history = default(ExecutionHistory);
        for (var i = 0; i < 10; i++) history = history.Add(failed: true);
        Assert.False(history.IsTripped(BreakerLimits.Default));
        Assert.True(history.Add(failed: true).IsTripped(BreakerLimits.Default));
        for (var i = 0; i < 20; i++) history = history.Add(failed: false);
        Assert.Equal(0, history.FailuresOfLast(20));
    }

    [Fact]
    public void A_feed_that_never_spoke_or_fell_silent_is_stale()
    {
        Assert.True(default(FeedPulse).IsStale(Ledger.Noon, BreakerLimits.Default));
        var pulse = default(FeedPulse).Beat(Ledger.Noon);
        Assert.False(pulse.IsStale(Ledger.Noon.AddSeconds(1.999), BreakerLimits.Default));
        Assert.True(pulse.IsStale(Ledger.Noon.AddSeconds(2), BreakerLimits.Default));
        Assert.Equal(pulse, pulse.Beat(Ledger.Noon.AddSeconds(-5)));
    }

    [Fact]
    public void No_breaker_can_be_switched_off()
    {
        var off = new BreakerLimits(new(10_000), new(0), new(9_000), 1_000, new(10_000), 1_000, TimeSpan.FromDays(1));
        Assert.Equal(7, BreakerLimits.Violations(off).Length);
        Assert.Empty(BreakerLimits.Violations(BreakerLimits.Default));
    }
}
