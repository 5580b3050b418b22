using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>All of a pool that its swap arithmetic reads.</summary>
/// <param name="Arrays">Tick arrays at hand, in any order.</param>
internal sealed record ClmmBook(ClmmPoolState Pool, ClmmConfig Config, TickArrayBitmap Bitmap, TickArray[] Arrays)
{
    public TickArray? ArrayAt(int ordinal)
    {
        var start = ordinal * TickMath.TicksPerArray(Pool.TickSpacing);
        foreach (var array in Arrays)
            if (array.Start == start) return array;
        return null;
    }
}

/// <summary>One run of the program's swap loop, from tick to tick, without token fees.</summary>
/// <remarks>Source: raydium-io/raydium-clmm, programs/amm/src/instructions/swap.rs at 03b44b7f.</remarks>
internal struct ClmmRun
{
    /// <summary>Far more price steps than 1.4 million compute units pay for.</summary>
    public const int StepsMax = 2_000;

    private readonly ClmmBook _book;
    private readonly bool _down, _exactIn, _feeOnInput, _isDynamic;
    private readonly UInt128 _limit;
    private DynamicFee _dynamic;
    private TickArray? _array;
    private bool _entered;
    private int _ordinal, _group, _tick, _steps, _missing;
    private UInt128 _price, _liquidity;
    private ulong _remaining;
    private QuoteRefusal _refusal;

    private ClmmRun(ClmmBook book, ulong amount, bool zeroForOne, bool exactIn, ulong now)
    {
        var pool = book.Pool;
        _book = book;
        _down = zeroForOne;
        _exactIn = exactIn;
        _feeOnInput = pool.FeeOn == CollectFeeOn.Input || pool.FeeOn == CollectFeeOn.Token0 == zeroForOne;
        _limit = zeroForOne ? TickMath.MinSqrtPrice + 1 : TickMath.MaxSqrtPrice - 1;
        _price = pool.SqrtPrice;
        _tick = pool.TickCurrent;
        _liquidity = pool.Liquidity;
        _remaining = amount;
        _isDynamic = pool.DynamicFee is not null;
        if (pool.DynamicFee is not { } fee) return;
        _group = TickMath.FloorDivide(_tick, pool.TickSpacing);
        _dynamic = fee.StartedAt(_group, now);
    }

    /// <summary>The other side's amount: output of an exact input, input of an exact output. Fee on the input included.</summary>
    public ulong Calculated { get; private set; }

    public ulong Fee { get; private set; }

    /// <summary>How many tick arrays were looked into.</summary>
    public int ArraysVisited { get; private set; }

    public readonly bool FeeOnInput => _feeOnInput;

    public readonly QuoteRefusal Refusal => _refusal;

    /// <summary>First tick of the array that was wanted, with <see cref="QuoteRefusal.MissingAccount"/>.</summary>
    public readonly int MissingArrayStart => _missing;

    public static ClmmRun Of(ClmmBook book, ulong amount, bool zeroForOne, bool exactIn, ulong now)
    {
        var run = new ClmmRun(book, amount, zeroForOne, exactIn, now);
        run._refusal = run.Go();
        return run;
    }

    private QuoteRefusal Go()
    {
        if (_remaining == 0) return QuoteRefusal.ZeroAmount;
        if (_book.Config.TradeFeeRate >= SwapStep.FeeDenominator) return QuoteRefusal.InconsistentState;
        if (_price < TickMath.MinSqrtPrice || _price >= TickMath.MaxSqrtPrice) return QuoteRefusal.InconsistentState;
        if (_down ? _limit >= _price : _limit <= _price) return QuoteRefusal.PriceLimit;
        var refusal = EnterFirst();
        while (refusal == QuoteRefusal.None && _remaining != 0 && _price != _limit)
        {
            refusal = NextTick(out var tick);
            if (refusal == QuoteRefusal.None) refusal = Advance(tick);
        }
        if (refusal != QuoteRefusal.None) return refusal;
        // Without a price limit of the trader's own the program refuses to fill a part.
        if (_remaining != 0) return QuoteRefusal.InsufficientLiquidity;
        return Calculated == 0 ? QuoteRefusal.AmountTooSmall : QuoteRefusal.None;
    }

    private QuoteRefusal EnterFirst()
    {
        _ordinal = TickMath.ArrayOrdinal(_tick, _book.Pool.TickSpacing);
        _entered = _book.Bitmap.IsSet(_ordinal);
        if (!_entered && !_book.Bitmap.TryNext(_ordinal, _down, out _ordinal)) return QuoteRefusal.InsufficientLiquidity;
        return Load();
    }

    private QuoteRefusal Load()
    {
        _array = _book.ArrayAt(_ordinal);
        _missing = _ordinal * TickMath.TicksPerArray(_book.Pool.TickSpacing);
        ArraysVisited++;
        return _array is null ? QuoteRefusal.MissingAccount : QuoteRefusal.None;
    }

    private QuoteRefusal NextTick(out ClmmTick tick)
    {
        if (TickMath.ArrayOrdinal(_tick, _book.Pool.TickSpacing) == _ordinal && _array!.TryNext(_tick, _down, out tick)) return QuoteRefusal.None;
        tick = default;
        if (_entered)
        {
            if (!_book.Bitmap.TryNext(_ordinal, _down, out _ordinal)) return QuoteRefusal.InsufficientLiquidity;
            var refusal = Load();
            if (refusal != QuoteRefusal.None) return refusal;
        }
        _entered = true;
        return _array!.TryFirst(_down, out tick) ? QuoteRefusal.None : QuoteRefusal.InconsistentState;
    }

