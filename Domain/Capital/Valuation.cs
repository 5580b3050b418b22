using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;

namespace Orchestrator.Domain.Capital;

/// <summary>What the book is worth, in lamports of value. Sums are wide, so that no amount of money overflows a check.</summary>
public static class Valuation
{
    /// <summary>
    /// Free and reserved assets at their mark (an asset without one is worth nothing here), positions at their mark, or at cost while they
    /// have none.
    /// </summary>
    public static Lamports Equity(this CapitalBook book)
    {
        Int128 equity = 0;
        foreach (var account in book.Assets) equity = checked(equity + book.Worth(account.Asset, account.Available + account.Reserved));
        foreach (var position in book.Positions) equity = checked(equity + book.Worth(position));
        return Narrow(equity);
    }

    public static Lamports ReservedValue(this CapitalBook book)
    {
        var sum = Lamports.Zero;
        foreach (var reservation in book.Reservations) sum += reservation.Value;
        return sum;
    }

    public static Lamports HeldValue(this CapitalBook book)
    {
        var sum = Lamports.Zero;
        foreach (var position in book.Positions) sum += position.CostValue;
        return sum;
    }

    /// <summary>Free capital of one asset in lamports of value; null when it has no usable mark.</summary>
    public static Lamports? AvailableValue(this CapitalBook book, Mint asset)
    {
        var available = book.Account(asset).Available;
        if (asset.IsSol) return available.ToLamports();
        return book.MarkOf(asset) is { IsUsable: true } mark ? Narrow(mark.ValueOf(available)) : null;
    }

    /// <summary>A held token whose value is not known now; while there is one, loss breakers see nothing and nothing new is opened.</summary>
    public static Mint? Unvalued(this CapitalBook book, RiskLimits limits, DateTimeOffset now)
    {
        foreach (var position in book.Positions)
        {
            if (position.Token.IsSol) continue;
            if (book.MarkOf(position.Token) is not { IsUsable: true } mark || now - mark.At > limits.MarkAgeMax) return position.Token;
        }

        return null;
    }

    public static BreakerFigures Figures(this CapitalBook book) => new(
        book.Equity(), book.Breakers.Peak, book.Breakers.DayOpening, LossWindow.Net(book.Breakers.LastHour),
        book.Sol.Available.ToLamports(), book.ReservedValue(), book.HeldValue(), book.Reservations.Length, book.Positions.Length);

    /// <summary>A change of one asset in lamports of value; an asset without a usable mark counts nothing.</summary>
    internal static Int128 Worth(this CapitalBook book, Mint asset, SignedUnits units)
    {
        if (asset.IsSol) return units.Value;
        return units.Value != 0 && book.MarkOf(asset) is { IsUsable: true } mark ? mark.ValueOf(units) : 0;
    }

    internal static Lamports Narrow(Int128 value) => new(checked((long)value));

    private static Int128 Worth(this CapitalBook book, Position position) =>
        book.MarkOf(position.Token) is { IsUsable: true } mark ? mark.ValueOf(position.Units) : position.CostValue.Value;
}
