using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Execution;

/// <summary>
/// What an execution asks of the chain. The simulated venue and the real client both answer it; neither decides anything.
/// A call that cannot be answered throws <see cref="ChainUnavailableException"/>: a fault never becomes "not found".
/// </summary>
public interface IChain
{
    ValueTask<ChainHead> Head(CancellationToken cancel);

    /// <summary>Runs the very bytes that will be signed against current state. Costs nothing, changes nothing.</summary>
    ValueTask<SimulationOutcome> Simulate(byte[] message, CancellationToken cancel);

    /// <summary>Hands a signed transaction to the network. Acceptance is a receipt, not a landing; sending the same bytes twice is harmless.</summary>
    ValueTask<SendOutcome> Send(byte[] transaction, CancellationToken cancel);

    /// <summary>What is known of a signature, with history search.</summary>
    ValueTask<SignatureStatus> Status(string signature, CancellationToken cancel);
}

/// <summary>Where the chain stands. Heights count blocks, slots count time: skipped slots have no block.</summary>
public readonly record struct ChainHead(ulong Slot, ulong BlockHeight, ulong FinalizedBlockHeight, DateTimeOffset BlockTime);

/// <param name="Error">Null when the bytes would succeed; else the runtime's error, such as <c>Custom(6005)</c>.</param>
/// <param name="Slot">Slot the simulation ran at (I16 bounds how old it may be when the bytes are sent).</param>
public sealed record SimulationOutcome(string? Error, ulong UnitsConsumed, ulong Slot, ImmutableArray<BalanceChange> Changes);

public enum SendReceipt
{
    Accepted = 0,
    /// <summary>The network said no before doing anything: too large, unreadable, signature wrong.</summary>
    Rejected = 1,
    /// <summary>No answer, or an ambiguous one: the transaction may or may not be on its way.</summary>
    Unknown = 2,
}

public readonly record struct SendOutcome(SendReceipt Receipt, string? Detail);

public enum Commitment
{
    None = 0,
    Processed = 1,
    Confirmed = 2,
    Finalized = 3,
}

/// <param name="Commitment">None when no node knows the signature.</param>
/// <param name="Landing">What it did; present from <see cref="Commitment.Processed"/> on.</param>
/// <param name="FinalizedBlockHeight">Finalized height of the nodes that answered, for the proof of death.</param>
/// <param name="Witnesses">How many independent nodes, not lagging, gave this answer.</param>
public sealed record SignatureStatus(Commitment Commitment, Landing? Landing, ulong FinalizedBlockHeight, int Witnesses);

/// <summary>The effect of a landed transaction on our own accounts: the only source of a profit or a loss.</summary>
/// <param name="Error">Null when it succeeded; else the runtime's error. A failed transaction still pays its fee.</param>
/// <param name="Fee">Base and priority fee paid, in lamports; already part of <paramref name="Changes"/>.</param>
/// <param name="Tip">Tip paid, in lamports; already part of <paramref name="Changes"/>.</param>
[GenerateSerializer, Immutable, Alias("landing")]
public sealed record Landing(
    [property: Id(0)] ulong Slot,
    [property: Id(1)] string? Error,
    [property: Id(2)] Lamports Fee,
    [property: Id(3)] Lamports Tip,
    [property: Id(4)] ImmutableArray<BalanceChange> Changes);

/// <summary>Change of what we own of one asset, in base units; wrapped and native SOL count together as SOL.</summary>
[GenerateSerializer, Immutable, Alias("balance-change")]
public readonly record struct BalanceChange([property: Id(0)] Mint Asset, [property: Id(1)] SignedUnits Change);

/// <summary>The chain could not be asked. Nothing is known; try again.</summary>
public sealed class ChainUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
