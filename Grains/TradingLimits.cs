using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Scoring;

namespace Orchestrator.Grains;

/// <summary>
/// The settings that decide about money, valid together. Replaced as a whole when the configuration is edited, so that no decision
/// ever sees half of an edit.
/// </summary>
public sealed class TradingLimits
{
    public RiskLimits Risk { get; set; } = RiskLimits.Default;

    public BreakerLimits Breakers { get; set; } = BreakerLimits.Default;

    public ScoringWeights Weights { get; set; } = ScoringWeights.Default;

    public LearningMode Learning { get; set; } = LearningMode.Auto;

    public AllocationMode Allocation { get; set; } = AllocationMode.Dynamic;
}
