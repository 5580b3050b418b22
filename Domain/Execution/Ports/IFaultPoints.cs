namespace Orchestrator.Domain.Execution;

/// <summary>
/// Named moments before and after every durable step. In production nothing happens there; a kill drill ends the process at one of them.
/// </summary>
public interface IFaultPoints
{
    void Reach(string point);
}

/// <summary>No drill is running.</summary>
public sealed class NoFaultPoints : IFaultPoints
{
    public void Reach(string point)
    {
    }
}
