using Microsoft.Extensions.Options;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Exits;
using Orchestrator.Grains.Portfolio;
using Orchestrator.Grains.Sniping;
using Orchestrator.Grains.Strategy;

namespace Orchestrator.Silo.Configuration;

/// <summary>
/// The settings in force, and everything the grains read of them. An edit replaces all at once in one assignment: no decision sees
/// half of it.
/// </summary>
public sealed class LiveSettings : IRiskSettings, IStrategySettings, ISniperSettings, IExitSettings, IOptionsMonitor<TradingLimits>, IOptionsMonitor<OrchestratorOptions>
{
    private readonly Action<OrchestratorOptions>? _adjust;
    private volatile InForce _inForce;

    /// <param name="adjust">What the host decides and no setting does, such as event time.</param>
    public LiveSettings(EffectiveSettings settings, Action<OrchestratorOptions>? adjust = null)
    {
        _adjust = adjust;
        _inForce = Make(settings);
    }

    public EffectiveSettings Current => _inForce.Settings;

    /// <summary>Puts the live keys of another valid configuration in force.</summary>
    /// <returns>Keys that changed and take effect only with a restart; they keep their present value until then.</returns>
    public IReadOnlyList<string> Replace(EffectiveSettings next)
    {
        var before = _inForce.Settings;
        var waiting = before.ChangesTo(next).Where(change => !change.Setting.Live).Select(change => change.Setting.Key).ToHashSet();
        var merged = new EffectiveSettings(next.Values.Select(value => waiting.Contains(value.Setting.Key) ? before[value.Setting.Key] : value));
        _inForce = Make(merged);
        return [.. waiting.Order(StringComparer.Ordinal)];
    }

    RiskLimits IRiskSettings.Risk => _inForce.Limits.Risk;

    BreakerLimits IRiskSettings.Breakers => _inForce.Limits.Breakers;

    AllocationMode IStrategySettings.Allocation => _inForce.Limits.Allocation;

    IReadOnlyList<StrategySetting> IStrategySettings.Strategies => _inForce.Strategies;

    PortfolioId ISniperSettings.Portfolio => new(Current.Text("orchestrator.portfolio"));

    bool ISniperSettings.Enabled => Current.Switch("sniper.memecoin.enabled");

    SniperPolicy ISniperSettings.Policy => _inForce.Sniper;

    /// <summary>Switching the strategy off opens nothing new; what it holds is still sold by its rules.</summary>
    ExitPolicy? IExitSettings.For(StrategyId strategy) => strategy == StrategyId.Sniper ? _inForce.Exit : strategy == StrategyId.Lending ? _inForce.Lent : null;

    SniperPolicy IExitSettings.Tokens => _inForce.Sniper;

    TradingLimits IOptionsMonitor<TradingLimits>.CurrentValue => _inForce.Limits;

    OrchestratorOptions IOptionsMonitor<OrchestratorOptions>.CurrentValue => _inForce.Loop;

    TradingLimits IOptionsMonitor<TradingLimits>.Get(string? name) => _inForce.Limits;

    OrchestratorOptions IOptionsMonitor<OrchestratorOptions>.Get(string? name) => _inForce.Loop;

    /// <summary>Nobody needs to be told: whoever decides reads the value in force at that moment.</summary>
    IDisposable? IOptionsMonitor<TradingLimits>.OnChange(Action<TradingLimits, string?> listener) => null;

    IDisposable? IOptionsMonitor<OrchestratorOptions>.OnChange(Action<OrchestratorOptions, string?> listener) => null;

    private InForce Make(EffectiveSettings settings)
    {
        var (limits, loop) = (new TradingLimits(), new OrchestratorOptions());
        TradingSettings.Apply(settings, limits);
        TradingSettings.Apply(settings, loop);
        _adjust?.Invoke(loop);
        return new InForce(settings, limits, loop, TradingSettings.StrategiesOf(settings), TradingSettings.SniperOf(settings), TradingSettings.ExitOf(settings), TradingSettings.LentOf(settings));
    }

    private sealed record InForce(
        EffectiveSettings Settings, TradingLimits Limits, OrchestratorOptions Loop, IReadOnlyList<StrategySetting> Strategies, SniperPolicy Sniper, ExitPolicy Exit, ExitPolicy Lent);
}
