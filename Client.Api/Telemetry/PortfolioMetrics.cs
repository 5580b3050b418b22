using System.Diagnostics.Metrics;
using Orchestrator.Client.Api.Breakers;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Client.Api.Strategies;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Telemetry;

/// <summary>
/// The book and the strategies as gauges, read when somebody scrapes. What was not read lately is not shown: an old figure looks like a
/// good one.
/// </summary>
internal sealed class PortfolioMetrics
{
    public const string MeterName = "orchestrator.portfolio";

    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StrategiesAge = TimeSpan.FromSeconds(1);

    private readonly PortfolioReads _portfolio;
    private readonly SharedRead<IReadOnlyList<StrategyView>> _strategies;
    private readonly ILogger _log;

    public PortfolioMetrics(PortfolioReads portfolio, StrategyReads strategies, IMeterFactory meters, TimeProvider time, ILogger<PortfolioMetrics> log)
    {
        (_portfolio, _log) = (portfolio, log);
        _strategies = new(strategies.All, StrategiesAge, time);
        var meter = meters.Create(MeterName);
        Book(meter, "capital_total_lamports", "Equity: what all is worth at its marks.", book => book.Total.Value);
        Book(meter, "capital_available_lamports", "Free to reserve.", book => book.Available.Value);
        Book(meter, "capital_reserved_lamports", "Set aside for trades that are not settled.", book => book.Reserved.Value);
        Book(meter, "capital_held_lamports", "Cost of open positions.", book => book.Held.Value);
        Book(meter, "orchestrator_reservations_open", "Reservations that are not settled.", book => book.OpenReservations);
        Book(meter, "orchestrator_positions_open", "Positions held.", book => book.OpenPositions);
        Ratio(meter, "portfolio_heat_ratio", "Reserved own capital over total capital.", book => book.Heat);
        Ratio(meter, "portfolio_leverage_ratio", "Exposure that outlives its transaction over total capital.", book => book.Leverage);
        Ratio(meter, "portfolio_drawdown_ratio", "Fall of equity below its peak.", book => book.Drawdown);
        meter.CreateObservableGauge("circuit_breaker_state", ReadBreakers, null, "1 while the breaker holds something back, else 0.");
        Strategy(meter, "strategy_win_ratio", "Winning outcomes over all, in the window.", view => view.Evidence.WinRate);
        Strategy(meter, "strategy_profit_factor", "Profits over losses, in the window.", view => view.Evidence.ProfitFactor);
        meter.CreateObservableGauge("realised_to_expected_profit_ratio", ReadRealised, null, "Realised over expected profit of all strategies, in their windows.");
    }

    /// <summary>Before a scrape. A cluster that does not answer leaves the gauges out and the rest of the page as it is.</summary>
    public async Task Refresh()
    {
        try
        {
            await _portfolio.Book.Get();
            await _strategies.Get();
        }
        catch (Exception fault)
        {
            Log.NotRefreshed(_log, fault);
        }
    }

    private void Book(Meter meter, string name, string description, Func<PortfolioSnapshot, long> read) =>
        meter.CreateObservableGauge(name, () => Current() is { } book ? [new Measurement<long>(read(book))] : Array.Empty<Measurement<long>>(), null, description);

    private void Ratio(Meter meter, string name, string description, Func<PortfolioSnapshot, decimal> read) =>
        meter.CreateObservableGauge(name, () => Current() is { } book ? [new Measurement<double>((double)read(book))] : Array.Empty<Measurement<double>>(), null, description);

    private void Strategy(Meter meter, string name, string description, Func<StrategyView, double> read) =>
        meter.CreateObservableGauge(name, () => Strategies().Select(view => new Measurement<double>(read(view), new KeyValuePair<string, object?>("strategy", view.Strategy.Value))), null, description);

    private IEnumerable<Measurement<int>> ReadBreakers() => Current() is { } book
        ? BreakerBoard.Of(book, null).Select(breaker => new Measurement<int>(breaker.Tripped ? 1 : 0, new KeyValuePair<string, object?>("breaker", breaker.Breaker)))
        : [];

    private IEnumerable<Measurement<double>> ReadRealised()
    {
        var strategies = Strategies();
        var expected = strategies.Sum(view => view.Expected.ToApproximateSol());
        return expected > 0 ? [new Measurement<double>(strategies.Sum(view => view.Realised.ToApproximateSol()) / expected)] : [];
    }

    private PortfolioSnapshot? Current() => _portfolio.Book.Last is { } last && last.Age < AgeMax ? last.Value.Core : null;

    private IReadOnlyList<StrategyView> Strategies() => _strategies.Last is { } last && last.Age < AgeMax ? last.Value : [];
}
