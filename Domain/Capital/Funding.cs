using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orleans;

namespace Orchestrator.Domain.Capital;

public enum MovementKind
{
    Deposit = 0,
    Withdrawal = 1,
    /// <summary>To another portfolio; the same id arrives there as <see cref="TransferIn"/>.</summary>
    TransferOut = 2,
    TransferIn = 3,
}

/// <summary>Capital that enters or leaves the book for a reason that is not a trade.</summary>
/// <param name="Id">UUIDv7 made by whoever moves it; the same id twice is the same movement.</param>
/// <param name="Other">The other portfolio of a transfer.</param>
[GenerateSerializer, Immutable, Alias("movement")]
public sealed record Movement(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] MovementKind Kind,
    [property: Id(2)] Mint Asset,
    [property: Id(3)] BaseUnits Amount,
    [property: Id(4)] PortfolioId? Other = null)
{
    public bool IsOutward => Kind is MovementKind.Withdrawal or MovementKind.TransferOut;

    public ulong Hash() => new ContentHash()
        .Add(Id).Add((long)Kind).Add(Asset.Value).Add(unchecked((long)Amount.Value)).Add(Other?.Value).Value;
}

[GenerateSerializer, Immutable, Alias("settled-movement")]
public readonly record struct SettledMovement([property: Id(0)] OpportunityId Id, [property: Id(1)] ulong Content);

/// <summary>Refusals are checked in the order of their numbers.</summary>
public enum MoveOutcome
{
    /// <summary>Also the answer to a repetition.</summary>
    Moved = 0,
    /// <summary>No UUIDv7, no amount, or an asset is missing.</summary>
    Malformed = 10,
    /// <summary>More than <see cref="Funding.AmountMax"/>.</summary>
    TooLarge = 11,
    IdTooOld = 12,
    IdInFuture = 13,
    SameIdOtherContent = 14,
    /// <summary>More than <see cref="Funding.MovementsMax"/> within 24 h.</summary>
    TooManyMovements = 15,
    /// <summary>The asset has no usable mark, so peak and opening equity could not be shifted with it.</summary>
    AssetNotMarked = 16,
    NotEnoughAvailable = 17,
    /// <summary>A limit would be exceeded by what stays; see I2.</summary>
    WouldExceedLimit = 18,
    /// <summary>The loss already made would weigh more than a breaker allows on what stays.</summary>
    WouldTripBreaker = 19,
}

/// <summary>Deposits, withdrawals and transfers shift the peak and the day's opening equity by what they move, so that they never trip a breaker.</summary>
public static class Funding
{
    public const int MovementsMax = 256;

    /// <summary>2^62 base units: more SOL than exists, and small enough that two of them still add up.</summary>
    public static readonly BaseUnits AmountMax = new(1UL << 62);

    public static (CapitalBook Next, MoveOutcome Outcome) Move(
        this CapitalBook book, Movement movement, RiskLimits limits, BreakerLimits breakers, DateTimeOffset now)
    {
        foreach (var known in book.Movements)
        {
            if (known.Id == movement.Id) return (book, known.Content == movement.Hash() ? MoveOutcome.Moved : MoveOutcome.SameIdOtherContent);
        }

        var today = book.RollDay(now).Forget(now);
        if (today.FirstRefusal(movement, now) is { } refusal) return (book, refusal);
        var next = today.Shift(movement);
        if (movement.IsOutward)
        {
            if (next.FirstExceeded(limits) is not null && book.FirstExceeded(limits) is null) return (book, MoveOutcome.WouldExceedLimit);
            if (book.Halt is null && LossBreakers.FirstTrip(next.Figures(), breakers) is not null) return (book, MoveOutcome.WouldTripBreaker);
        }

        return (next, MoveOutcome.Moved);
    }

    private static MoveOutcome? FirstRefusal(this CapitalBook book, Movement movement, DateTimeOffset now)
    {
        if (!movement.Id.IsVersion7 || movement.Amount == BaseUnits.Zero || movement.Asset.Value is null || !Enum.IsDefined(movement.Kind))
            return MoveOutcome.Malformed;
        if (movement.Amount > AmountMax || movement.Amount.ToSigned() + book.Account(movement.Asset).Deposited > AmountMax.ToSigned())
            return MoveOutcome.TooLarge;
        if (now - movement.Id.CreatedAt > CapitalBook.IdLifetime) return MoveOutcome.IdTooOld;
        if (EventTime.IsInFuture(movement.Id.CreatedAt, now)) return MoveOutcome.IdInFuture;
        if (book.Movements.Length >= MovementsMax) return MoveOutcome.TooManyMovements;
        if (!movement.Asset.IsSol && book.MarkOf(movement.Asset) is not { IsUsable: true }) return MoveOutcome.AssetNotMarked;
        return movement.IsOutward && movement.Amount.ToSigned() > book.Account(movement.Asset).Available ? MoveOutcome.NotEnoughAvailable : null;
    }

    private static CapitalBook Shift(this CapitalBook book, Movement movement)
    {
        var amount = movement.Amount.ToSigned();
        var account = book.Account(movement.Asset);
        var moved = movement.IsOutward
            ? account with { Withdrawn = account.Withdrawn + amount, Available = account.Available - amount }
            : account with { Deposited = account.Deposited + amount, Available = account.Available + amount };
        var next = book with
        {
            Sequence = book.Sequence + 1,
            Assets = book.Assets.With(moved),
            Movements = book.Movements.Add(new SettledMovement(movement.Id, movement.Hash())),
        };
        // By the change of equity itself, so that rounding of a mark cannot leave a difference.
        var shift = next.Equity() - book.Equity();
        var memory = book.Breakers;
        return next with { Breakers = memory with { Peak = memory.Peak + shift, DayOpening = memory.DayOpening + shift } };
    }

    private static CapitalBook Forget(this CapitalBook book, DateTimeOffset now)
    {
        var kept = book.Movements.RemoveAll(known => now - known.Id.CreatedAt > CapitalBook.IdLifetime);
        return kept.Length == book.Movements.Length ? book : book with { Movements = kept };
    }
}
