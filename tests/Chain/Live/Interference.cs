using System.Collections.Concurrent;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>Does something at a named point of the saga, once: what others do on the chain between two of our steps.</summary>
internal sealed class Interference : IFaultPoints
{
    private readonly ConcurrentDictionary<string, Func<Task>> _acts = [];

    public void At(string point, Func<Task> act) => _acts[point] = act;

    public void Reach(string point)
    {
        if (_acts.TryRemove(point, out var act)) Task.Run(act).GetAwaiter().GetResult();
    }
}
