using Orchestrator.Domain.Execution;

namespace Orchestrator.Silo.Hosting;

/// <summary>The store knows no trading and has points of its own; a drill hears of both through one.</summary>
internal sealed class StoreFaultPoints(IFaultPoints drill) : Storage.Faults.IFaultPoints
{
    public void Reached(string point) => drill.Reach(point);
}
