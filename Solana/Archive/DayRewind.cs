using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Archive;

/// <summary>Walks a pool's day backwards from its last account, narrowing down the price before each event to an exact interval.</summary>
/// <remarks>
/// A swap's price afterwards rises with the price before, so the prices before that give a known price afterwards, and the real amounts, form one interval.
/// Any price of the interval found at the start of the day must then reproduce the whole day forwards.
/// </remarks>
internal sealed class DayRewind(DayPool pool, WhirlpoolDay day)
{
    private UInt128 _low = pool.End.SqrtPrice, _high = pool.End.SqrtPrice, _quotable;

    public List<string> Unexplained { get; } = [];

    /// <summary>Positions whose ticks had to be worked out from the amounts they paid.</summary>
    public int SolvedPositions { get; private set; }

    public (UInt128 Low, UInt128 High) Price => (_low, _high);

    public void Undo(DayEvent happened)
    {
        switch (happened)
        {
            case DaySwap swap:
                if (!TryUndo(swap, _low, _high)) Restart(swap);
                break;
            case DayLiquidity change:
                if (!day.Positions.TryGetValue(change.Position, out var range))
                {
                    if (!TrySolve(change, out range))
                    {
                        Unexplained.Add($"{change.Signature}: the ticks of a closed position are unknown");
                        return;
                    }

                    day.Positions[change.Position] = range;
                    SolvedPositions++;
                }
                if (!pool.Change(range.Lower, range.Upper, -change.Delta)) Unexplained.Add($"{change.Signature}: a tick would have held less than nothing before it");
                break;
            case DayCreation creation:
                if (creation.SqrtPrice < _low || creation.SqrtPrice > _high) Unexplained.Add($"{creation.Signature}: another initial price");
                (_low, _high) = (creation.SqrtPrice, creation.SqrtPrice);
                break;
        }
    }

    /// <summary>Goes on from the amounts of this swap alone.</summary>
    private void Restart(DaySwap swap)
    {
        Unexplained.Add($"{swap.Signature}: no price before it leads to the price after it");
        if (!TryUndo(swap, TickMath.MinSqrtPrice, TickMath.MaxSqrtPrice)) Unexplained.Add($"{swap.Signature}: no price gives its amounts");
    }

    private bool TryUndo(DaySwap swap, UInt128 afterLow, UInt128 afterHigh)
    {
        _quotable = NearestQuotable(swap);
        var lowest = Boundary(p => After(swap, p).Price >= afterLow, _low);
        var highest = Boundary(p => After(swap, p).Price > afterHigh, _high) - 1;
        // The amounts move in one direction as the price rises, so each bound can be searched on its own.
        var rising = Measure(swap, highest) >= Measure(swap, lowest);
        var wanted = swap.Input.ExactIn ? swap.AmountOut : swap.AmountIn;
        var from = Boundary(p => p > highest || (p >= lowest && (rising ? Measure(swap, p) >= wanted : Measure(swap, p) <= wanted)), lowest);
        var to = Boundary(p => p > highest || (p >= lowest && (rising ? Measure(swap, p) > wanted : Measure(swap, p) < wanted)), highest) - 1;
        if (from > to || !Fits(swap, from) || !Fits(swap, to)) return false;
        (_low, _high) = (from, to);
        return true;
    }

    /// <summary>From the price after the swap towards where it came from, in steps of about a thousandth.</summary>
    private UInt128 NearestQuotable(DaySwap swap)
    {
        var price = swap.Input.AToB ? _low : _high;
        for (var step = 0; step < 20_000 && price >= TickMath.MinSqrtPrice && price <= TickMath.MaxSqrtPrice; step++)
        {
            if (pool.Swap(price, TickMath.TickAt(price), swap.Input, out _) == QuoteRefusal.None) return price;
            price = swap.Input.AToB ? price + (price >> 10) + 1 : price - (price >> 10) - 1;
        }
        return swap.Input.AToB ? _low : _high;
    }

