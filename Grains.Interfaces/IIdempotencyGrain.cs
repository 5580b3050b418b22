using Orleans;

namespace Orchestrator.Grains.Interfaces;

/// <summary>
/// Remembers the answer to a request that can spend, so that the same Idempotency-Key gives the same answer. Keyed by caller and key.
/// </summary>
[Alias("idempotency-grain"), GrainInterfaceType("idempotency")]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <summary>Claims the key for a request. The id in the answer is stored before it is returned and is the same for every repetition.</summary>
    /// <param name="requestHash">SHA-256 of method, path and body, hex.</param>
    /// <param name="proposedId">Id to use for the effect when the key is new.</param>
    [Alias("claim")]
    Task<IdempotencyClaim> Claim(string requestHash, Guid proposedId);

    /// <summary>Stores the answer. Only the first counts.</summary>
    [Alias("complete")]
    Task Complete(int status, string body);
}

/// <param name="SameRequest">False when the key was used for another request: refuse by name.</param>
/// <param name="Status">HTTP status of the stored answer, or null when the first request has not answered yet.</param>
[GenerateSerializer, Immutable, Alias("idempotency-claim")]
public sealed record IdempotencyClaim(
    [property: Id(0)] bool SameRequest, [property: Id(1)] Guid Id, [property: Id(2)] int? Status, [property: Id(3)] string? Body);
