namespace Orchestrator.Benchmarks.Streams;

/// <summary>A carrier with one producer and one consumer.</summary>
internal interface IPipe : IAsyncDisposable
{
    Arrivals Arrivals { get; }

    /// <summary>Gives events to the carrier, together where it knows batches.</summary>
    /// <param name="stream">0 to <see cref="StreamsLoad.Streams"/> - 1.</param>
    /// <returns>When the carrier has taken them.</returns>
    Task Send(int stream, IReadOnlyList<byte[]> events);
}