    private bool Fits(DaySwap swap, UInt128 price)
    {
        var refusal = pool.Swap(price, TickMath.TickAt(price), swap.Input, out var outcome);
        return refusal == QuoteRefusal.None && outcome.AmountIn == swap.AmountIn && outcome.AmountOut == swap.AmountOut;
    }

    private ulong Measure(DaySwap swap, UInt128 price)
    {
        var (_, amountIn, amountOut) = After(swap, price);
        return swap.Input.ExactIn ? amountOut : amountIn;
    }

    private (UInt128 Price, ulong In, ulong Out) After(DaySwap swap, UInt128 price)
    {
        if (price < TickMath.MinSqrtPrice) return (0, 0, 0);
        if (price > TickMath.MaxSqrtPrice) return (UInt128.MaxValue, ulong.MaxValue, ulong.MaxValue);
        var refusal = pool.Swap(price, TickMath.TickAt(price), swap.Input, out var outcome);
        if (refusal == QuoteRefusal.None) return (outcome.SqrtPrice, outcome.AmountIn, outcome.AmountOut);
        // Beside the prices that can be quoted lie a limit or a stretch without liquidity on one side, and arrays that do not reach on the other.
        return price < _quotable ? (UInt128.Zero, 0, 0) : (UInt128.MaxValue, ulong.MaxValue, ulong.MaxValue);
    }

    /// <summary>The lowest price at which a condition that stays true once it is true holds: galloping out from a guess, then halving.</summary>
    private static UInt128 Boundary(Func<UInt128, bool> holds, UInt128 guess)
    {
        UInt128 step = 1 << 16, low, high;
        if (holds(guess))
        {
            high = guess;
            while (true)
            {
                low = high - 1 > step ? high - step : 1;
                if (low == 1 || !holds(low)) break;
                high = low;
                step <<= 2;
            }
        }
        else
        {
            low = guess;
            while (true)
            {
                high = low + step;
                if (holds(high)) break;
                if (high > TickMath.MaxSqrtPrice) return high;
                low = high;
                step <<= 2;
            }
        }
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (holds(middle)) high = middle;
            else low = middle;
        }
        return high;
    }

    /// <summary>Finds the ticks within the two named arrays that give the amounts which the position really paid or received.</summary>
    private bool TrySolve(DayLiquidity change, out (int Lower, int Upper) range)
    {
        range = default;
        if (!day.ArrayStarts.TryGetValue(change.LowerArray, out var lowerStart) || !day.ArrayStarts.TryGetValue(change.UpperArray, out var upperStart)) return false;
        int spacing = pool.End.TickSpacing, found = 0;
        var liquidity = (UInt128)Int128.Abs(change.Delta);
        for (var i = 0; i < TickArray.TickCount; i++)
            for (var j = 0; j < TickArray.TickCount; j++)
            {
                var (lower, upper) = (lowerStart + i * spacing, upperStart + j * spacing);
                if (lower >= upper || lower < TickMath.MinTick || upper > TickMath.MaxTick || !Pays(lower, upper, liquidity, change)) continue;
                range = (lower, upper);
                found++;
            }
        return found == 1;
    }

    private bool Pays(int lower, int upper, UInt128 liquidity, DayLiquidity change)
    {
        var (bottom, top) = (TickMath.SqrtPriceAt(lower), TickMath.SqrtPriceAt(upper));
        var price = UInt128.Clamp(_low, bottom, top);
        var roundUp = change.Delta > 0;
        return SwapStep.Delta(tokenA: true, price, top, liquidity, roundUp, out var a) == SwapStep.DeltaOutcome.Fits && a == change.AmountA
            && SwapStep.Delta(tokenA: false, bottom, price, liquidity, roundUp, out var b) == SwapStep.DeltaOutcome.Fits && b == change.AmountB;
    }
}
