using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Learning;
using Orleans;

namespace Orchestrator.Grains.Strategy;

/// <summary>What one strategy remembers. Replaced as a whole by every change.</summary>
[GenerateSerializer, Alias("strategy-state")]
public sealed class StrategyState
{
    [Id(0)]
    public OutcomeWindow Window { get; set; } = OutcomeWindow.Empty;

    /// <summary>Null before the first look at the settings.</summary>
    [Id(1)]
    public StrategyWeight? Weight { get; set; }

    /// <summary>An operator's choice; null follows the settings.</summary>
    [Id(2)]
    public LearningMode? Mode { get; set; }

    /// <summary>Newest results taken in, oldest first; longer than the window, so that one that fell out of it is not counted again.</summary>
    [Id(3)]
    public ImmutableArray<OpportunityId> Taken { get; set; } = [];
}
