using Microsoft.Extensions.Options;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Decisions;

namespace Orchestrator.Grains.Portfolio;

/// <summary>The limits that the loop ranks by are the limits that the book enforces.</summary>
internal sealed class OptionsRiskSettings(IOptionsMonitor<TradingLimits> limits) : IRiskSettings
{
    public RiskLimits Risk => limits.CurrentValue.Risk;

    public BreakerLimits Breakers => limits.CurrentValue.Breakers;
}
