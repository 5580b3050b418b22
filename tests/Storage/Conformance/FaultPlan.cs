using Orchestrator.Storage.Faults;

namespace Orchestrator.Storage.Tests.Conformance;

internal sealed class InjectedFault(string point) : Exception($"injected at {point}");

/// <summary>Throws at the points it is told to, until it is told otherwise.</summary>
internal sealed class FaultPlan : IFaultPoints
{
    private volatile string _ending = "";

    /// <summary>Every point whose name ends so fails: ".before" or ".after".</summary>
    public void FailAt(string ending) => _ending = ending;

    public void Heal() => _ending = "";

    public void Reached(string point)
    {
        if (_ending.Length > 0 && point.EndsWith(_ending, StringComparison.Ordinal) && !point.StartsWith("outer-head", StringComparison.Ordinal))
            throw new InjectedFault(point);
    }
}
