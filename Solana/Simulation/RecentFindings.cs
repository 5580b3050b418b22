using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;

namespace Orchestrator.Solana.Simulation;

/// <summary>The last findings that were told, for a reader that comes back. The oldest leave first; they have expired long before.</summary>
internal sealed class RecentFindings
{
    public const int Max = 1_024;

    private readonly Queue<(ulong ToldBy, ArbitrageFinding Finding)> _told = [];

    /// <param name="slot">The slot by which they were told; what the feed held back was found earlier.</param>
    public ImmutableArray<ArbitrageFinding> Add(ulong slot, ImmutableArray<ArbitrageFinding> told)
    {
        foreach (var finding in told) _told.Enqueue((slot, finding));
        while (_told.Count > Max) _told.Dequeue();
        return told;
    }

    public ImmutableArray<ArbitrageFinding> ToldAfter(ulong slot) => [.. _told.Where(one => one.ToldBy > slot).Select(one => one.Finding)];
}
