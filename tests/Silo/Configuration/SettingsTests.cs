using System.Collections;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Silo.Tests.Configuration;

/// <summary>What is refused, with its code and place, and what wins over what.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("[orchestrator]\nportfolio = \"../../x\"", SettingsErrorCodes.OutOfRange, "t.toml:2:1")]
    [InlineData("[orchestrator]\nportfolio = \"\"", SettingsErrorCodes.OutOfRange, "t.toml:2:1")]
    [InlineData("[orchestrator]\nenabled = true\nenabled = false", SettingsErrorCodes.DuplicateKey, "t.toml:3:1")]
    [InlineData("[risk]\nmax_positions = 5\n[risk]\nmax_slippage_bps = 10", SettingsErrorCodes.DuplicateKey, "t.toml:3:1")]
    [InlineData("orchestrator.enabled = true\n[orchestrator]\nenabled = false", SettingsErrorCodes.DuplicateKey, "t.toml:3:1")]
    [InlineData("[orchestrator]\nportfolio_heat_limt = 0.8", SettingsErrorCodes.UnknownKey, "t.toml:2:1")]
    [InlineData("[[risk]]\nmax_positions = 5", SettingsErrorCodes.UnknownKey, "t.toml:1:1")]
    [InlineData("[orchestrator]\nqueue_capacity = 1.5", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[orchestrator]\nqueue_capacity = \"many\"", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[orchestrator]\nenabled = 1", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[orchestrator]\nenabled = 2020-01-01", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[orchestrator]\nmax_leverage_ratio = nan", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[orchestrator]\nmax_leverage_ratio = inf", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[orchestrator]\nmode = \"real\"", SettingsErrorCodes.NotAChoice, "t.toml:2:1")]
    [InlineData("[arbitrage.ten_token]\nmonitored_dexes = [\"orca\", \"pancake\"]", SettingsErrorCodes.NotAChoice, "t.toml:2:1")]
    [InlineData("[arbitrage.ten_token]\nmonitored_dexes = [\"orca\", \"orca\"]", SettingsErrorCodes.DuplicateKey, "t.toml:2:1")]
    [InlineData("[orchestrator\nenabled = true", SettingsErrorCodes.Syntax, "t.toml:1:14")]
    [InlineData("[storage]\nredis_password = \"x\"", SettingsErrorCodes.SecretInFile, "t.toml:2:1")]
    [InlineData("[orchestrator]\nscoring_weights = { profit = 0.5, risk = 0.3 }", SettingsErrorCodes.WeightsDoNotSumToOne, "t.toml:2:21")]
    [InlineData("[sniper.memecoin]\nsimulation.enabled = false", SettingsErrorCodes.OutOfRange, "t.toml:2:1")]
    [InlineData("[sniper.memecoin]\nhold.enabled = true", SettingsErrorCodes.Contradiction, "t.toml:2:1")]
    [InlineData("[sniper.memecoin.exit]\nstop_loss_bps = 10000", SettingsErrorCodes.OutOfRange, "t.toml:2:1")]
    [InlineData("[api]\naddress = \"http://0.0.0.0:5080\"", SettingsErrorCodes.Contradiction, "t.toml:2:1")]
    [InlineData("[cluster]\naddress = \"0.0.0.0\"", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[cluster]\naddress = \"::\"", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[cluster]\naddress = \"239.1.2.3\"", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[cluster]\naddress = \"10.0.0.1:11111\"", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[cluster]\naddress = \"\"", SettingsErrorCodes.WrongKind, "t.toml:2:1")]
    [InlineData("[cluster]\naddress = \"10.0.0.1\"", SettingsErrorCodes.Contradiction, "t.toml:2:1")]
    public void A_wrong_value_is_refused_by_code_and_place(string text, string code, string where)
    {
        var load = Merge(text);

        Assert.Null(load.Settings);
        var error = Assert.Single(load.Errors);
        Assert.Equal((code, where), (error.Code, error.Where));
    }

    [Fact]
    public void The_bounds_of_a_sale_never_exceed_what_the_risk_check_lets_pass()
    {
        var settings = Merge("", overrides: ["risk.max_slippage_bps=400", "sniper.memecoin.exit.slippage_bps=300", "sniper.memecoin.exit.emergency_slippage_bps=900"]).Settings!;
        Orchestrator.Grains.Exits.IExitSettings exits = new LiveSettings(settings);

        var policy = exits.For(Domain.StrategyId.Sniper)!;
        Assert.Equal((300, 400), (policy.SlippageBound.Value, policy.EmergencySlippageBound.Value));
        Assert.Null(exits.For(Domain.StrategyId.Arbitrage));
    }

    [Theory]
    [InlineData("orchestrator.max_leverage_ratio", "10", "10.01")]
    [InlineData("orchestrator.portfolio_heat_limit", "1.0", "1.001")]
    [InlineData("risk.max_token_share", "0.5", "0.51")]
    [InlineData("risk.max_positions", "100", "101")]
    [InlineData("risk.max_slippage_bps", "1000", "1001")]
    [InlineData("arbitrage.ten_token.max_flash_loan_amount_sol", "10000", "10000.1")]
    [InlineData("breakers.max_drawdown", "0.5", "1")]
    [InlineData("breakers.max_daily_loss", "0.5", "1")]
    [InlineData("breakers.consecutive_losses", "50", "0")]
    public void A_ceiling_is_reachable_and_nothing_lifts_it(string key, string highest, string above)
    {
        Assert.NotNull(Merge("", overrides: $"{key}={highest}").Settings);
        Assert.Equal(SettingsErrorCodes.OutOfRange, Assert.Single(Merge("", overrides: $"{key}={above}").Errors).Code);
    }

    [Theory]
    [InlineData("[risk]\ndaily_flash_loan_limit_sol = 18446744073709551616", "9223372036854775807")]
    [InlineData("[risk]\nmax_positions = -99999999999999999999", "9223372036854775807")]
    [InlineData("[risk]\nmax_positions = 9223372036854775807", "from 1 to 100")]
    public void A_number_beyond_64_bits_is_refused_with_what_is_allowed(string text, string allowed) =>
        Assert.Contains(allowed, Assert.Single(Merge(text).Errors).Allowed, StringComparison.Ordinal);

    [Theory]
    [InlineData("risk.initial_deposit_sol", "0.0000000001")]
    [InlineData("risk.initial_deposit_sol", "1.0000000000000000000000000000000001")]
    [InlineData("risk.initial_deposit_sol", "1e-10")]
    [InlineData("risk.daily_flash_loan_limit_sol", "999.9999999999")]
    [InlineData("sniper.memecoin.hold.capital_sol", "0.0010000000001")]
    [InlineData("arbitrage.ten_token.min_profit_threshold_sol", "0.01234567891")]
    public void A_fraction_of_a_lamport_is_refused_by_the_name_of_its_setting(string key, string value)
    {
        foreach (var load in new[] { Merge("", overrides: $"{key}={value}"), Merge($"{key} = {value}") })
        {
            var error = Assert.Single(load.Errors);
            Assert.Equal((SettingsErrorCodes.WrongKind, key, $"{key} = {value} has a fraction of a lamport"), (error.Code, error.Key, error.Message));
            Assert.Contains("at most 9 decimals", error.Allowed, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("0.000000001")]
    [InlineData("1.50000000000000000000000000000000000")]
    [InlineData("10e-10")]
    [InlineData("1e3")]
    [InlineData("0.0000000000000")]
    public void Whole_lamports_are_taken_however_they_are_written(string value) => Assert.NotNull(Merge("", overrides: $"risk.initial_deposit_sol={value}").Settings);

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var load = Merge("[orchestrator]\nmode = \"real\"\nqueue_capacity = 1\nnonsense = 2", new() { ["ORCH__RISK__MAX_POSITION"] = "3" }, "x");

        Assert.Equal(["t.toml:2:1", "t.toml:3:1", "t.toml:4:1", "ORCH__RISK__MAX_POSITION", "command line"], load.Errors.Select(error => error.Where));
        Assert.Contains("risk.max_positions", load.Errors[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_wins_over_variables_and_variables_over_the_file()
    {
        const string File = "[risk]\nmax_positions = 3\nmax_slippage_bps = 30\nmax_slot_lag = 3";
        var variables = new Hashtable { ["ORCH__RISK__MAX_POSITIONS"] = "4", ["ORCH__RISK__MAX_SLIPPAGE_BPS"] = "40", ["PATH"] = "/bin" };

        var settings = Merge(File, variables, "risk.max_positions=5").Settings!;

        Assert.Equal((5L, "command line"), (settings.Whole("risk.max_positions"), settings["risk.max_positions"].Origin));
        Assert.Equal((40L, "ORCH__RISK__MAX_SLIPPAGE_BPS"), (settings.Whole("risk.max_slippage_bps"), settings["risk.max_slippage_bps"].Origin));
        Assert.Equal((3L, "t.toml:4:1"), (settings.Whole("risk.max_slot_lag"), settings["risk.max_slot_lag"].Origin));
        Assert.Equal((10L, "default"), (settings.Whole("orchestrator.queue_capacity") / 1000, settings["orchestrator.queue_capacity"].Origin));
    }

    [Fact]
    public void The_settings_of_the_original_design_are_accepted_as_they_were_written() => Assert.Empty(Merge("""
        [orchestrator]
        enabled = true
        scoring_weights = { profit = 0.4, risk = 0.3, capital_efficiency = 0.2, strategy_bonus = 0.1 }
        max_concurrent_opportunities = 10
        opportunity_timeout_seconds = 30
        capital_allocation_strategy = "dynamic"
        decision_loop_interval_ms = 10
        adaptive_learning_enabled = true
        portfolio_heat_limit = 0.8
        max_leverage_ratio = 3.0

        [sniper.memecoin]
        enabled = true
        use_flash_loan = true
        max_flash_loan_amount_sol = 50
        filters.lp_burn_threshold_bps = 9000
        filters.mint_authority_revoked = true
        filters.max_top5_holder_percent = 30
        filters.min_initial_liquidity_sol = 5000
        simulation.enabled = true
        simulation.timeout_ms = 100
        target_profit_multiplier = 2.0

        [arbitrage.ten_token]
        enabled = true
        monitored_tokens = ["SOL", "USDC", "USDT", "BONK", "JUP", "WIF", "PYTH", "JTO", "ORCA", "RAY"]
        monitored_dexes = ["raydium", "orca", "jupiter", "meteora"]
        scan_interval_ms = 500
        min_profit_threshold_sol = 0.05
        use_flash_loan = true
        max_flash_loan_amount_sol = 100
        """).Errors);

    [Fact]
    public void A_secret_is_never_shown()
    {
        var settings = Merge("", new() { ["ORCH__STORAGE__REDIS_PASSWORD"] = "hunter2" }).Settings!;

        Assert.Equal("hunter2", settings.Text("storage.redis_password"));
        Assert.DoesNotContain(settings.Values, value => value.Shown.Contains("hunter2", StringComparison.Ordinal));
        Assert.Equal(Merge("").Settings!.Hash, settings.Hash);
    }

    [Fact]
    public void The_hash_follows_the_values_and_not_how_they_are_written()
    {
        var hash = Merge("[orchestrator]\nmax_leverage_ratio = 2.50").Settings!.Hash;

        Assert.Equal(hash, Merge("orchestrator.max_leverage_ratio = 2.5").Settings!.Hash);
        Assert.NotEqual(hash, Merge("orchestrator.max_leverage_ratio = 2.6").Settings!.Hash);
    }

    [Fact]
    public void Every_default_is_a_value_that_its_own_setting_accepts()
    {
        var given = SettingsSchema.All.Where(setting => setting.Default is not null && !setting.Secret);

        Assert.Empty(Merge("", null, [.. given.Select(setting => $"{setting.Key}={setting.Default}")]).Errors);
    }

    [Fact]
    public void Any_text_gives_settings_or_errors_and_never_an_exception() =>
        Gen.OneOf(Gen.String, Gen.OneOf(new[] { "[", "]", "=", "\n", "risk", ".", "{", "}", "\"", "'''", "1e400", "max_positions", "," }.Select(Gen.Const).ToArray()).List[0, 40].Select(string.Concat))
            .Sample(text =>
            {
                var load = Merge(text);
                return load.Settings is not null ^ load.Errors.Count > 0;
            }, iter: 20_000);

    private static SettingsLoad Merge(string text, Hashtable? variables = null, params string[] overrides) =>
        SettingsLoader.Merge(text, "t.toml", variables ?? [], overrides);
}
