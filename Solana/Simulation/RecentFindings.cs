using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;

namespace Orchestrator.Solana.Simulation;

/// <summary>The last findings, for a reader that comes back. The oldest leave first; they have expired long before.</summary>
internal sealed class RecentFindings
{
    public const int Max = 1_024;

    private readonly Queue<ArbitrageFinding> _findings = [];

    public ImmutableArray<ArbitrageFinding> Add(ImmutableArray<ArbitrageFinding> found)
    {
        foreach (var finding in found) _findings.Enqueue(finding);
        while (_findings.Count > Max) _findings.Dequeue();
        return found;
    }

    public ImmutableArray<ArbitrageFinding> After(ulong slot) => [.. _findings.Where(f => f.Slot > slot)];
}
