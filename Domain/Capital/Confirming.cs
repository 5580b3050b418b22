namespace Orchestrator.Domain.Capital;

public enum ConfirmOutcome
{
    /// <summary>Also the answer to a repetition.</summary>
    Confirmed = 0,
    OlderEpoch = 10,
    NoSuchReservation = 11,
    /// <summary>Nothing that was not pinned can have landed.</summary>
    NotPinned = 12,
}

/// <summary>
/// Frees the running slot of an execution seen at confirmed commitment. Its capital stays reserved: confirmed is provisional, only finalized is
/// the end (I7).
/// </summary>
public static class Confirming
{
    public static (CapitalBook Next, ConfirmOutcome Outcome) Confirm(this CapitalBook book, OpportunityId id, Epoch epoch)
    {
        if (epoch < book.Epoch) return (book, ConfirmOutcome.OlderEpoch);
        if (book.Find(id) is not { } reservation) return (book, ConfirmOutcome.NoSuchReservation);
        if (!reservation.Pinned) return (book, ConfirmOutcome.NotPinned);
        if (reservation.Confirmed) return (book, ConfirmOutcome.Confirmed);
        var confirmed = reservation with { Confirmed = true };
        return (book with { Sequence = book.Sequence + 1, Reservations = book.Reservations.Replace(reservation, confirmed) }, ConfirmOutcome.Confirmed);
    }

    /// <summary>Executions that hold a running slot.</summary>
    public static int Running(this CapitalBook book) => book.Reservations.Count(reservation => !reservation.Confirmed);
}
