using System.Collections.Immutable;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;

namespace Orchestrator.Client.Api.Portfolio;

/// <summary>The book as it was last committed.</summary>
/// <param name="Sequence">Grows by one with every change of the book.</param>
/// <param name="RealisedLamports">Over the book's whole life.</param>
/// <param name="Exceeded">The first limit the book exceeds as it stands, or null.</param>
/// <param name="ConservationViolations">Equations of the book that do not hold. Must read 0.</param>
public sealed record SnapshotView(
    string Portfolio,
    long Sequence,
    long Epoch,
    DateTimeOffset At,
    string TradingState,
    long EquityLamports,
    long AvailableLamports,
    long ReservedLamports,
    long HeldLamports,
    long RealisedLamports,
    long PeakLamports,
    long DayOpeningLamports,
    long HourlyNetLamports,
    long FlashLoansTodayLamports,
    long FlashLoansPerDayMaxLamports,
    int OpenReservations,
    int OpenPositions,
    decimal Heat,
    decimal Leverage,
    decimal Drawdown,
    HaltView? Halt,
    PauseView? AllPaused,
    string? Exceeded,
    ImmutableArray<AssetView> Assets,
    ImmutableArray<StrategyAccountView> Strategies,
    ImmutableArray<TokenExposureView> Tokens,
    ImmutableArray<PositionView> Positions,
    int ConservationViolations)
{
    public string EquitySol => Words.Sol(EquityLamports);

    public string AvailableSol => Words.Sol(AvailableLamports);

    public string ReservedSol => Words.Sol(ReservedLamports);

    public string HeldSol => Words.Sol(HeldLamports);

    public string RealisedSol => Words.Sol(RealisedLamports);

    public string PeakSol => Words.Sol(PeakLamports);

    public string DayOpeningSol => Words.Sol(DayOpeningLamports);

    public string HourlyNetSol => Words.Sol(HourlyNetLamports);

    public string FlashLoansTodaySol => Words.Sol(FlashLoansTodayLamports);

    public string FlashLoansPerDayMaxSol => Words.Sol(FlashLoansPerDayMaxLamports);

    internal static SnapshotView Of(PortfolioSnapshot book) => new(
        book.Portfolio.Value, book.Sequence, book.Epoch.Value, book.At, Words.Of(book.State),
        book.Total.Value, book.Available.Value, book.Reserved.Value, book.Held.Value, book.Realised.Value,
        book.Figures.Peak.Value, book.Figures.DayOpening.Value, book.Figures.HourlyNet.Value,
        book.FlashLoansToday.Value, book.FlashLoansPerDayMax.Value,
        book.OpenReservations, book.OpenPositions, book.Heat, book.Leverage, book.Drawdown,
        HaltView.Of(book.Halt), PauseView.Of(book.AllPaused), book.Exceeded is { } check ? Words.Of(check) : null,
        [.. book.Assets.Select(AssetView.Of)], [.. book.Strategies.Select(StrategyAccountView.Of)],
        [.. book.Tokens.Select(token => new TokenExposureView(token.Token.Value, token.Exposure.Value))],
        [.. book.Positions.Select(position => PositionView.Of(position, book))], book.ConservationViolations);
}

/// <summary>One asset of the book, in its base units.</summary>
public sealed record AssetView(
    string Mint, decimal DepositedUnits, decimal WithdrawnUnits, decimal RealisedUnits, decimal AvailableUnits, decimal ReservedUnits, decimal HeldUnits)
{
    internal static AssetView Of(AssetAccount account) => new(
        account.Asset.Value, (decimal)account.Deposited.Value, (decimal)account.Withdrawn.Value, (decimal)account.Realised.Value,
        (decimal)account.Available.Value, (decimal)account.Reserved.Value, (decimal)account.Held.Value);
}

public sealed record StrategyAccountView(string Strategy, long ExposureLamports, int LossRun, PauseView? Pause, long? BudgetLamports)
{
    public string ExposureSol => Words.Sol(ExposureLamports);

    public string? BudgetSol => Words.Sol(BudgetLamports);

    internal static StrategyAccountView Of(StrategyAccount account) =>
        new(account.Strategy.Value, account.Exposure.Value, account.LossRun, PauseView.Of(account.Pause), account.Budget?.Value);
}

public sealed record TokenExposureView(string Mint, long ExposureLamports)
{
    public string ExposureSol => Words.Sol(ExposureLamports);
}

/// <param name="Id">The opportunity that opened it.</param>
/// <param name="WorthLamports">At its newest price; null while it has none.</param>
/// <param name="PricedAt">When that price was seen.</param>
public sealed record PositionView(
    string Id, string Strategy, string Mint, decimal Units, string CostMint, decimal CostUnits, long CostLamports, DateTimeOffset OpenedAt,
    long? WorthLamports, DateTimeOffset? PricedAt)
{
    public string CostSol => Words.Sol(CostLamports);

    public string? WorthSol => Words.Sol(WorthLamports);

    internal static PositionView Of(Position position, PortfolioSnapshot book)
    {
        var mark = book.Marks.IsDefaultOrEmpty ? null : book.Marks.FirstOrDefault(mark => mark.Asset == position.Token && mark.IsUsable);
        return new(
            position.Id.ToString(), position.Strategy.Value, position.Token.Value, (decimal)position.Units.Value,
            position.CostAsset.Value, (decimal)position.Cost.Value, position.CostValue.Value, position.OpenedAt,
            mark is null ? null : (long)Int128.Clamp(mark.ValueOf(position.Units), long.MinValue, long.MaxValue), mark?.At);
    }
}

/// <param name="Cause">operator, drawdown, daily_loss, hourly_loss, reconciliation, conservation, store, lease_lapsed.</param>
/// <param name="EquityLamports">At the moment of the halt, like the other figures.</param>
public sealed record HaltView(
    string Cause, string Detail, string By, DateTimeOffset At, long EquityLamports, long PeakLamports, long DayOpeningLamports, long HourlyNetLamports)
{
    public string EquitySol => Words.Sol(EquityLamports);

    public string PeakSol => Words.Sol(PeakLamports);

    public string DayOpeningSol => Words.Sol(DayOpeningLamports);

    public string HourlyNetSol => Words.Sol(HourlyNetLamports);

    internal static HaltView? Of(Halt? halt) => halt is null ? null : new(
        Words.Of(halt.Cause), halt.Detail, halt.By, halt.At,
        halt.Figures.Equity.Value, halt.Figures.Peak.Value, halt.Figures.DayOpening.Value, halt.Figures.HourlyNet.Value);
}

/// <param name="Cause">operator, loss_run, execution_failures, stale_feed, learning.</param>
public sealed record PauseView(string Cause, string Reason, DateTimeOffset At)
{
    internal static PauseView? Of(Pause? pause) => pause is null ? null : new(Words.Of(pause.Cause), pause.Reason, pause.At);
}
