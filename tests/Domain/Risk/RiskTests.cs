using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Tests.Capital;

namespace Orchestrator.Domain.Tests.Risk;

public sealed class RiskTests
{
    private static CheckResult First(Ledger ledger, Trade trade, Freshness? freshness = null) =>
        RiskRules.Evaluate(ledger.Book, trade, ledger.Limits, ledger.Now, freshness).FirstRefusal!.Value;

    [Fact]
    public void Every_check_is_evaluated_in_its_order_whether_it_passes_or_not()
    {
        var ledger = Ledger.With(100);
        var report = RiskRules.Evaluate(ledger.Book, ledger.Trade(1_000, loan: 2_000), ledger.Limits, ledger.Now);
        Assert.Equal(Enum.GetValues<RiskCheck>(), report.Checks.Select(check => check.Check));
        Assert.Equal(
            [RiskCheck.OwnCapital, RiskCheck.FlashLoanPerTrade, RiskCheck.FlashLoanPerDay, RiskCheck.Heat, RiskCheck.Leverage, RiskCheck.TokenShare],
            report.Checks.Where(check => !check.Passed).Select(check => check.Check));
        Assert.Equal(RiskCheck.OwnCapital, report.FirstRefusal!.Value.Check);
    }

    [Fact]
    public void Heat_is_judged_after_the_trade_and_shown_with_its_margin()
    {
        var ledger = Ledger.With(100);
        ledger.Limits = ledger.Limits with { HeatMax = new BasisPoints(1_000) };
        ledger.Reserve(ledger.Trade(6));
        var heat = First(ledger, ledger.Trade(4.000000001m));
        // Shown to nine decimals, rounded up: a refusal never looks like a pass.
        Assert.Equal((RiskCheck.Heat, 0.100000001m, 0.1m, -0.000000001m), (heat.Check, heat.Value, heat.Limit, heat.Margin));
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(4)).Outcome);
    }

    [Fact]
    public void A_flash_loan_counts_against_its_own_limits_and_not_against_leverage()
    {
        var ledger = Ledger.With(10);
        ledger.Limits = ledger.Limits with { LeverageMax = new BasisPoints(3_000), TokenShareMax = new BasisPoints(5_000) };
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1, loan: 100)).Outcome);
        Assert.Equal(RiskCheck.Leverage, First(ledger, ledger.Trade(2.1m)).Check);
        Assert.Equal(RiskCheck.FlashLoanPerTrade, First(ledger, ledger.Trade(1, loan: 100.1m)).Check);
        Assert.Equal(RiskCheck.FlashLoanPerTrade, First(ledger, ledger.Trade(1, loan: 50.1m, strategy: StrategyId.Sniper)).Check);
    }

    [Fact]
    public void Flash_loans_of_a_day_end_with_the_utc_day_and_stop_nothing_else()
    {
        var ledger = Ledger.With(100);
        ledger.Limits = ledger.Limits with { FlashLoansPerDayMax = Lamports.FromSol(150) };
        ledger.Reserve(ledger.Trade(1, loan: 100));
        Assert.Equal(RiskCheck.FlashLoanPerDay, First(ledger, ledger.Trade(1, loan: 51)).Check);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1)).Outcome);
        ledger.Now = Ledger.Noon.AddHours(12);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1, loan: 100)).Outcome);
        Assert.Equal(Lamports.FromSol(100), ledger.Book.FlashLoans.Used);
    }

    [Fact]
    public void Ten_run_and_the_eleventh_is_refused_by_name()
    {
        var ledger = Ledger.With(100);
        for (var i = 0; i < 10; i++) Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1)).Outcome);
        var eleventh = ledger.Reserve(ledger.Trade(1)).Report!;
        Assert.Equal((RiskCheck.OpenPositions, 11m, 10m), (eleventh.FirstRefusal!.Value.Check, eleventh.FirstRefusal.Value.Value, eleventh.FirstRefusal.Value.Limit));
        Assert.Equal((ChangeSubject.Limit, 11m), (eleventh.SmallestChange()!.Subject, eleventh.SmallestChange()!.To));
    }

    [Fact]
    public void What_ends_within_its_transaction_needs_no_place_among_the_positions()
    {
        var ledger = Ledger.With(100);
        ledger.Limits = ledger.Limits with { OpenPositionsMax = 1 };
        ledger.Reserve(ledger.Trade(1));
        Assert.Equal(RiskCheck.OpenPositions, First(ledger, ledger.Trade(1)).Check);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1) with { OpensPosition = false }).Outcome);
    }

    [Fact]
    public void What_is_lent_takes_no_place_among_the_positions_and_needs_none()
    {
        var ledger = Ledger.With(100);
        ledger.Limits = ledger.Limits with
        {
            OpenPositionsMax = 1, TokenShareMax = new BasisPoints(2_000), Strategies = [.. ledger.Limits.Strategies, ledger.Limits.Strategies[0] with { Strategy = StrategyId.Lending }],
        };
        var supply = ledger.Trade(1) with { Strategy = StrategyId.Lending };
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(supply).Outcome);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1)).Outcome);
        Assert.Equal(RiskCheck.OpenPositions, First(ledger, ledger.Trade(1)).Check);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1) with { Strategy = StrategyId.Lending }).Outcome);
        // The lender is one token like another: how much of the capital stands there is bounded by its share.
        Assert.Equal(RiskCheck.TokenShare, First(ledger, ledger.Trade(30) with { Strategy = StrategyId.Lending, Token = supply.Token }).Check);
    }

    [Fact]
    public void Stale_data_an_expired_one_and_one_decided_before_are_refused()
    {
        var ledger = Ledger.With(100);
        var trade = ledger.Trade(1);
        Assert.Equal(RiskCheck.Freshness, First(ledger, trade, new Freshness(105, 100, false)).Check);
        Assert.True(RiskRules.Evaluate(ledger.Book, trade, ledger.Limits, ledger.Now, new Freshness(104, 100, false)).Approved);
        Assert.Equal("decided before", First(ledger, trade, new Freshness(100, 100, true)).Detail);
        Assert.Equal("expired", First(ledger, trade with { ExpiresAt = ledger.Now }).Detail);
        Assert.Equal(RiskCheck.Freshness, First(ledger, trade, new Freshness(100, null, false)).Check);
    }

    [Fact]
    public void A_sniper_waits_a_minute_between_two_trades_of_a_token_and_an_arbitrage_does_not()
    {
        var ledger = Ledger.With(100);
        ledger.Reserve(ledger.Trade(1, strategy: StrategyId.Sniper, token: Ledger.Bonk));
        ledger.Now += TimeSpan.FromSeconds(59);
        var refused = RiskRules.Evaluate(ledger.Book, ledger.Trade(1, strategy: StrategyId.Sniper, token: Ledger.Bonk), ledger.Limits, ledger.Now);
        Assert.Equal(RiskCheck.TokenInterval, refused.FirstRefusal!.Value.Check);
        Assert.Equal((ChangeSubject.Wait, 1m), (refused.SmallestChange()!.Subject, refused.SmallestChange()!.To));
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1, token: Ledger.Bonk)).Outcome);
        ledger.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1, strategy: StrategyId.Sniper, token: Ledger.Bonk)).Outcome);
    }

    [Fact]
    public void A_budget_a_pause_and_a_strategy_nobody_configured_are_refused_by_check_ten()
    {
        var ledger = Ledger.With(100);
        Assert.Equal(RiskCheck.StrategyBudget, First(ledger, ledger.Trade(1, strategy: new StrategyId("unknown"))).Check);
        (ledger.Book, _) = ledger.Book.SetBudgets([new StrategyBudget(StrategyId.Arbitrage, Lamports.FromSol(5))]);
        var over = RiskRules.Evaluate(ledger.Book, ledger.Trade(6), ledger.Limits, ledger.Now);
        Assert.Equal((RiskCheck.StrategyBudget, 5_000_000_000m), (over.FirstRefusal!.Value.Check, over.SmallestChange()!.To));
        (ledger.Book, _) = ledger.Book.PauseStrategy(StrategyId.Arbitrage, new(Domain.Breakers.PauseCause.Operator, "lunch", ledger.Now));
        Assert.Contains("lunch", First(ledger, ledger.Trade(1)).Detail);
        (ledger.Book, _) = ledger.Book.ResumeStrategy(StrategyId.Arbitrage);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(1)).Outcome);
    }

    [Fact]
    public void A_lowered_limit_leaves_the_book_reducing_and_only_an_exit_passes()
    {
        var ledger = Ledger.With(10);
        var buy = ledger.Trade(4, strategy: StrategyId.Sniper, token: Ledger.Bonk);
        ledger.Reserve(buy);
        ledger.Post(buy, -4, "buy", Domain.Capital.PositionEffect.Opened, units: 1_000);
        ledger.Limits = ledger.Limits with { TokenShareMax = new BasisPoints(1_000) };
        Assert.Equal(TradingState.Reducing, ledger.Book.StateUnder(ledger.Limits));
        Assert.Equal(RiskCheck.TradingState, First(ledger, ledger.Trade(0.1m)).Check);
        Assert.Equal(RiskCheck.TradingState, First(ledger, ledger.Trade(0.1m, closes: buy.Id)).Check);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(0.1m, strategy: StrategyId.Sniper, token: Ledger.Bonk, closes: buy.Id)).Outcome);
        Assert.Equal(RiskCheck.TradingState, First(ledger, ledger.Trade(0.1m, strategy: StrategyId.Sniper, token: Ledger.Bonk, closes: buy.Id)).Check);
    }

    [Fact]
    public void Amounts_at_the_edge_of_what_fits_are_refused_and_never_overflow()
    {
        var ledger = Ledger.With(10);
        ledger.Reserve(ledger.Trade(1, loan: 1));
        var huge = ledger.Trade(1) with { Capital = new Lamports(long.MaxValue), FlashLoan = new Lamports(long.MaxValue) };
        Assert.Equal(RiskCheck.OwnCapital, ledger.Reserve(huge).Report!.FirstRefusal!.Value.Check);
        Assert.Equal(ReserveOutcome.Malformed, ledger.Reserve(ledger.Trade(-1)).Outcome);
    }

    [Fact]
    public void The_smallest_change_passes_when_it_is_made() =>
        Gen.Select(Gen.Long[1, 60_000_000_000], Gen.Long[0, 200_000_000_000], Gen.Int[0, 900], Gen.Long[0, 40_000_000_000]).Sample(
            (capital, loan, slippage, reserved) =>
            {
                var ledger = Ledger.With(100);
                ledger.Reserve(ledger.Trade(1, token: Ledger.Bonk) with { Capital = new Lamports(reserved) });
                var trade = ledger.Trade(1) with { Capital = new Lamports(capital), FlashLoan = new Lamports(loan), SlippageBound = new BasisPoints(slippage) };
                var report = RiskRules.Evaluate(ledger.Book, trade, ledger.Limits, ledger.Now);
                if (report.SmallestChange() is not { Subject: not ChangeSubject.None } change) return;
                var (nextTrade, nextLimits) = Apply(change, trade, ledger.Limits);
                Assert.True(RiskRules.Evaluate(ledger.Book, nextTrade, nextLimits, ledger.Now).Approved, change.Sentence);
            },
            iter: 2_000);

    private static (Trade Trade, RiskLimits Limits) Apply(SuggestedChange change, Trade trade, RiskLimits limits) => change switch
    {
        { Subject: ChangeSubject.OwnCapital } => (trade with { Capital = new Lamports((long)change.To) }, limits),
        { Subject: ChangeSubject.FlashLoan } => (trade with { FlashLoan = new Lamports((long)change.To) }, limits),
        { Subject: ChangeSubject.SlippageBound } => (trade with { SlippageBound = BasisPoints.FromRatio(change.To) }, limits),
        { Check: RiskCheck.TokenShare } => (trade, limits with { TokenShareMax = BasisPoints.FromRatio(change.To) }),
        { Check: RiskCheck.Heat } => (trade, limits with { HeatMax = BasisPoints.FromRatio(change.To) }),
        { Check: RiskCheck.Slippage } => (trade, limits with { SlippageMax = BasisPoints.FromRatio(change.To) }),
        { Check: RiskCheck.FlashLoanPerTrade } => (trade, limits with { Strategies = [limits.Strategies[0] with { FlashLoanMax = new Lamports((long)change.To) }] }),
        _ => throw new InvalidOperationException($"Nobody expected {change}."),
    };

    [Fact]
    public void Settings_beyond_the_ceilings_are_all_named_at_once()
    {
        Assert.Empty(RiskCeilings.Violations(RiskLimits.Default));
        var wild = RiskLimits.Default with
        {
            LeverageMax = new(100_001), HeatMax = new(10_001), TokenShareMax = new(5_001), OpenPositionsMax = 101, SlippageMax = new(1_001),
            Strategies = [new StrategyLimits(StrategyId.Sniper, Lamports.FromSol(10_000.1m), TimeSpan.Zero)],
        };
        Assert.Equal(
            ["portfolio_heat_limit", "max_open_positions", "max_leverage_ratio", "max_token_share", "max_slippage", "sniper.memecoin.max_flash_loan_amount_sol"],
            RiskCeilings.Violations(wild).Select(violation => violation.Setting));
    }

    [Fact]
    public void All_checks_together_leave_little_garbage()
    {
        var ledger = Ledger.With(100);
        for (var i = 0; i < 9; i++) ledger.Reserve(ledger.Trade(1));
        var trade = ledger.Trade(1);
        Assert.True(RiskRules.Evaluate(ledger.Book, trade, ledger.Limits, ledger.Now).Approved);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) RiskRules.Evaluate(ledger.Book, trade, ledger.Limits, ledger.Now);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 2_500);
    }
}
