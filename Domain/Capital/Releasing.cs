using System.Collections.Immutable;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Capital;

/// <summary>Why a reservation ends without a landing.</summary>
public enum VoidReason
{
    /// <summary>Plan, policy or deadline refused it before anything was signed.</summary>
    Refused = 0,
    SimulationFailed = 1,
    /// <summary>Pinned, but the signer made no signature.</summary>
    NothingSigned = 2,
    /// <summary>Every signature of it is dead by block height at finalized commitment.</summary>
    ProvenDead = 3,
    Cancelled = 4,
}

public enum VoidOutcome
{
    Voided = 0,
    /// <summary>It was voided or had expired before; nothing changed.</summary>
    AlreadyReleased = 1,
    NoSuchReservation = 10,
    AlreadyPosted = 11,
    /// <summary>It is pinned: only <see cref="VoidReason.NothingSigned"/> or <see cref="VoidReason.ProvenDead"/> can end it (I6).</summary>
    MayBeAlive = 12,
}

/// <summary>Ends reservations that never landed: everything they held is free again, the flash loan included.</summary>
public static class Releasing
{
    /// <summary>Accepted from every epoch and in every trading state: it only frees.</summary>
    public static (CapitalBook Next, VoidOutcome Outcome) Void(
        this CapitalBook book, OpportunityId id, VoidReason reason, ISettledArchive archive, DateTimeOffset now)
    {
        if (book.Find(id) is not { } reservation)
        {
            return (book, book.Find(id, archive) switch
            {
                null => VoidOutcome.NoSuchReservation,
                { Resolution: Resolution.Posted } => VoidOutcome.AlreadyPosted,
                _ => VoidOutcome.AlreadyReleased,
            });
        }

        if (reservation.Pinned && reason is not (VoidReason.NothingSigned or VoidReason.ProvenDead)) return (book, VoidOutcome.MayBeAlive);
        return (book.End(reservation, Resolution.Voided, now), VoidOutcome.Voided);
    }

    /// <summary>Releases what is past its time and not pinned, oldest first. A pinned one never ends by time.</summary>
    public static (CapitalBook Next, ImmutableArray<Reservation> Expired) ExpireDue(this CapitalBook book, DateTimeOffset now)
    {
        var due = book.Reservations.RemoveAll(reservation => !reservation.IsExpired(now));
        var next = book;
        foreach (var reservation in due) next = next.End(reservation, Resolution.Expired, now);
        return (next, due);
    }

    private static CapitalBook End(this CapitalBook book, Reservation reservation, Resolution resolution, DateTimeOffset now)
    {
        var released = book.Release(reservation);
        var givenBack = reservation.Day == book.FlashLoans.Day ? reservation.FlashLoan : Lamports.Zero;
        return released with
        {
            Sequence = book.Sequence + 1,
            FlashLoans = book.FlashLoans with { Used = book.FlashLoans.Used - givenBack },
            Settled = book.Settled.Remember(new Settled(reservation.Id, resolution, reservation.Content, 0, now)),
        };
    }
}
