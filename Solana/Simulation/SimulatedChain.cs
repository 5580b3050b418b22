using Orchestrator.Domain.Execution;

namespace Orchestrator.Solana.Simulation;

/// <summary>The simulated venue as an execution sees it.</summary>
public sealed class SimulatedChain : IChain
{
    private readonly SimulatedVenue _venue;

    internal SimulatedChain(SimulatedVenue venue) => _venue = venue;

    public ValueTask<ChainHead> Head(CancellationToken cancel) => Answer(_venue.Head, cancel);

    public ValueTask<SimulationOutcome> Simulate(byte[] message, CancellationToken cancel) => Answer(() => _venue.Simulate(message), cancel);

    public ValueTask<SendOutcome> Send(byte[] transaction, CancellationToken cancel) => Answer(() => _venue.Send(transaction), cancel);

    public ValueTask<SignatureStatus> Status(string signature, CancellationToken cancel) => Answer(() => _venue.Status(signature), cancel);

    private static ValueTask<T> Answer<T>(Func<T> ask, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return ValueTask.FromResult(ask());
    }
}
