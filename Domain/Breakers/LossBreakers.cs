using System.Globalization;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Breakers;

/// <summary>The breakers that watch the book's own figures. Compared exactly, in integers.</summary>
public static class LossBreakers
{
    /// <summary>The first breaker that trips on these figures, in the order drawdown, daily loss, hourly loss; null when none does.</summary>
    public static (HaltCause Cause, string Detail)? FirstTrip(BreakerFigures figures, BreakerLimits limits)
    {
        if (IsLossBeyond(figures.Peak - figures.Equity, figures.Peak, limits.DrawdownMax))
            return (HaltCause.Drawdown, Say("Equity", figures.Equity, "peak", figures.Peak, limits.DrawdownMax));
        if (IsLossBeyond(figures.DayOpening - figures.Equity, figures.DayOpening, limits.DailyLossMax))
            return (HaltCause.DailyLoss, Say("Equity", figures.Equity, "the day's opening", figures.DayOpening, limits.DailyLossMax));
        var before = figures.Equity - figures.HourlyNet;
        if (IsLossBeyond(-figures.HourlyNet, before, limits.HourlyLossMax))
            return (HaltCause.HourlyLoss, Say("Equity", figures.Equity, "an hour ago, by realised results,", before, limits.HourlyLossMax));
        return null;
    }

    /// <summary>Moves the day on when it is due. Its opening equity is what the book is worth before anything of the new day is booked.</summary>
    internal static CapitalBook RollDay(this CapitalBook book, DateTimeOffset now)
    {
        var day = CapitalBook.DayOf(now);
        var next = book;
        // Days only grow: a clock that goes back does not give a second allowance.
        if (day > book.Breakers.Day)
            next = next with { Breakers = next.Breakers with { Day = day, DayOpening = book.Equity() } };
        if (day > book.FlashLoans.Day) next = next with { FlashLoans = new FlashLoanUse(day, Lamports.Zero) };
        return next;
    }

    /// <summary>Raises the peak, or halts on the first breaker that trips. A halt that stands is kept: it says what came first.</summary>
    internal static CapitalBook Judge(this CapitalBook book, BreakerLimits limits, DateTimeOffset now)
    {
        var pruned = LossWindow.Prune(book.Breakers.LastHour, now);
        var next = pruned.Length == book.Breakers.LastHour.Length
            ? book
            : book with { Breakers = book.Breakers with { LastHour = pruned } };
        var equity = next.Equity();
        if (equity > next.Breakers.Peak) next = next with { Breakers = next.Breakers with { Peak = equity } };
        if (next.Halt is not null) return next;
        var figures = next.Figures();
        return FirstTrip(figures, limits) is { } trip
            ? next with { Halt = new Halt(trip.Cause, trip.Detail, trip.Cause.ToString(), now, figures) }
            : next;
    }

    // A base of nothing with a loss on it is a loss of everything.
    private static bool IsLossBeyond(Lamports loss, Lamports basis, BasisPoints limit) =>
        loss > Lamports.Zero && (Int128)loss.Value * BasisPoints.One >= (Int128)limit.Value * basis.Value;

    private static string Say(string subject, Lamports now, string reference, Lamports then, BasisPoints limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{subject} {now} against {reference} {then}: the limit is a loss of {limit.ToRatio():P2}.");
}
