using System.Collections.Immutable;
using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;

namespace Orchestrator.Client.Api.Breakers;

/// <param name="Halt">What stopped trading, or null.</param>
public sealed record BreakerPage(string TradingState, HaltView? Halt, PauseView? AllPaused, ImmutableArray<BreakerView> Items);

/// <summary>One circuit breaker.</summary>
/// <param name="Breaker">operator, drawdown, daily_loss, hourly_loss, flash_loan_cap, loss_run, execution_failures, stale_feed, and the halts of the system itself.</param>
/// <param name="Tripped">It holds something back now.</param>
/// <param name="Effect">halt, pause, or refuse_flash_loans.</param>
/// <param name="Value">Where it stands, in <paramref name="Unit"/>; null where the book holds no figure.</param>
/// <param name="Limit">Where it trips; null where this process does not know it.</param>
/// <param name="Scope">Strategies that are held back; <c>all</c> for all of them.</param>
public sealed record BreakerView(
    string Breaker, bool Tripped, string Effect, decimal? Value, decimal? Limit, string? Unit, ImmutableArray<string> Scope, string? Detail, DateTimeOffset? Since);

/// <summary>Reads the breakers off the book.</summary>
internal static class BreakerBoard
{
    private const string All = "all";

    public static ImmutableArray<BreakerView> Of(PortfolioSnapshot book, BreakerLimits? limits) =>
    [
        Halting(book, HaltCause.Operator, null, null),
        Halting(book, HaltCause.Drawdown, book.Drawdown, limits?.DrawdownMax.ToRatio()),
        Halting(book, HaltCause.DailyLoss, Loss(book.Figures.DayOpening - book.Figures.Equity, book.Figures.DayOpening), limits?.DailyLossMax.ToRatio()),
        Halting(book, HaltCause.HourlyLoss, Loss(-book.Figures.HourlyNet, book.Figures.Equity - book.Figures.HourlyNet), limits?.HourlyLossMax.ToRatio()),
        Halting(book, HaltCause.Reconciliation, null, null),
        Halting(book, HaltCause.Conservation, book.ConservationViolations, 0, "violations"),
        Halting(book, HaltCause.Store, null, null),
        Halting(book, HaltCause.LeaseLapsed, null, null),
        FlashLoanCap(book),
        Pausing(book, PauseCause.LossRun, book.Strategies.IsEmpty ? 0 : book.Strategies.Max(account => account.LossRun), limits?.LossRunMax, "results"),
        Pausing(book, PauseCause.ExecutionFailures, null, limits?.ExecutionFailureMax.ToRatio(), "ratio"),
        Pausing(book, PauseCause.StaleFeed, null, (decimal?)limits?.FeedStaleAfter.TotalSeconds, "seconds"),
    ];

    private static BreakerView Halting(PortfolioSnapshot book, HaltCause cause, decimal? value, decimal? limit, string unit = "ratio")
    {
        var halt = book.Halt is { } standing && standing.Cause == cause ? standing : null;
        return new BreakerView(Wire.Words.Of(cause), halt is not null, "halt", value, limit, value is null ? null : unit,
            halt is null ? [] : [All], halt?.Detail, halt?.At);
    }

    private static BreakerView Pausing(PortfolioSnapshot book, PauseCause cause, decimal? value, decimal? limit, string unit)
    {
        var held = book.Strategies.Where(account => account.Pause?.Cause == cause).ToArray();
        var all = book.AllPaused is { } pause && pause.Cause == cause ? pause : null;
        var first = all ?? held.FirstOrDefault()?.Pause;
        return new BreakerView(Wire.Words.Of(cause), first is not null, "pause", value, limit, unit,
            all is not null ? [All] : [.. held.Select(account => account.Strategy.Value)], first?.Reason, first?.At);
    }

    private static BreakerView FlashLoanCap(PortfolioSnapshot book) => new(
        "flash_loan_cap", book.FlashLoansToday >= book.FlashLoansPerDayMax, "refuse_flash_loans", book.FlashLoansToday.Value, book.FlashLoansPerDayMax.Value,
        "lamports", [], null, null);

    private static decimal Loss(Lamports loss, Lamports basis) => Math.Round(Math.Max(0, (decimal)loss.Value / Math.Max(1, basis.Value)), 9);
}
