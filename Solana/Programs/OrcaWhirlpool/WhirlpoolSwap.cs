namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>What a swap asks of the pool itself, transfer fees left out.</summary>
/// <param name="Amount">Base units: of the input when <paramref name="ExactIn"/>, else of the output.</param>
/// <param name="SqrtPriceLimit">Q64.64; zero for none, which makes an exact output all or nothing.</param>
public readonly record struct WhirlpoolSwapInput(ulong Amount, bool ExactIn, bool AToB, UInt128 SqrtPriceLimit = default);

/// <summary>What a swap does to the pool.</summary>
/// <param name="AmountIn">With the fee. Less than asked when the price limit stopped the swap.</param>
/// <param name="Variables">The oracle's memory afterwards; meaningless for a fixed fee.</param>
public readonly record struct WhirlpoolSwapOutcome(
    ulong AmountIn, ulong AmountOut, ulong Fee, UInt128 SqrtPrice, int TickIndex, UInt128 Liquidity, AdaptiveFeeVariables Variables);

/// <summary>The swap loop: from initialised tick to initialised tick, within each at constant liquidity.</summary>
internal ref struct WhirlpoolSwap
{
    /// <summary>More steps than three arrays of ticks and their fee groups can hold; a state that needs more is not one the program could run.</summary>
    private const int StepsMax = 3 * TickArray.TickCount * 64;

    private readonly TickArraySequence _ticks;
    private readonly WhirlpoolSwapInput _input;
    private readonly UInt128 _limit;
    private FeeSchedule _fees;
    private ulong _remaining, _calculated, _fee;
    private UInt128 _price, _liquidity;
    private int _tick, _array, _steps;

    private WhirlpoolSwap(Whirlpool pool, TickArraySequence ticks, FeeSchedule fees, WhirlpoolSwapInput input, UInt128 limit)
    {
        _ticks = ticks;
        (_fees, _input, _limit) = (fees, input, limit);
        (_price, _liquidity, _tick, _remaining) = (pool.SqrtPrice, pool.Liquidity, pool.TickCurrentIndex, input.Amount);
    }

    public static QuoteRefusal TryRun(
        Whirlpool pool, ReadOnlySpan<TickArray> arrays, WhirlpoolOracle? oracle, in WhirlpoolSwapInput input, long unixTime,
        out WhirlpoolSwapOutcome outcome)
    {
        outcome = default;
        if (input.Amount == 0) return QuoteRefusal.ZeroAmount;
        var limit = input.SqrtPriceLimit != 0 ? input.SqrtPriceLimit : input.AToB ? TickMath.MinSqrtPrice : TickMath.MaxSqrtPrice;
        if (limit < TickMath.MinSqrtPrice || limit > TickMath.MaxSqrtPrice) return QuoteRefusal.PriceLimit;
        if (input.AToB ? limit >= pool.SqrtPrice : limit <= pool.SqrtPrice) return QuoteRefusal.PriceLimit;
        var refusal = FeeSchedule.TryStart(pool, oracle, input.AToB, unixTime, out var fees);
        if (refusal != QuoteRefusal.None) return refusal;
        var ticks = TickArraySequence.Of(arrays, pool.TickCurrentIndex, pool.TickSpacing, input.AToB);
        if (ticks.Count == 0) return QuoteRefusal.MissingAccount;
        var swap = new WhirlpoolSwap(pool, ticks, fees, input, limit);
        refusal = swap.Run();
        if (refusal == QuoteRefusal.None) outcome = swap.Finish(pool.SqrtPrice, unixTime);
        return refusal;
    }

    private QuoteRefusal Run()
    {
        while (_remaining > 0 && _price != _limit)
        {
            if (!_ticks.TryNext(_tick, _array, out var foundIn, out var tick))
                return _ticks.Count == TickArraySequence.ArraysMax ? QuoteRefusal.TooManySteps : QuoteRefusal.MissingAccount;
            var tickPrice = TickMath.SqrtPriceAt(tick);
            var target = _input.AToB ? UInt128.Max(tickPrice, _limit) : UInt128.Min(tickPrice, _limit);
            do
            {
                var refusal = Step(target, tickPrice, tick, foundIn);
                if (refusal != QuoteRefusal.None) return refusal;
            }
            while (_remaining > 0 && _price != target);
        }
        // Without a limit of the trader's own, an exact output is all or nothing.
        return _remaining > 0 && !_input.ExactIn && _input.SqrtPriceLimit == 0 ? QuoteRefusal.InsufficientLiquidity : QuoteRefusal.None;
    }

    private QuoteRefusal Step(UInt128 target, UInt128 tickPrice, int tick, int foundIn)
    {
        if (++_steps > StepsMax) return QuoteRefusal.TooManySteps;
        var rate = _fees.NextRate();
        var (bounded, skips) = _fees.Bound(target, _liquidity);
        var refusal = SwapStep.TryCompute(_remaining, rate, _liquidity, _price, bounded, _input.ExactIn, _input.AToB, out var step);
        if (refusal != QuoteRefusal.None) return refusal;
        if (!Settle(step)) return QuoteRefusal.Overflow;
        if (step.NextSqrtPrice == tickPrice)
        {
            if (!TryCross(tick, foundIn)) return QuoteRefusal.InconsistentState;
            _array = _ticks.AfterReaching(foundIn, tick);
            // Downwards the search includes the tick it starts from, so it starts one below.
            _tick = _input.AToB ? tick - 1 : tick;
        }
        else if (step.NextSqrtPrice != _price) _tick = TickMath.TickAt(step.NextSqrtPrice);
        _price = step.NextSqrtPrice;
        _fees.Advance(skips, _price, tickPrice, tick);
        return QuoteRefusal.None;
    }

    private bool Settle(in SwapStep step)
    {
        var gross = (UInt128)step.AmountIn + step.Fee;
        var done = _input.ExactIn ? gross : step.AmountOut;
        var calculated = _calculated + (_input.ExactIn ? step.AmountOut : gross);
        if (done > _remaining || calculated > ulong.MaxValue) return false;
        _remaining -= (ulong)done;
        _calculated = (ulong)calculated;
        var fee = (UInt128)_fee + step.Fee;
        _fee = (ulong)fee;
        return fee <= ulong.MaxValue;
    }

    private bool TryCross(int tick, int foundIn)
    {
        if (!_ticks.TryLiquidityNet(foundIn, tick, out var net)) return true;
        if (net == Int128.MinValue) return false;
        var change = _input.AToB ? -net : net;
        if (change < 0)
        {
            if ((UInt128)(-change) > _liquidity) return false;
            _liquidity -= (UInt128)(-change);
            return true;
        }
        if ((UInt128)change > UInt128.MaxValue - _liquidity) return false;
        _liquidity += (UInt128)change;
        return true;
    }

    private WhirlpoolSwapOutcome Finish(UInt128 startPrice, long unixTime)
    {
        _fees.Finish(startPrice, _price, unixTime);
        var swapped = _input.Amount - _remaining;
        var (amountIn, amountOut) = _input.ExactIn ? (swapped, _calculated) : (_calculated, swapped);
        return new WhirlpoolSwapOutcome(amountIn, amountOut, _fee, _price, _tick, _liquidity, _fees.Variables);
    }
}