    private QuoteRefusal Advance(in ClmmTick tick)
    {
        var atTick = TickMath.SqrtPriceAt(tick.Index);
        if (_down ? _tick < tick.Index || _price < atTick : tick.Index <= _tick || atTick < _price) return QuoteRefusal.InconsistentState;
        var target = _down ? UInt128.Max(atTick, _limit) : UInt128.Min(atTick, _limit);
        var liquidityAfter = _liquidity;
        while (true)
        {
            if (++_steps > StepsMax) return QuoteRefusal.TooManySteps;
            var rate = _book.Config.TradeFeeRate;
            if (_isDynamic)
            {
                _dynamic = _dynamic.MovedTo(_group);
                if (!_dynamic.TryTotalRate(rate, _book.Pool.TickSpacing, out rate)) return QuoteRefusal.Overflow;
            }
            var wholeWay = Bound(target, out var bounded, out var boundedTick);
            var next = bounded;
            if (_price != bounded)
            {
                if (!SwapStep.TryCompute(_price, bounded, _liquidity, _remaining, rate, _exactIn, _down, _feeOnInput, out var step)
                    || !Apply(step.AmountIn, step.AmountOut, step.Fee)) return QuoteRefusal.Overflow;
                next = step.SqrtPriceNext;
            }
            if (next == atTick)
            {
                if (!TryCross(tick, atTick, rate, ref liquidityAfter)) return QuoteRefusal.Overflow;
            }
            else if (next != _price && !TryLand(next, bounded, boundedTick)) return QuoteRefusal.InconsistentState;
            _price = next;
            MoveGroup(tick.Index, atTick, wholeWay);
            if (_remaining == 0 || _price == target) break;
        }
        _liquidity = liquidityAfter;
        return QuoteRefusal.None;
    }

    /// <summary>A dynamic fee changes with every group of ticks, so a step ends at the group's edge. True when it need not.</summary>
    private readonly bool Bound(UInt128 target, out UInt128 bounded, out int? boundedTick)
    {
        bounded = target;
        boundedTick = null;
        if (!_isDynamic || _liquidity == 0 || _dynamic.IsAtMaximum) return true;
        var edge = ((long)_group + (_down ? 0 : 1)) * _book.Pool.TickSpacing;
        var tick = (int)Math.Clamp(edge, TickMath.MinTick, TickMath.MaxTick);
        var price = TickMath.SqrtPriceAt(tick);
        if (_down ? target > price : target < price) return false;
        bounded = price;
        boundedTick = tick;
        return false;
    }

    private bool Apply(ulong amountIn, ulong amountOut, ulong fee)
    {
        var consumed = (UInt128)amountIn + (_feeOnInput ? fee : 0);
        var (specified, other) = _exactIn ? (consumed, (UInt128)amountOut) : (amountOut, consumed);
        var calculated = (UInt128)Calculated + other;
        var fees = (UInt128)Fee + fee;
        if (specified > _remaining || calculated > ulong.MaxValue || fees > ulong.MaxValue) return false;
        _remaining -= (ulong)specified;
        Calculated = (ulong)calculated;
        Fee = (ulong)fees;
        return true;
    }

    /// <summary>Fills the orders at the tick and, once none is left, takes over its liquidity.</summary>
    private bool TryCross(in ClmmTick tick, UInt128 atTick, uint rate, ref UInt128 liquidityAfter)
    {
        if (!OrderFill.TryFill(tick.Orders, _remaining, atTick, rate, _exactIn, _down, _feeOnInput, out var fill)
            || !Apply(fill.AmountIn, fill.AmountOut, fill.Fee)) return false;
        // The program ends in an error when orders were filled in part and the swap could still go on.
        if (fill.Left != tick.Orders && fill.Left != 0 && _remaining != 0) return false;
        if (tick.HasLiquidity && fill.Left == 0 && !TryAddLiquidity(tick.LiquidityNet, ref liquidityAfter)) return false;
        _tick = _down == (fill.Left == 0) ? tick.Index - 1 : tick.Index;
        return true;
    }

    private readonly bool TryAddLiquidity(Int128 net, ref UInt128 liquidityAfter)
    {
        var grows = net >= 0 != _down;
        var change = net >= 0 ? (UInt128)net : (UInt128)(-(net + 1)) + 1;
        if (grows ? change > UInt128.MaxValue - _liquidity : change > _liquidity) return false;
        liquidityAfter = grows ? _liquidity + change : _liquidity - change;
        return true;
    }

    private bool TryLand(UInt128 next, UInt128 bounded, int? boundedTick)
    {
        if (boundedTick is { } edge && next == bounded)
        {
            _tick = edge;
            return true;
        }
        return TickMath.TryTickAt(next, out _tick);
    }

    private void MoveGroup(int tickIndex, UInt128 atTick, bool wholeWay)
    {
        if (!_isDynamic) return;
        var spacing = _book.Pool.TickSpacing;
        if (wholeWay)
        {
            var reached = _price == atTick ? tickIndex : _tick;
            _group = TickMath.FloorDivide(reached, spacing) - (!_down && reached % spacing == 0 ? 1 : 0);
            if (!_dynamic.IsAtMaximum) _dynamic = _dynamic.MovedTo(_group);
        }
        _group += _down ? -1 : 1;
    }
}
