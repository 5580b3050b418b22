
namespace Orchestrator.Domain.Capital;

/// <summary>Refusals are checked in the order of their numbers.</summary>
public enum PinOutcome
{
    /// <summary>Also the answer to a repetition.</summary>
    Pinned = 0,
    OlderEpoch = 10,
    UnknownEpoch = 11,
    NoSuchReservation = 12,
    AlreadySettled = 13,
    /// <summary>Its time ran out before an intent was made; it is released.</summary>
    Expired = 14,
    /// <summary>After a halt no new intent is made, unless an operator closes a position.</summary>
    Halted = 15,
}

/// <summary>Before an intent is stored, its reservation is taken out of the reach of time (reliability: nothing after INTENT is decided by a timer).</summary>
public static class Pinning
{
    public static (CapitalBook Next, PinOutcome Outcome) Pin(
        this CapitalBook book, OpportunityId id, Epoch epoch, ISettledArchive archive, DateTimeOffset now)
    {
        if (epoch < book.Epoch) return (book, PinOutcome.OlderEpoch);
        if (epoch > book.Epoch) return (book, PinOutcome.UnknownEpoch);
        if (book.Find(id) is not { } reservation)
            return (book, book.Find(id, archive) is null ? PinOutcome.NoSuchReservation : PinOutcome.AlreadySettled);
        if (reservation.IsExpired(now)) return (book, PinOutcome.Expired);
        if (reservation.Pinned) return (book, PinOutcome.Pinned);
        var isOperatorsExit = reservation is { Closes: not null, ByOperator: true };
        if (book.Halt is not null && !isOperatorsExit) return (book, PinOutcome.Halted);
        var pinned = reservation with { Pinned = true };
        return (book with { Sequence = book.Sequence + 1, Reservations = book.Reservations.Replace(reservation, pinned) }, PinOutcome.Pinned);
    }
}
