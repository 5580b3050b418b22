using System.Collections;
using Orchestrator.Grains.Portfolio;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Silo.Tests.Configuration;

/// <summary>An edit of a running configuration.</summary>
public sealed class LiveSettingsTests
{
    [Fact]
    public void A_live_key_applies_at_once_and_changes_the_hash()
    {
        var live = new LiveSettings(Settings());
        var before = live.Current.Hash;

        Assert.Empty(live.Replace(Settings("risk.max_positions=3")));

        Assert.Equal(3, ((IRiskSettings)live).Risk.OpenPositionsMax);
        Assert.NotEqual(before, live.Current.Hash);
    }

    [Fact]
    public void A_key_that_needs_a_restart_keeps_its_value_and_is_named()
    {
        var live = new LiveSettings(Settings());

        Assert.Equal(["orchestrator.queue_capacity"], live.Replace(Settings("orchestrator.queue_capacity=50", "risk.max_positions=3")));

        Assert.Equal(10_000, live.Current.Whole("orchestrator.queue_capacity"));
        Assert.Equal(3, live.Current.Whole("risk.max_positions"));
    }

    [Theory]
    [InlineData("orchestrator.max_leverage_ratio=10", "orchestrator.portfolio_heat_limit=1")]
    [InlineData("risk.max_token_share=0.01", "risk.max_slot_lag=150")]
    [InlineData("breakers.consecutive_losses=1", "breakers.execution_window=5")]
    public void What_the_settings_allow_the_domain_allows(params string[] overrides)
    {
        IRiskSettings live = new LiveSettings(Settings(overrides));

        Assert.Empty(Domain.Risk.RiskCeilings.Violations(live.Risk));
        Assert.Empty(Domain.Breakers.BreakerLimits.Violations(live.Breakers));
    }

    [Fact]
    public void Every_extreme_that_the_settings_allow_the_domain_allows()
    {
        foreach (var setting in SettingsSchema.All.Where(setting => setting.Kind is SettingKind.Whole or SettingKind.Ratio))
        {
            foreach (var extreme in new[] { setting.Min, setting.Max })
            {
                if (extreme is not { } value) continue;
                var load = SettingsLoader.Merge("", "t.toml", new Hashtable(), [$"{setting.Key}={value.ToString(System.Globalization.CultureInfo.InvariantCulture)}"]);
                if (load.Settings is not { } settings) continue;
                IRiskSettings live = new LiveSettings(settings);
                Assert.True(Domain.Risk.RiskCeilings.Violations(live.Risk).IsEmpty, $"{setting.Key}={value}");
                Assert.True(Domain.Breakers.BreakerLimits.Violations(live.Breakers).IsEmpty, $"{setting.Key}={value}");
            }
        }
    }

    private static EffectiveSettings Settings(params string[] overrides) => SettingsLoader.Merge("", "t.toml", new Hashtable(), overrides).Settings!;
}
