using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Capital;

public enum PostOutcome
{
    Posted = 0,
    /// <summary>The reservation had expired or been voided before; the change is booked, nothing is released twice.</summary>
    PostedLate = 1,
    /// <summary>The same reservation and signature again; nothing changed.</summary>
    Duplicate = 2,
    NoSuchReservation = 10,
    /// <summary>Another signature of this reservation was posted: two live signatures, which must not be (I5). Nothing changed.</summary>
    AnotherSignaturePosted = 11,
    /// <summary>It names no signature, an asset twice, or another strategy, token or asset than was reserved for.</summary>
    Malformed = 12,
}

public enum PositionEffect
{
    /// <summary>Everything began and ended within the transaction, or it failed.</summary>
    None = 0,
    /// <summary>What came in of the trade's token is held, at what was paid in its asset.</summary>
    Opened = 1,
    /// <summary>What went out of the trade's token came from the position that the reservation closes.</summary>
    Closed = 2,
}

/// <summary>What a landed transaction did, successful or not: the finalized change of our balances, never an assumption.</summary>
/// <param name="Changes">Per asset, fees and tip included. An asset may appear once.</param>
/// <param name="Position">
/// What was meant. It holds only if the changes bear it out: nothing bought opens no position, nothing sold closes none. What is left is booked
/// as it is, because money that moved is never refused.
/// </param>
/// <param name="Strategy">Needed to book a result whose reservation is gone.</param>
[GenerateSerializer, Immutable, Alias("post-request")]
public sealed record PostRequest(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] string Signature,
    [property: Id(2)] ImmutableArray<BalanceChange> Changes,
    [property: Id(3)] PositionEffect Position,
    [property: Id(4)] StrategyId Strategy,
    [property: Id(5)] Mint Token,
    [property: Id(6)] Mint Asset,
    [property: Id(7)] OpportunityId? Closes = null,
    [property: Id(8)] Lamports FlashLoan = default);

/// <param name="Realised">Profit or loss in lamports of value; zero for a position that was only opened.</param>
/// <param name="Tripped">The halt this result caused; null when it caused none.</param>
[GenerateSerializer, Immutable, Alias("post-result")]
public sealed record PostResult(
    [property: Id(0)] PostOutcome Outcome, [property: Id(1)] Lamports Realised = default, [property: Id(2)] Halt? Tripped = null);

/// <summary>Settles a reservation with what happened on chain. Results are accepted from every epoch and in every trading state.</summary>
public static class Posting
{
    public static (CapitalBook Next, PostResult Result) Post(
        this CapitalBook book, PostRequest request, BreakerLimits breakers, ISettledArchive archive, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(request.Signature)) return (book, new PostResult(PostOutcome.Malformed));
        var signature = ContentHash.Of(request.Signature);
        var reservation = book.Find(request.Id);
        var settled = reservation is null ? book.Find(request.Id, archive) : null;
        if (reservation is null && settled is null) return (book, new PostResult(PostOutcome.NoSuchReservation));
        if (settled is { Resolution: Resolution.Posted } before)
            return (book, new PostResult(before.Signature == signature ? PostOutcome.Duplicate : PostOutcome.AnotherSignaturePosted));
        if (!IsWellFormed(book, request, reservation)) return (book, new PostResult(PostOutcome.Malformed));

        var day = book.RollDay(now);
        // The day opens with what was there before this result; everything after is the result itself.
        var released = reservation is not null ? day.Release(reservation) : day.UseFlashLoan(request.FlashLoan, CapitalBook.DayOf(request.Id.CreatedAt));
        var (booked, realised) = Bookkeeping.Book(released, request with { Position = EffectOf(book, request) }, now);
        var content = reservation?.Content ?? settled!.Value.Content;
        var next = booked.Learn(request.Strategy, realised, breakers, now) with
        {
            Sequence = book.Sequence + 1,
            Settled = booked.Settled.Remember(new Settled(request.Id, Resolution.Posted, content, signature, now)),
        };
        var judged = next.Judge(breakers, now);
        var tripped = book.Halt is null ? judged.Halt : null;
        return (judged, new PostResult(reservation is null ? PostOutcome.PostedLate : PostOutcome.Posted, realised, tripped));
    }

    private static bool IsWellFormed(CapitalBook book, PostRequest request, Reservation? reservation)
    {
        if (request.Changes.IsDefault || request.Changes.Length > MaxChanges) return false;
        for (var i = 0; i < request.Changes.Length; i++)
        {
            if (request.Changes[i].Asset.Value is null) return false;
            for (var j = 0; j < i; j++)
            {
                if (request.Changes[i].Asset == request.Changes[j].Asset) return false;
            }
        }

        if (reservation is not null
            && (reservation.Strategy != request.Strategy || reservation.Token != request.Token || reservation.Asset != request.Asset
                || reservation.Closes != request.Closes))
            return false;
        return Enum.IsDefined(request.Position);
    }

    private static PositionEffect EffectOf(CapitalBook book, PostRequest request)
    {
        if (request.Token == request.Asset) return PositionEffect.None;
        var change = request.ChangeOf(request.Token);
        var isBorneOut = request.Position switch
        {
            PositionEffect.Opened => change > SignedUnits.Zero,
            PositionEffect.Closed => change < SignedUnits.Zero && request.Closes is { } id && book.FindPosition(id)?.Token == request.Token,
            _ => true,
        };
        return isBorneOut ? request.Position : PositionEffect.None;
    }

    /// <summary>A transaction touches fewer accounts than this.</summary>
    private const int MaxChanges = 64;

    internal static SignedUnits ChangeOf(this PostRequest request, Mint asset)
    {
        foreach (var change in request.Changes)
        {
            if (change.Asset == asset) return change.Change;
        }

        return SignedUnits.Zero;
    }
}
