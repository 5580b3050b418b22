using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Cli.Running.Processes;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Cli.Demo;

/// <summary>The settings of a demo: the defaults, what the plan asks for, and what its place on this machine needs.</summary>
internal static class DemoSettings
{
    /// <summary>Settings that say where a run lives, not what it decides; and those that only the real chain reads.</summary>
    private static readonly string[] OfThePlace =
    [
        "storage.", "api.", "cluster.", "simulation.venue_address",
        "signer.", "solana.", "feed.", "execution.tip_share_bps", "execution.tip_rise_bps", "execution.also_by_node",
    ];

    /// <param name="directory">Where this run keeps its state.</param>
    public static SettingsLoad Load(DemoPlan plan, string directory, IDictionary variables)
    {
        var overrides = new List<string>
        {
            "orchestrator.mode=replay",
            "simulation.seed=" + plan.Seed.ToString(CultureInfo.InvariantCulture),
            "storage.provider=" + plan.Storage,
            "storage.data_directory=" + directory,
            "storage.key_prefix=orch-demo-" + NameOf(directory),
            // The market's calendar is not the machine's: by the store's clock every decision of a tape is old.
            "storage.journal_retention_days=3650",
            // A day's loans would be used up after some thirty trades; more of them show more of the market.
            "risk.daily_flash_loan_limit_sol=1500",
        };
        if (plan.Feed is not null) overrides.Add("simulation.feed=" + plan.Feed);
        if (plan.Venue is not null) overrides.Add("simulation.venue_address=" + plan.Venue);
        foreach (var port in new[] { "cluster.silo_port", "cluster.gateway_port" }) overrides.Add($"{port}={FreePorts.Next().ToString(CultureInfo.InvariantCulture)}");
        return SettingsLoader.Load(plan.ConfigFile, variables, [.. overrides, .. plan.Settings]);
    }

    /// <summary>First 16 hex digits of SHA-256 over every setting that can change an outcome: equal ones have equal tapes.</summary>
    public static string OutcomeHash(EffectiveSettings settings)
    {
        var text = new StringBuilder();
        foreach (var value in settings.Values)
            if (!value.Setting.Secret && !IsOfNothing(value.Setting.Key, settings) && !OfThePlace.Any(place => value.Setting.Key.StartsWith(place, StringComparison.Ordinal)))
                text.Append(value.Setting.Key).Append('=').Append(value.Text).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>What belongs to a strategy, or to a way of trading, that is switched off decides nothing, so tapes from before there was one stay what they are.</summary>
    private static bool IsOfNothing(string key, EffectiveSettings settings) => IsOfStrategyThatIsOff(key, settings)
        // Where nothing is held, nothing is sold by a rule.
        || (!settings.Switch("sniper.memecoin.hold.enabled") && Holding.Any(part => key.StartsWith(part, StringComparison.Ordinal)));

    private static readonly string[] Holding = ["sniper.memecoin.hold.", "sniper.memecoin.exit."];

    private static bool IsOfStrategyThatIsOff(string key, EffectiveSettings settings) =>
        key.Split('.') is [var kind, var name, _, ..] && $"{kind}.{name}.enabled" is var enabled && SettingsSchema.ByKey.ContainsKey(enabled) && !settings.Switch(enabled);

    /// <summary>One directory is one set of keys in a shared Redis, in every process that works on it.</summary>
    private static string NameOf(string directory) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(directory))).AsSpan(0, 6));
}
