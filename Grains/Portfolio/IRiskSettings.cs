using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Risk;

namespace Orchestrator.Grains.Portfolio;

/// <summary>The limits in force now. Read at every transition, so that a new setting applies to the next one.</summary>
public interface IRiskSettings
{
    RiskLimits Risk { get; }

    BreakerLimits Breakers { get; }
}
