using System.Collections.Concurrent;
using System.Diagnostics;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>Counts the passages of every point, and at one of them ends the process as the kernel would: no handler, no flush, no goodbye.</summary>
internal sealed class KillingPoints(Kill? kill) : IFaultPoints
{
    private readonly ConcurrentDictionary<string, int> _passed = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, int>> Passed => _passed.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    public void Reach(string point)
    {
        if (_passed.AddOrUpdate(point, 1, (_, count) => count + 1) != kill?.Passage || point != kill.Point) return;
        Process.GetCurrentProcess().Kill();
        // The signal is on its way, and nothing may happen after this point.
        Thread.Sleep(Timeout.Infinite);
    }
}
