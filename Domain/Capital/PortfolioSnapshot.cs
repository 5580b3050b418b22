using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orleans;

namespace Orchestrator.Domain.Capital;

/// <summary>What others see of a book: the payload of <c>capital_state</c> and of the API. Amounts are lamports of value, ratios plain.</summary>
/// <param name="Sequence">Of the book it was taken from: an older one never replaces a newer.</param>
/// <param name="Total">Equity: what all is worth at its marks.</param>
/// <param name="Marks">The newest price of each token that is held.</param>
[GenerateSerializer, Immutable, Alias("portfolio-snapshot")]
public sealed record PortfolioSnapshot(
    [property: Id(0)] PortfolioId Portfolio,
    [property: Id(1)] long Sequence,
    [property: Id(2)] Epoch Epoch,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] TradingState State,
    [property: Id(5)] Lamports Total,
    [property: Id(6)] Lamports Available,
    [property: Id(7)] Lamports Reserved,
    [property: Id(8)] Lamports Held,
    [property: Id(9)] Lamports Realised,
    [property: Id(10)] Lamports FlashLoansToday,
    [property: Id(11)] Lamports FlashLoansPerDayMax,
    [property: Id(12)] int OpenReservations,
    [property: Id(13)] int OpenPositions,
    [property: Id(14)] decimal Heat,
    [property: Id(15)] decimal Leverage,
    [property: Id(16)] decimal Drawdown,
    [property: Id(17)] BreakerFigures Figures,
    [property: Id(18)] Halt? Halt,
    [property: Id(19)] Pause? AllPaused,
    [property: Id(20)] RiskCheck? Exceeded,
    [property: Id(21)] ImmutableArray<AssetAccount> Assets,
    [property: Id(22)] ImmutableArray<StrategyAccount> Strategies,
    [property: Id(23)] ImmutableArray<TokenExposure> Tokens,
    [property: Id(24)] ImmutableArray<Position> Positions,
    [property: Id(25)] int ConservationViolations,
    [property: Id(26)] ImmutableArray<Mark> Marks)
{
    public static PortfolioSnapshot Of(CapitalBook book, RiskLimits limits, DateTimeOffset at)
    {
        var figures = book.Figures();
        return new PortfolioSnapshot(
            book.Portfolio, book.Sequence, book.Epoch, at, book.StateUnder(limits), figures.Equity, figures.Available, figures.Reserved, figures.Held,
            book.Sol.Realised.ToLamports(), CapitalBook.DayOf(at) > book.FlashLoans.Day ? Lamports.Zero : book.FlashLoans.Used, limits.FlashLoansPerDayMax,
            book.Reservations.Length, book.Positions.Length,
            Share(figures.Reserved, figures.Equity), Share(figures.Reserved + figures.Held, figures.Equity),
            Math.Max(0, Share(figures.Peak - figures.Equity, figures.Peak)),
            figures, book.Halt, book.AllPaused, book.FirstExceeded(limits), book.Assets, book.Strategies, book.Tokens, book.Positions,
            Conservation.Check(book).Length, [.. book.Marks.Where(mark => book.Positions.Any(position => position.Token == mark.Asset))]);
    }

    /// <summary>Against at least one lamport, as in the checks.</summary>
    private static decimal Share(Lamports part, Lamports whole) => Math.Round((decimal)part.Value / Math.Max(1, whole.Value), 9);
}
