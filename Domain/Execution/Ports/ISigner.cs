using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Execution;

/// <summary>
/// Holds the key. Remembers durably which message it signed for which reservation and the highest epoch it has seen,
/// so that two orchestrators can never both act (reliability I5, I8).
/// </summary>
public interface ISigner
{
    ValueTask<SignOutcome> Sign(SignRequest request, CancellationToken cancel);
}

/// <param name="Reservation">The reservation the message spends for; at most one message of it may be alive.</param>
/// <param name="LastValidBlockHeight">Above this finalized height (plus a margin) the message is dead and another may be signed.</param>
/// <param name="FinalizedBlockHeight">Highest finalized block height the caller has proof of.</param>
public sealed record SignRequest(
    OpportunityId Reservation, Epoch Epoch, byte[] Message, ulong LastValidBlockHeight, ulong FinalizedBlockHeight);

/// <param name="Transaction">Signed wire bytes, or null when refused.</param>
/// <param name="Signature">Base58 of the first signature, or null when refused.</param>
/// <param name="Detail">What exactly was refused, with the signer's own name for it; null when it signed.</param>
public readonly record struct SignOutcome(byte[]? Transaction, string? Signature, SignRefusal Refusal, string? Detail = null)
{
    public static SignOutcome Signed(byte[] transaction, string signature) => new(transaction, signature, SignRefusal.None);

    public static SignOutcome Refused(SignRefusal refusal, string? detail = null) => new(null, null, refusal, detail);
}

/// <summary>Checked in this order; the first that holds is the answer.</summary>
public enum SignRefusal
{
    None = 0,
    OlderEpoch = 1,
    AnotherMessageMayLive = 2,
    MessageUnreadable = 3,
    PolicyViolation = 4,
    /// <summary>Too many signatures within a second; asking later may succeed.</summary>
    RateExceeded = 5,
    /// <summary>It would be signed, and this mode sends nothing.</summary>
    NotSent = 6,
}
