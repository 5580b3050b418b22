using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Scoring;
using Orchestrator.Domain.Sniping;
using Orchestrator.Domain.Strategies;
using Orchestrator.Grains;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Strategy;

namespace Orchestrator.Silo.Configuration;

/// <summary>From settings to what the grains work with. One place, so that every key is used where one looks for it.</summary>
internal static class TradingSettings
{
    private static readonly StrategyId[] Strategies = [.. StrategyCatalogue.Ids, StrategyId.Sniper];

    public static void Apply(EffectiveSettings settings, TradingLimits limits)
    {
        limits.Risk = RiskOf(settings);
        limits.Breakers = new BreakerLimits(
            Share(settings, "breakers.max_drawdown"), Share(settings, "breakers.max_daily_loss"), Share(settings, "breakers.max_hourly_loss"),
            (int)settings.Whole("breakers.consecutive_losses"), Share(settings, "breakers.execution_failure_ratio"),
            (int)settings.Whole("breakers.execution_window"), TimeSpan.FromSeconds((double)settings.Ratio("breakers.feed_stale_seconds")));
        limits.Weights = new ScoringWeights(
            settings.Ratio("orchestrator.scoring_weights.profit"), settings.Ratio("orchestrator.scoring_weights.risk"),
            settings.Ratio("orchestrator.scoring_weights.capital_efficiency"), settings.Ratio("orchestrator.scoring_weights.strategy_bonus"));
        limits.Learning = LearningOf(settings);
        limits.Allocation = Enum.Parse<AllocationMode>(settings.Text("orchestrator.capital_allocation_strategy"), ignoreCase: true);
    }

    public static void Apply(EffectiveSettings settings, OrchestratorOptions options)
    {
        options.Enabled = settings.Switch("orchestrator.enabled");
        options.Mode = settings.Text("orchestrator.mode");
        options.QueueCapacity = (int)settings.Whole("orchestrator.queue_capacity");
        options.MaxConcurrent = (int)settings.Whole("orchestrator.max_concurrent_opportunities");
        options.OpportunityTimeout = TimeSpan.FromSeconds(settings.Whole("orchestrator.opportunity_timeout_seconds"));
        options.Interval = TimeSpan.FromMilliseconds(settings.Whole("orchestrator.decision_loop_interval_ms"));
        options.PollInterval = TimeSpan.FromMilliseconds(settings.Whole("execution.poll_interval_ms"));
        options.ConfigHash = settings.Hash;
    }

    /// <summary>What each strategy may be given of the capital, and how it learns.</summary>
    public static IReadOnlyList<StrategySetting> StrategiesOf(EffectiveSettings settings) =>
    [
        .. Strategies.Where(strategy => settings.Switch(strategy + ".enabled")).Select(strategy => new StrategySetting(
            strategy, 1, LearningOf(settings), Share(settings, strategy + ".min_capital_share"),
            Share(settings, strategy + ".max_capital_share"), Share(settings, strategy + ".capital_share"))),
    ];

    /// <summary>Strategies that are switched on.</summary>
    public static IEnumerable<StrategyId> EnabledOf(EffectiveSettings settings) => Strategies.Where(strategy => settings.Switch(strategy + ".enabled"));

    /// <summary>What the sniper judges launches by.</summary>
    public static SniperPolicy SniperOf(EffectiveSettings settings)
    {
        const string Sniper = "sniper.memecoin.", Filters = Sniper + "filters.";
        return new SniperPolicy
        {
            LpBurnMin = new BasisPoints((int)settings.Whole(Filters + "lp_burn_threshold_bps")),
            TopFiveBelow = new BasisPoints((int)decimal.Floor(settings.Ratio(Filters + "max_top5_holder_percent") * 100)),
            LiquidityMin = Lamports.FromSol(settings.Ratio(Filters + "min_initial_liquidity_sol")),
            UseFlashLoan = settings.Switch(Sniper + "use_flash_loan"),
            InputMax = Lamports.FromSol(settings.Ratio(Sniper + "max_flash_loan_amount_sol")),
            ProfitMultiple = new BasisPoints((int)decimal.Ceiling(settings.Ratio(Sniper + "target_profit_multiplier") * BasisPoints.One)),
            FixedCosts = new Lamports(settings.Whole("execution.tip_lamports") + FeesOf(settings)),
            Budget = TimeSpan.FromMilliseconds(settings.Whole(Sniper + "simulation.timeout_ms")),
            Hold = settings.Switch(Sniper + "hold.enabled"),
            HoldInput = Lamports.FromSol(settings.Ratio(Sniper + "hold.capital_sol")),
            TakeProfit = new BasisPoints((int)settings.Whole(Sniper + "exit.take_profit_bps")),
        };
    }

