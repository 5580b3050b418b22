using Orchestrator.Domain.Execution;

namespace Orchestrator.Grains.Execution;

/// <summary>What a chain's answer proves. Pure; reads heights, slots and statuses, never a clock (I15).</summary>
internal static class ChainRules
{
    /// <summary>Blocks a blockhash lives at most: Solana's MAX_PROCESSING_AGE.</summary>
    public const ulong BlockhashLifetime = 150;

    /// <summary>Finalized blocks beyond the last valid one before a signature counts as dead.</summary>
    public const ulong DeathMargin = 32;

    /// <summary>Independent nodes that must agree on what is final.</summary>
    public const int WitnessesMin = 2;

    /// <summary>A simulation older than this many slots proves nothing about what is sent now (I16).</summary>
    public const ulong SimulationAgeMax = 8;

    /// <summary>Half a slot: an answer to "where does the chain stand" that the steps up to the first send share.</summary>
    public static readonly TimeSpan HeadAgeMax = TimeSpan.FromMilliseconds(200);

    /// <summary>Slots between two sends of the same bytes.</summary>
    public const ulong ResendGap = 4;

    /// <summary>Sends of the same bytes, the first included.</summary>
    public const int SendsMax = 10;

    /// <summary>A lying node could say a later height and lock capital: nothing lives longer than a blockhash from now.</summary>
    public static ulong LastValid(ulong planned, ChainHead head) => Math.Min(planned, head.BlockHeight + BlockhashLifetime);

    /// <summary>
    /// The hash is said to live longer than the height that two nodes vouch for allows, by more than the margin: somebody lies, or too many lag. Capped it could be released while it
    /// can land, and uncapped it could lock capital; so nothing is signed on it.
    /// </summary>
    public static bool IsDisputed(ulong planned, ChainHead head) => planned > head.BlockHeight + BlockhashLifetime + DeathMargin;

    public static bool IsPast(ulong lastValid, ulong finalizedHeight) => finalizedHeight > lastValid + DeathMargin;

    /// <summary>Nobody knows it, enough nodes say so, and no block can take it any more.</summary>
    public static bool IsDead(SignatureStatus status, ulong lastValid) =>
        status is { Commitment: Commitment.None, Witnesses: >= WitnessesMin } && IsPast(lastValid, status.FinalizedBlockHeight);

    public static bool IsFinal(SignatureStatus status) => status is { Commitment: Commitment.Finalized, Landing: not null, Witnesses: >= WitnessesMin };

    public static bool IsStale(ulong simulatedSlot, ChainHead head) => head.Slot > simulatedSlot + SimulationAgeMax;
}
