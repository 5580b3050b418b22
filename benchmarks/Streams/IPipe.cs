namespace Orchestrator.Benchmarks.Streams;

/// <summary>One way from a producer to a consumer of the same process.</summary>
internal interface IPipe : IAsyncDisposable
{
    string Name { get; }

    Arrivals Arrivals { get; }

    /// <summary>Done when the event is accepted for good.</summary>
    Task Send(byte[] item);

    /// <summary>All of these, as fast as this way allows.</summary>
    Task Flood(IReadOnlyList<byte[]> items);
}
