using Orchestrator.Cli.Demo;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Cli.Tests.Demo;

public sealed class DemoSettingsTests
{
    private static readonly DemoPlan Plan = new(1, 130, null, "embedded", false, null, false, null, null, null, []);

    [Fact]
    public void Where_a_run_lives_does_not_change_which_tape_it_is() => Assert.Equal(
        DemoSettings.OutcomeHash(Load(Plan, "/tmp/one")),
        DemoSettings.OutcomeHash(Load(Plan with { Storage = "redis", Venue = "http://127.0.0.1:5090", Settings = ["api.address=http://127.0.0.1:1"] }, "/tmp/two")));

    [Fact]
    public void Every_setting_of_the_trade_changes_which_tape_it_is()
    {
        var hash = DemoSettings.OutcomeHash(Load(Plan, "/tmp/one"));

        Assert.NotEqual(hash, DemoSettings.OutcomeHash(Load(Plan with { Seed = 2 }, "/tmp/one")));
        Assert.NotEqual(hash, DemoSettings.OutcomeHash(Load(Plan with { Settings = ["risk.max_positions=9"] }, "/tmp/one")));
        Assert.NotEqual(hash, DemoSettings.OutcomeHash(Load(Plan with { Settings = ["execution.tip_lamports=100001"] }, "/tmp/one")));
    }

    [Fact]
    public void What_the_user_sets_wins_over_what_the_demo_would_set() =>
        Assert.Equal(7, Load(Plan with { Settings = ["risk.daily_flash_loan_limit_sol=7"] }, "/tmp/one").Ratio("risk.daily_flash_loan_limit_sol"));

    [Fact]
    public void One_directory_is_one_set_of_keys_and_two_directories_never_share_one()
    {
        string Prefix(string directory) => Load(Plan, directory).Text("storage.key_prefix");

        Assert.Equal(Prefix("/tmp/one"), Prefix("/tmp/x/../one"));
        Assert.NotEqual(Prefix("/tmp/one"), Prefix("/tmp/two"));
    }

    private static EffectiveSettings Load(DemoPlan plan, string directory)
    {
        var load = DemoSettings.Load(plan, directory, new Dictionary<string, string>());
        Assert.Empty(load.Errors);
        return load.Settings!;
    }
}
