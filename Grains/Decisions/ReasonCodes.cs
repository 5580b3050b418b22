using Orchestrator.Domain.Capital;

namespace Orchestrator.Grains.Decisions;

/// <summary>Stable reason codes of the book's own refusals.</summary>
internal static class ReasonCodes
{
    public static string Of(ReserveOutcome outcome) => outcome switch
    {
        ReserveOutcome.OlderEpoch => "older_epoch",
        ReserveOutcome.UnknownEpoch => "unknown_epoch",
        ReserveOutcome.Malformed => "malformed",
        ReserveOutcome.IdTooOld => "id_too_old",
        ReserveOutcome.IdInFuture => "id_in_future",
        ReserveOutcome.SameIdOtherContent => "same_id_other_content",
        ReserveOutcome.AlreadySettled => "already_settled",
        ReserveOutcome.SettledMemoryFull => "settled_memory_full",
        ReserveOutcome.AssetNotMarked => "asset_not_marked",
        ReserveOutcome.TooManyRunning => "too_many_running",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not a refusal of the book itself."),
    };
}
