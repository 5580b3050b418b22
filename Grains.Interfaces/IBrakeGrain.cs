using Orchestrator.Domain.Capital;
using Orleans;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces;

/// <summary>
/// The operator's brake of one portfolio, keyed by its name. It needs no store: a halt holds in memory from the moment it is asked for, and the store is asked
/// again until it has it.
/// </summary>
[Alias("brake-grain"), GrainInterfaceType("brake")]
public interface IBrakeGrain : IGrainWithStringKey
{
    /// <summary>Stops trading. Never fails for the store: the answer says how far the halt has got.</summary>
    /// <param name="id">Of the act; its line in the audit has it.</param>
    [Alias("halt"), AlwaysInterleave]
    Task<BrakeAnswer> Halt(Guid id, string reason, string by);

    /// <summary>Lifts a halt, one that is not stored yet too. The caller has written down who does it.</summary>
    [Alias("resume")]
    Task<HaltOutcome> Resume(string reason, string by);
}

/// <param name="Outcome">As of the book, or <see cref="HaltOutcome.Halted"/> while only memory has it.</param>
/// <param name="Stored">False: the halt holds until the process ends, and the store is asked again.</param>
/// <param name="Audited">False: the audit has no line of it yet.</param>
/// <param name="Fault">What kept it from being stored or audited; null when nothing did.</param>
[GenerateSerializer, Immutable, Alias("brake-answer")]
public sealed record BrakeAnswer(
    [property: Id(0)] HaltOutcome Outcome, [property: Id(1)] bool Stored, [property: Id(2)] bool Audited, [property: Id(3)] string? Fault);
