namespace Orchestrator.Storage.Faults;

/// <summary>
/// Reached before and after each durable write, so that a drill can kill the process there and a test can lose an answer.
/// </summary>
public interface IFaultPoints
{
    /// <summary>May throw: before a write nothing is written, after it the write stays and its answer is lost.</summary>
    /// <param name="point">One of <see cref="StorePoints"/>.</param>
    void Reached(string point);
}

/// <summary>The points of product use: nothing happens at them.</summary>
public sealed class NoFaultPoints : IFaultPoints
{
    public static NoFaultPoints Instance { get; } = new();

    public void Reached(string point)
    {
    }
}
