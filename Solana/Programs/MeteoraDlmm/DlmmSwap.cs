namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>What a swap does to a pair, transfer fees left out.</summary>
/// <param name="AmountIn">With the fee, where it is taken from the input.</param>
/// <param name="AmountOut">Without the fee, where it is taken from the output.</param>
public readonly record struct DlmmSwapOutcome(ulong AmountIn, ulong AmountOut, ulong Fee, bool FeeOnInput, int ActiveId, DlmmVolatility Volatility);

/// <summary>The swap loop: bin by bin from the active one, over the arrays that the bitmap names.</summary>
/// <remarks>Rules: MeteoraAg/dlmm-sdk, commons/src/quote.rs at fb02e51a.</remarks>
internal ref struct DlmmSwap
{
    private readonly LbPair _pair;
    private readonly ReadOnlySpan<BinArray> _arrays;
    private readonly bool _xToY, _exactIn;
    private readonly BinSwap.Terms _terms;
    private DlmmVolatility _volatility;
    private int _active;
    private ulong _left, _amountIn, _amountOut, _fee;

    private DlmmSwap(LbPair pair, ReadOnlySpan<BinArray> arrays, ulong amount, bool exactIn, bool xToY, long now)
    {
        _pair = pair;
        _arrays = arrays;
        (_left, _exactIn, _xToY, _active) = (amount, exactIn, xToY, pair.ActiveId);
        _terms = new BinSwap.Terms(xToY, FeeOnInput: !pair.FeesInYOnly || !xToY, pair.HasLimitOrders, Rate: 0);
        _volatility = DlmmFee.Refresh(pair.Volatility, pair.Fees, pair.ActiveId, now);
    }

    public static QuoteRefusal TryRun(
        LbPair pair, BinArrayMap map, ReadOnlySpan<BinArray> arrays, ulong amount, bool exactIn, bool xToY, in ChainClock clock, out DlmmSwapOutcome outcome)
    {
        outcome = default;
        if (amount == 0) return QuoteRefusal.ZeroAmount;
        if (!pair.IsEnabled) return QuoteRefusal.SwapDisabled;
        if (!IsActive(pair, clock)) return QuoteRefusal.NotYetOpen;
        var swap = new DlmmSwap(pair, arrays, amount, exactIn, xToY, clock.UnixTime);
        var refusal = swap.Run(map);
        if (refusal != QuoteRefusal.None) return refusal;
        outcome = new DlmmSwapOutcome(swap._amountIn, swap._amountOut, swap._fee, swap._terms.FeeOnInput, swap._active, swap._volatility);
        return QuoteRefusal.None;
    }

    /// <summary>True when a swap at this time is not refused for the pair's own state.</summary>
    public static bool IsOpen(LbPair pair, in ChainClock clock) => pair.IsEnabled && IsActive(pair, clock);

    private static bool IsActive(LbPair pair, in ChainClock clock)
    {
        if (pair.PairType is not (DlmmPairType.Permission or DlmmPairType.CustomizablePermissionless)) return true;
        return (pair.ActivatesByTime ? (ulong)Math.Max(0, clock.UnixTime) : clock.Slot) >= pair.ActivationPoint;
    }

    private QuoteRefusal Run(BinArrayMap map)
    {
        while (_left > 0)
        {
            var home = BinArray.IndexOf(_active);
            if (!map.TryNext(home, downwards: _xToY, out var index)) return QuoteRefusal.InsufficientLiquidity;
            if (Find(index) is not { } array) return QuoteRefusal.MissingAccount;
            if (index != home) _active = _xToY ? array.HighestBin : array.LowestBin;
            while (_left > 0 && array.Holds(_active))
            {
                var refusal = Step(array[_active]);
                if (refusal != QuoteRefusal.None) return refusal;
                if (_left == 0) break;
                _active += _xToY ? -1 : 1;
                if (_active is < BinPrice.BinIdMin or > BinPrice.BinIdMax) return QuoteRefusal.InsufficientLiquidity;
            }
        }
        return QuoteRefusal.None;
    }

    private QuoteRefusal Step(in Bin stored)
    {
        if (BinSwap.AvailableOut(stored, _xToY, _terms.HasOrders) == 0) return QuoteRefusal.None;
        _volatility = DlmmFee.Accumulate(_volatility, _pair.Fees, _active);
        var terms = _terms with { Rate = DlmmFee.Rate(_pair.Fees, _pair.BinStep, _volatility.Accumulator) };
        var bin = stored;
        if (bin.Price == 0)
        {
            if (!BinPrice.TryAt(_active, _pair.BinStep, out var price)) return QuoteRefusal.Overflow;
            bin = bin with { Price = price };
        }
        var refusal = _exactIn ? BinSwap.TryExactIn(bin, _left, terms, out var swap) : BinSwap.TryExactOut(bin, _left, terms, out swap);
        if (refusal != QuoteRefusal.None) return refusal;
        var done = _exactIn ? swap.AmountIn : swap.AmountOut;
        if (done > _left) return QuoteRefusal.Overflow;
        // A bin that moves nothing counts for nothing.
        if (done == 0) return QuoteRefusal.None;
        _left -= done;
        return Add(ref _amountIn, swap.AmountIn) && Add(ref _amountOut, swap.AmountOut) && Add(ref _fee, swap.Fee) ? QuoteRefusal.None : QuoteRefusal.Overflow;
    }

    private static bool Add(ref ulong sum, ulong value)
    {
        var next = unchecked(sum + value);
        if (next < sum) return false;
        sum = next;
        return true;
    }

    private readonly BinArray? Find(int index)
    {
        foreach (var array in _arrays)
            if (array.Index == index) return array;
        return null;
    }
}
