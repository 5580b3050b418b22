using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Capital;

/// <summary>The entries behind a posted result. Each keeps the equations of <see cref="Conservation"/>.</summary>
internal static class Bookkeeping
{
    /// <summary>Books every change of balance; a position that opens or closes moves its units and its cost.</summary>
    /// <returns>The book, and what was won or lost in lamports of value.</returns>
    public static (CapitalBook Next, Lamports Realised) Book(CapitalBook book, PostRequest request, DateTimeOffset now)
    {
        var (next, units, costAsset, cost) = request.Position switch
        {
            PositionEffect.Opened => book.Open(request, now),
            PositionEffect.Closed => book.Close(request, book.FindPosition(request.Closes!.Value)!),
            _ => new PositionMove(book, default, request.Asset, default),
        };
        Int128 realised = 0;
        foreach (var change in request.Changes)
            (next, realised) = next.Apply(realised, change.Asset, change.Change, change.Asset == request.Token ? units : default, default);
        if (cost != SignedUnits.Zero) (next, realised) = next.Apply(realised, costAsset, default, default, cost);
        return (next, Valuation.Narrow(realised));
    }

    /// <summary>Frees what was set aside. The flash loan stays used: it was part of a transaction that landed.</summary>
    public static CapitalBook Release(this CapitalBook book, Reservation reservation)
    {
        var account = book.Account(reservation.Asset);
        return book.Expose(reservation.Strategy, reservation.Token, -reservation.Value) with
        {
            Assets = book.Assets.With(account with
            {
                Available = account.Available + reservation.Units,
                Reserved = account.Reserved - reservation.Units,
            }),
            Reservations = book.Reservations.Remove(reservation),
        };
    }

    /// <summary>Counts a loan again that was given back when its reservation ended without a landing.</summary>
    public static CapitalBook UseFlashLoan(this CapitalBook book, Lamports amount, int day) =>
        amount > Lamports.Zero && day == book.FlashLoans.Day
            ? book with { FlashLoans = book.FlashLoans with { Used = book.FlashLoans.Used + amount } }
            : book;

    /// <summary>Loss runs and the hour's result. Zero changes no run; any profit ends it.</summary>
    public static CapitalBook Learn(this CapitalBook book, StrategyId strategy, Lamports realised, BreakerLimits limits, DateTimeOffset now)
    {
        var memory = book.Breakers with { LastHour = LossWindow.Add(book.Breakers.LastHour, now, realised) };
        if (realised == Lamports.Zero) return book with { Breakers = memory };
        var account = book.Strategy(strategy);
        var run = realised.IsNegative ? account.LossRun + 1 : 0;
        var all = realised.IsNegative ? memory.LossRun + 1 : 0;
        var pause = run >= limits.LossRunMax
            ? account.Pause ?? new Pause(PauseCause.LossRun, $"{run} losing results in a row", now)
            : account.Pause;
        return book with
        {
            Breakers = memory with { LossRun = all },
            Strategies = book.Strategies.With(account with { LossRun = run, Pause = pause }),
            AllPaused = all >= 2 * limits.LossRunMax
                ? book.AllPaused ?? new Pause(PauseCause.LossRun, $"{all} losing results in a row over all strategies", now)
                : book.AllPaused,
        };
    }

    private static PositionMove Open(this CapitalBook book, PostRequest request, DateTimeOffset now)
    {
        // What came back in the paying asset although it was a purchase is a gain, not a negative cost.
        var cost = new SignedUnits(Int128.Max(0, -request.ChangeOf(request.Asset).Value));
        var value = Valuation.Narrow(book.Worth(request.Asset, cost));
        var units = request.ChangeOf(request.Token);
        var position = new Position(request.Id, request.Strategy, request.Token, units, request.Asset, cost, value, now);
        // Until somebody says better, a token is worth what was just paid for it.
        var isPrice = book.MarkOf(request.Token) is null && value > Lamports.Zero && units.Value <= ulong.MaxValue;
        var next = book.Expose(request.Strategy, request.Token, value) with
        {
            Positions = book.Positions.Add(position),
            Marks = isPrice ? book.Marks.With(new Mark(request.Token, value, new BaseUnits((ulong)units.Value), now)) : book.Marks,
        };
        return new PositionMove(next, units, request.Asset, cost);
    }

    private static PositionMove Close(this CapitalBook book, PostRequest request, Position position)
    {
        var sold = SignedUnits.Zero - request.ChangeOf(request.Token);
        var units = sold > position.Units ? position.Units : sold;
        var cost = new SignedUnits(ExactMath.FloorDiv(checked(position.Cost.Value * units.Value), position.Units.Value));
        var value = Valuation.Narrow(ExactMath.FloorDiv(checked(position.CostValue.Value * units.Value), position.Units.Value));
        var rest = position with { Units = position.Units - units, Cost = position.Cost - cost, CostValue = position.CostValue - value };
        var next = book.Expose(position.Strategy, position.Token, -value) with
        {
            Positions = rest.Units == SignedUnits.Zero ? book.Positions.Remove(position) : book.Positions.Replace(position, rest),
        };
        return new PositionMove(next, -units, position.CostAsset, -cost);
    }

    /// <summary>
    /// One entry: <paramref name="change"/> of the balance, of which <paramref name="units"/> went into positions, and
    /// <paramref name="cost"/> that is held from now on. What the account's total gains is realised.
    /// </summary>
    private static (CapitalBook Next, Int128 Realised) Apply(
        this CapitalBook book, Int128 realised, Mint asset, SignedUnits change, SignedUnits units, SignedUnits cost)
    {
        var account = book.Account(asset);
        var free = change - units;
        var gain = free + cost;
        var next = book with
        {
            Assets = book.Assets.With(account with
            {
                Available = account.Available + free,
                Held = account.Held + cost,
                PositionUnits = account.PositionUnits + units,
                Realised = account.Realised + gain,
            }),
        };
        return (next, checked(realised + book.Worth(asset, gain)));
    }

    /// <param name="Units">Into positions, of the trade's token; negative when they leave.</param>
    /// <param name="Cost">Into held, of <paramref name="CostAsset"/>; negative when it leaves.</param>
    private readonly record struct PositionMove(CapitalBook Next, SignedUnits Units, Mint CostAsset, SignedUnits Cost);
}
