using Orchestrator.Domain.Strategies;
using static Orchestrator.Silo.Configuration.SettingKind;

namespace Orchestrator.Silo.Configuration;

/// <summary>
/// Every key there is. Ranges of money limits end at ceilings that no setting can lift; defaults are those of the
/// design, and a key that is not here is an error wherever it is written.
/// </summary>
public static class SettingsSchema
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        .. Orchestrator(), .. Risk(), .. Breakers(), .. Sniper(), .. Strategies(), .. Feed(), .. Execution(), .. Signer(), .. Solana(), .. Network(), .. Simulation(), .. Storage(), .. Api(),
    ];

    public static IReadOnlyDictionary<string, Setting> ByKey { get; } = All.ToDictionary(setting => setting.Key, StringComparer.Ordinal);

    private static IEnumerable<Setting> Orchestrator() =>
    [
        new("orchestrator.enabled", Switch, "true", "Whether opportunities are taken at all.", Live: true),
        new("orchestrator.portfolio", Text, "main", "Name of the portfolio this process trades."),
        new("orchestrator.mode", Choice, "paper", "How real the trading is.", Choices: ["replay", "paper", "shadow", "live"]),
        new("orchestrator.scoring_weights.profit", Ratio, "0.4", "Weight of expected profit; the four weights sum to 1.", 0, 1, Live: true),
        new("orchestrator.scoring_weights.risk", Ratio, "0.3", "Weight of risk.", 0, 1, Live: true),
        new("orchestrator.scoring_weights.capital_efficiency", Ratio, "0.2", "Weight of own capital per expected profit.", 0, 1, Live: true),
        new("orchestrator.scoring_weights.strategy_bonus", Ratio, "0.1", "Weight of the strategy's record.", 0, 1, Live: true),
        new("orchestrator.max_concurrent_opportunities", Whole, "10", "Executions in flight at once.", 1, 100, "executions", Live: true),
        new("orchestrator.opportunity_timeout_seconds", Whole, "30", "An opportunity lives no longer than this.", 1, 3600, "s", Live: true),
        new("orchestrator.queue_capacity", Whole, "10000", "Opportunities waiting; the lowest score leaves when it is full.", 10, 100_000, "opportunities"),
        new("orchestrator.capital_allocation_strategy", Choice, "dynamic", "How capital is divided between strategies.", Live: true, Choices: ["dynamic", "fixed", "shared"]),
        new("orchestrator.decision_loop_interval_ms", Whole, "10", "The watchdog period; arrivals wake the loop at once.", 1, 1000, "ms"),
        new("orchestrator.adaptive_learning_enabled", Switch, "true", "Whether weights follow results.", Live: true),
        new("orchestrator.adaptive_learning_mode", Choice, "auto", "Apply changes, propose them to an operator, or freeze.", Live: true, Choices: ["auto", "propose", "frozen"]),
        new("orchestrator.portfolio_heat_limit", Ratio, "0.8", "Reserved own capital over total capital.", 0.01m, 1.0m, Live: true),
        new("orchestrator.max_leverage_ratio", Ratio, "3.0", "Exposure that outlives a transaction over total capital.", 0.01m, 10, Live: true),
    ];

    private static IEnumerable<Setting> Risk() =>
    [
        new("risk.max_positions", Whole, "10", "Open positions.", 1, 100, "positions", Live: true),
        new("risk.max_token_share", Ratio, "0.30", "One token's share of total capital after the trade.", 0.01m, 0.5m, Live: true),
        new("risk.max_slippage_bps", Whole, "500", "Largest slippage bound of a plan.", 1, 1000, "bps", Live: true),
        new("risk.daily_flash_loan_limit_sol", Ratio, "1000", "Flash loans from 00:00 UTC on.", 0, 1_000_000, "SOL", Live: true),
        new("risk.max_slot_lag", Whole, "4", "Oldest pool state an opportunity may rest on.", 1, 150, "slots", Live: true),
        new("risk.reservation_expiry_seconds", Whole, "300", "A reservation that was never pinned ends after this.", 10, 3600, "s"),
        new("risk.initial_deposit_sol", Ratio, null, "Own capital booked at the first start of a replay or paper portfolio.", 0, 1_000_000, "SOL"),
    ];

    private static IEnumerable<Setting> Breakers() =>
    [
        new("breakers.max_drawdown", Ratio, "0.15", "Fall of equity from its peak that halts trading.", 0.001m, 0.5m, Live: true),
        new("breakers.max_daily_loss", Ratio, "0.10", "Loss since 00:00 UTC over the day's opening equity that halts trading.", 0.001m, 0.5m, Live: true),
        new("breakers.max_hourly_loss", Ratio, "0.05", "Loss in a sliding hour over equity that halts trading.", 0.001m, 0.5m, Live: true),
        new("breakers.consecutive_losses", Whole, "5", "Losses in a row that pause a strategy; twice as many pause all.", 1, 50, "losses", Live: true),
        new("breakers.execution_failure_ratio", Ratio, "0.5", "Failures among the last executions that pause a strategy.", 0.05m, 0.9m, Live: true),
        new("breakers.execution_window", Whole, "20", "Executions that the failure ratio looks back on.", 5, 64, "executions", Live: true),
        new("breakers.feed_stale_seconds", Ratio, "2", "Silence of market data that pauses the strategies that use it.", 0.1m, 60, "s", Live: true),
    ];

    private static IEnumerable<Setting> Sniper() =>
    [
        new("sniper.memecoin.enabled", Switch, "true", "Whether launches are analysed.", Live: true),
        new("sniper.memecoin.use_flash_loan", Switch, "true", "Borrow what a snipe needs instead of own capital.", Live: true),
        new("sniper.memecoin.max_flash_loan_amount_sol", Ratio, "50", "Largest flash loan of one snipe.", 0, 10_000, "SOL", Live: true),
        new("sniper.memecoin.min_trade_interval_seconds", Whole, "60", "Shortest time between two trades of one token.", 0, 86_400, "s", Live: true),
        new("sniper.memecoin.capital_share", Ratio, "0.5", "Configured share of the portfolio (fixed allocation).", 0, 1, Live: true),
        new("sniper.memecoin.min_capital_share", Ratio, "0.05", "Dynamic allocation never gives less.", 0, 1, Live: true),
        new("sniper.memecoin.max_capital_share", Ratio, "0.8", "Dynamic allocation never gives more.", 0, 1, Live: true),
        new("sniper.memecoin.filters.lp_burn_threshold_bps", Whole, "9000", "Share of the LP supply that must be burned.", 0, 10_000, "bps", Live: true),
        new("sniper.memecoin.filters.mint_authority_revoked", Switch, "true", "Mandatory: a mint that can still be inflated is refused.", Live: true),
        new("sniper.memecoin.filters.max_top5_holder_percent", Ratio, "30", "The five largest holders hold less than this.", 0, 100, "%", Live: true),
        new("sniper.memecoin.filters.min_initial_liquidity_sol", Ratio, "50", "SOL side of the pool at creation; real launches hold 1 to 610.", 0, 1_000_000, "SOL", Live: true),
        new("sniper.memecoin.simulation.enabled", Switch, "true", "Mandatory: profit is simulated before an opportunity is offered.", Live: true),
        new("sniper.memecoin.simulation.timeout_ms", Whole, "100", "Budget of one analysis once its accounts are here.", 1, 10_000, "ms", Live: true),
        new("sniper.memecoin.target_profit_multiplier", Ratio, "2.0", "Simulated profit over all costs that is enough; of a held snipe its goal over the costs of buying and selling.", 1, 100, Live: true),
        new("sniper.memecoin.hold.enabled", Switch, "false", "Buy from own capital and hold until an exit rule sells; needs use_flash_loan = false.", Live: true),
        new("sniper.memecoin.hold.capital_sol", Ratio, "1", "Own capital of one held snipe.", 0.001m, 1000, "SOL", Live: true),
        new("sniper.memecoin.exit.take_profit_bps", Whole, "5000", "Gain over cost, after the costs of the sale, at which a position is sold.", 1, 1_000_000, "bps", Live: true),
        new("sniper.memecoin.exit.stop_loss_bps", Whole, "2000", "Fall below cost, after the costs of the sale, at which a position is sold.", 1, 9_999, "bps", Live: true),
        new("sniper.memecoin.exit.max_age_seconds", Whole, "3600", "A position is sold when it was held this long.", 1, 604_800, "s", Live: true),
        new("sniper.memecoin.exit.slippage_bps", Whole, "300", "How much less than quoted a sale may bring; never more than risk.max_slippage_bps.", 1, 1000, "bps", Live: true),
        new("sniper.memecoin.exit.emergency_slippage_bps", Whole, "500", "The same when the token has turned hostile or an operator sells; never more than risk.max_slippage_bps.", 1, 1000, "bps", Live: true),
        new("sniper.memecoin.exit.look_interval_ms", Whole, "1000", "Between two looks at a held position; in shadow and live each is one call to a node.", 100, 60_000, "ms", Live: true),
    ];

    /// <summary>Those that each strategy over pools brings along.</summary>
    private static IEnumerable<Setting> Strategies() => StrategyCatalogue.All.SelectMany(strategy => strategy.Options.Select(option => new Setting(
        $"{strategy.Id}.{option.Name}", Enum.Parse<SettingKind>(option.Kind.ToString()), option.Default, option.About, option.Min, option.Max, option.Unit, option.IsLive, Choices: option.Choices)));

    /// <summary>Only shadow and live read these: a simulated market is its own feed.</summary>
    private static IEnumerable<Setting> Feed() =>
    [
        new("feed.endpoints", Text, null, "Addresses of Yellowstone servers with commas between, the first that serves is used; absent: shadow and live see nothing but where the chain stands."),
        new("feed.x_token", Text, null, "x-token of the servers: one for all, or one for each with commas between; by variable only.", Secret: true),
        new("feed.from_slot", Whole, null, "Slot to begin at when no checkpoint is stored; absent: where the server stands.", 1, 1_000_000_000_000, "slots"),
        new("feed.staleness_ms", Whole, "2000", "Silence that pauses the strategies that live on the feed.", 500, 60_000, "ms"),
        new("feed.pools", Text, null, "Addresses of the pools that the strategies trade in, with commas between."),
    ];

    private static IEnumerable<Setting> Execution() =>
    [
        new("execution.tip_lamports", Whole, "100000", "Tip of one bundle.", 1000, 1_000_000_000, "lamports", Live: true),
        new("execution.tip_share_bps", Whole, "3000", "Share of a trade's gain that is offered as tip (shadow and live); never below tip_lamports.", 0, 9000, "bps"),
        new("execution.tip_rise_bps", Whole, "1000", "What the tip rises by for each execution in a row that did not land.", 0, 10_000, "bps"),
        new("execution.also_by_node", Switch, "false", "Send through a node beside the block engine: lands oftener, and failures then cost their fee."),
        new("execution.priority_fee_micro_lamports", Whole, "100000", "Price of a compute unit.", 0, 100_000_000, "micro-lamports", Live: true),
        new("execution.max_simulation_age_slots", Whole, "8", "Oldest simulation a send may rest on.", 1, 150, "slots"),
        new("execution.poll_interval_ms", Whole, "200", "How often a running execution is looked at.", 10, 10_000, "ms"),
    ];

    private static IEnumerable<Setting> Solana() =>
    [
        new("solana.rpc", Text, null, "Addresses of at least two nodes for shadow and live, with commas between; by variable only, as they may hold keys.", Secret: true),
        new("solana.jito", Text, null, "Address of the block engine; absent: transactions are sent through a node. By variable only.", Secret: true),
        new("solana.jupiter", Text, null, "Address of Jupiter's swap API; absent: it is asked for no prices and no route of its is planned. By variable only.", Secret: true),
        new("solana.jupiter_key", Text, null, "Key of Jupiter's swap API; by variable only.", Secret: true),
        new("solana.calls_per_second", Ratio, "10", "Calls that each node allows.", 0.1m, 100_000, "calls/s"),
    ];

    private static IEnumerable<Setting> Network() =>
    [
        new(AllowedHosts.Key, Text, null, "Hosts that nodes, block engines, aggregators, feeds and venues may have, with commas between; this machine always may, and without a list nobody else."),
    ];

    private static IEnumerable<Setting> Signer() =>
    [
        new("signer.keystore", Text, null, "File of the encrypted key; only for shadow and live, and for `orch signer`."),
        new("signer.memory_directory", Text, "signer", "Directory of what the signer remembers; outside the store, one for each wallet."),
        new("signer.policy_file", Text, null, "File of what the signer lets pass: mints, reserves, lookup tables and caps."),
        new("signer.socket", Text, null, "Unix socket of a signer that runs as a process of its own; absent: in this process."),
    ];

    private static IEnumerable<Setting> Simulation() =>
    [
        new("simulation.seed", Whole, "1", "Seed of the simulated market; the same seed is the same market.", 0, 4_294_967_295),
        new("simulation.venue_address", Text, null, "Address of a venue that runs as a process of its own; absent: in this process."),
        new("simulation.slot_ms", Whole, "400", "Length of a slot in market time.", 10, 10_000, "ms"),
        new("simulation.feed", Choice, "grpc", "How opportunities are found: by the feed, scanner and sniper over Yellowstone gRPC on loopback, or by the venue's own scan.", Choices: ["grpc", "scan"]),
        new("simulation.launches", Whole, "16", "Tokens launched on the simulated market, one every twelve slots: each kind of trap once, the rest honest; only with simulation.feed = grpc.", 0, 30, "launches"),
        new("simulation.feed_stalls_ppm", Whole, "30000", "Chance per slot that the feed falls 2 to 7 slots behind and then tells everything at once.", 0, 1_000_000, "ppm"),
    ];

    private static IEnumerable<Setting> Storage() =>
    [
        new("storage.provider", Choice, "embedded", "Where state lives.", Choices: ["embedded", "redis"]),
        new("storage.data_directory", Text, "data", "Directory of the embedded store and of the store's head."),
        new("storage.redis", Text, "127.0.0.1:6379", "Address of Redis, host:port and options; the password comes from storage.redis_password."),
        new("storage.redis_password", Text, null, "Password of Redis; by variable only.", Secret: true),
        new("storage.key_prefix", Text, "orch", "Prefix of every key, apart per mode."),
        new("storage.journal_retention_days", Whole, "30", "How long decisions are kept.", 1, 3650, "days"),
        new("storage.journal_retention_records", Whole, "5000000", "How many decisions are kept at most.", 1000, 100_000_000, "records"),
    ];

    private static IEnumerable<Setting> Api() =>
    [
        new("api.enabled", Switch, "true", "Whether this process serves the HTTP API."),
        new("api.address", Text, "http://127.0.0.1:5080", "Where it listens; another host than loopback needs keys and TLS."),
        new("api.key_file", Text, null, "File with the hashed API keys; absent: loopback without a key, in replay and paper only; shadow and live need one."),
        new("api.certificate_file", Text, null, "PEM file of the certificate, for an https address."),
        new("api.certificate_key_file", Text, null, "PEM file of the certificate's private key."),
        new("api.requests_per_second", Whole, "500", "Per key; more are answered 429.", 1, 100_000, "requests/s"),
        new(Hosting.ClusterAddress.Key, Text, "127.0.0.1", "Address of this host, or a name that leads to one, where the cluster finds this silo; it listens there only."),
        new("cluster.silo_port", Whole, "11111", "Port between silos.", 0, 65_535),
        new("cluster.gateway_port", Whole, "30000", "Port for Orleans clients.", 0, 65_535),
        new("cluster.cluster_id", Text, "orchestrator", "Silos with one name form one cluster."),
        new("cluster.silo_name", Text, null, "Name of this silo in logs and in the membership; absent: Orleans makes one up."),
        new("cluster.probe_timeout_ms", Whole, "500", "How often silos look at each other, and how long an answer may take.", 100, 10_000, "ms"),
        new("cluster.missed_probes", Whole, "3", "Looks in a row without an answer after which a silo is declared dead.", 1, 10, "probes"),
    ];
}