    /// <summary>When what the sniper holds is sold.</summary>
    public static ExitPolicy ExitOf(EffectiveSettings settings)
    {
        const string Exit = "sniper.memecoin.exit.";
        return new ExitPolicy
        {
            TakeProfit = new BasisPoints((int)settings.Whole(Exit + "take_profit_bps")),
            StopLoss = new BasisPoints((int)settings.Whole(Exit + "stop_loss_bps")),
            AgeMax = TimeSpan.FromSeconds(settings.Whole(Exit + "max_age_seconds")),
            // Beyond the limit of all trades the risk check would refuse the sale, and the position would stay.
            SlippageBound = AtMost("slippage_bps"),
            EmergencySlippageBound = AtMost("emergency_slippage_bps"),
            FixedCosts = new Lamports(settings.Whole("execution.tip_lamports") + FeesOf(settings)),
            LookEvery = TimeSpan.FromMilliseconds(settings.Whole(Exit + "look_interval_ms")),
        };

        BasisPoints AtMost(string bound) => new((int)Math.Min(settings.Whole(Exit + bound), settings.Whole("risk.max_slippage_bps")));
    }

    /// <summary>What is lent is valued, and taken back by hand alone.</summary>
    public static ExitPolicy LentOf(EffectiveSettings settings) => new()
    {
        SellsByItself = false,
        SlippageBound = LentBound,
        EmergencySlippageBound = LentBound,
        FixedCosts = new Lamports(settings.Whole("execution.tip_lamports") + FeesOf(settings)),
        LookEvery = TimeSpan.FromSeconds(15),
    };

    /// <summary>Interest that a reserve has not yet booked may move its rate by less than this.</summary>
    private static readonly BasisPoints LentBound = new(100);

    /// <summary>Signature and priority fee of one trade of two swaps.</summary>
    private static long FeesOf(EffectiveSettings settings) =>
        LamportsPerSignature + (long)decimal.Ceiling(settings.Whole("execution.priority_fee_micro_lamports") * UnitsOfTrade / 1_000_000m);

    private const long LamportsPerSignature = 5_000;
    private const decimal UnitsOfTrade = 300_000;

    private static RiskLimits RiskOf(EffectiveSettings settings) => RiskLimits.Default with
    {
        SlotLagMax = (ulong)settings.Whole("risk.max_slot_lag"),
        FlashLoansPerDayMax = Lamports.FromSol(settings.Ratio("risk.daily_flash_loan_limit_sol")),
        HeatMax = Share(settings, "orchestrator.portfolio_heat_limit"),
        OpenPositionsMax = (int)settings.Whole("risk.max_positions"),
        LeverageMax = Share(settings, "orchestrator.max_leverage_ratio"),
        TokenShareMax = Share(settings, "risk.max_token_share"),
        SlippageMax = new BasisPoints((int)settings.Whole("risk.max_slippage_bps")),
        ReservationLifetime = TimeSpan.FromSeconds(settings.Whole("risk.reservation_expiry_seconds")),
        RunningMax = (int)settings.Whole("orchestrator.max_concurrent_opportunities"),
        // A strategy that is switched off has no entry, and without one it may open nothing.
        Strategies =
        [
            .. Strategies.Where(strategy => settings.Switch(strategy + ".enabled")).Select(strategy => new StrategyLimits(
                strategy, Lamports.FromSol(settings.Ratio(strategy + ".max_flash_loan_amount_sol")),
                TimeSpan.FromSeconds(settings.Whole(strategy + ".min_trade_interval_seconds")))),
            // Only the real chain has a lender.
            .. settings.Text("orchestrator.mode") is "shadow" or "live" ? [new StrategyLimits(StrategyId.Lending, Lamports.Zero, TimeSpan.Zero)] : Array.Empty<StrategyLimits>(),
        ],
    };

    private static LearningMode LearningOf(EffectiveSettings settings) =>
        settings.Switch("orchestrator.adaptive_learning_enabled")
            ? Enum.Parse<LearningMode>(settings.Text("orchestrator.adaptive_learning_mode"), ignoreCase: true)
            : LearningMode.Frozen;

    /// <summary>A ratio to basis points; what a basis point cannot hold is rounded towards the stricter side.</summary>
    private static BasisPoints Share(EffectiveSettings settings, string key) =>
        new((int)decimal.Floor(settings.Ratio(key) * BasisPoints.One));
}
