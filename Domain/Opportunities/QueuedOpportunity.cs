using System.Runtime.CompilerServices;
using Orchestrator.Domain.Scoring;

namespace Orchestrator.Domain.Opportunities;

/// <summary>An opportunity with the score it was queued by.</summary>
public sealed class QueuedOpportunity(Opportunity opportunity, in Score score)
{
    private Places places;

    public Opportunity Opportunity { get; } = opportunity;

    public Score Score { get; } = score;

    /// <summary>Where it stands in one heap of the queue it is in.</summary>
    internal ref int PlaceIn(int heap) => ref places[heap];

    [InlineArray(OpportunityHeap.Heaps)]
    private struct Places
    {
        private int first;
    }
}
