using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orleans;

namespace Orchestrator.Domain.Capital;

/// <summary>Refusals are checked in the order of their numbers, so that one book and one request have one answer.</summary>
public enum ReserveOutcome
{
    /// <summary>Also the answer to the same request made again.</summary>
    Reserved = 0,
    /// <summary>A newer orchestrator has taken over.</summary>
    OlderEpoch = 10,
    /// <summary>No orchestrator was ever given this epoch.</summary>
    UnknownEpoch = 11,
    /// <summary>Not a UUIDv7, or an amount is negative, or a name is missing.</summary>
    Malformed = 12,
    /// <summary>The id is older than what is remembered (24 h), so nobody could say whether it was settled.</summary>
    IdTooOld = 13,
    IdInFuture = 14,
    SameIdOtherContent = 15,
    /// <summary>It has ended already; <see cref="ReserveResult.Settled"/> says how.</summary>
    AlreadySettled = 16,
    /// <summary>Too many settled ids wait to be archived.</summary>
    SettledMemoryFull = 17,
    /// <summary>The asset has no usable mark, so its value is unknown.</summary>
    AssetNotMarked = 18,
    /// <summary>A risk check refused; <see cref="ReserveResult.Report"/> says which.</summary>
    RefusedByRisk = 19,
    /// <summary>As many executions run as may; see <see cref="RiskLimits.RunningMax"/>.</summary>
    TooManyRunning = 20,
}

/// <param name="Epoch">Epoch of the orchestrator that asks.</param>
[GenerateSerializer, Immutable, Alias("reserve-request")]
public sealed record ReserveRequest([property: Id(0)] Trade Trade, [property: Id(1)] Epoch Epoch);

/// <param name="Report">Present when the checks were evaluated: on a first reserve and on a refusal by them.</param>
[GenerateSerializer, Immutable, Alias("reserve-result")]
public sealed record ReserveResult(
    [property: Id(0)] ReserveOutcome Outcome,
    [property: Id(1)] Reservation? Reservation = null,
    [property: Id(2)] RiskReport? Report = null,
    [property: Id(3)] Settled? Settled = null);

/// <summary>Sets capital aside, or says why not. The authoritative run of checks 1 and 3 to 12.</summary>
public static class Reserving
{
    public static (CapitalBook Next, ReserveResult Result) Reserve(
        this CapitalBook book, ReserveRequest request, RiskLimits limits, ISettledArchive archive, DateTimeOffset now)
    {
        if (book.FirstRefusal(request, archive, now) is { } refusal) return (book, refusal);
        if (book.Find(request.Trade.Id) is { } existing) return (book, new ReserveResult(ReserveOutcome.Reserved, existing));
        if (book.Settled.Length + book.Reservations.Length >= SettledMemory.HotMax)
            return (book, new ReserveResult(ReserveOutcome.SettledMemoryFull));
        var trade = request.Trade;
        var mark = trade.Asset.IsSol ? null : book.MarkOf(trade.Asset);
        if (!trade.Asset.IsSol && mark is not { IsUsable: true }) return (book, new ReserveResult(ReserveOutcome.AssetNotMarked));

        var today = book.RollDay(now);
        var report = RiskRules.Evaluate(today, trade, limits, now);
        if (!report.Approved) return (book, new ReserveResult(ReserveOutcome.RefusedByRisk, Report: report));
        if (book.Running() >= limits.RunningMax) return (book, new ReserveResult(ReserveOutcome.TooManyRunning, Report: report));

        var units = mark?.UnitsFor(trade.Capital) ?? SignedUnits.From(trade.Capital);
        var reservation = new Reservation(
            trade.Id, trade.Strategy, trade.Token, trade.Asset, units, trade.Capital, trade.FlashLoan, today.FlashLoans.Day,
            request.Epoch, now, now + limits.ReservationLifetime, Pinned: false, trade.Closes, trade.Hash(), trade.ByOperator,
            trade.OpensPosition);
        return (today.SetAside(reservation, limits, now), new ReserveResult(ReserveOutcome.Reserved, reservation, report));
    }

    private static ReserveResult? FirstRefusal(this CapitalBook book, ReserveRequest request, ISettledArchive archive, DateTimeOffset now)
    {
        var trade = request.Trade;
        if (request.Epoch < book.Epoch) return new(ReserveOutcome.OlderEpoch);
        if (request.Epoch > book.Epoch) return new(ReserveOutcome.UnknownEpoch);
        if (!IsWellFormed(trade)) return new(ReserveOutcome.Malformed);
        if (now - trade.Id.CreatedAt > CapitalBook.IdLifetime) return new(ReserveOutcome.IdTooOld);
        if (EventTime.IsInFuture(trade.Id.CreatedAt, now)) return new(ReserveOutcome.IdInFuture);
        if (book.Find(trade.Id) is { } existing)
        {
            if (existing.Content != trade.Hash()) return new(ReserveOutcome.SameIdOtherContent);
            return existing.IsExpired(now)
                ? new(ReserveOutcome.AlreadySettled, Settled: new Settled(trade.Id, Resolution.Expired, existing.Content, 0, existing.ExpiresAt))
                : null;
        }

        if (book.Find(trade.Id, archive) is not { } settled) return null;
        return settled.Content == trade.Hash()
            ? new(ReserveOutcome.AlreadySettled, Settled: settled)
            : new(ReserveOutcome.SameIdOtherContent);
    }

    private static bool IsWellFormed(Trade trade) =>
        trade.Id.IsVersion7
        && !string.IsNullOrEmpty(trade.Strategy.Value)
        && trade.Token.Value is not null
        && trade.Asset.Value is not null
        && !trade.Capital.IsNegative
        && !trade.FlashLoan.IsNegative
        && trade.SlippageBound.Value >= 0;

    private static CapitalBook SetAside(this CapitalBook book, Reservation reservation, RiskLimits limits, DateTimeOffset now)
    {
        var account = book.Account(reservation.Asset);
        return book.Expose(reservation.Strategy, reservation.Token, reservation.Value) with
        {
            Sequence = book.Sequence + 1,
            Assets = book.Assets.With(account with
            {
                Available = account.Available - reservation.Units,
                Reserved = account.Reserved + reservation.Units,
            }),
            Reservations = book.Reservations.Add(reservation),
            FlashLoans = book.FlashLoans with { Used = book.FlashLoans.Used + reservation.FlashLoan },
            Touches = TokenTouches.After(book.Touches, reservation, limits, now),
        };
    }
}
