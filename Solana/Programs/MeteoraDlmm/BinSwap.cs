namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>What a swap does within one bin.</summary>
/// <param name="AmountIn">With the fee, where it is taken from the input.</param>
/// <param name="AmountOut">Without the fee, where it is taken from the output.</param>
internal readonly record struct BinSwap(ulong AmountIn, ulong AmountOut, ulong Fee)
{
    /// <summary>Direction and fee of the swap, the same in every bin but for the rate.</summary>
    internal readonly record struct Terms(bool XToY, bool FeeOnInput, bool HasOrders, uint Rate);

    /// <summary>Liquidity first, then limit orders being filled, then open ones.</summary>
    private readonly record struct Layers(ulong Liquidity, ulong Processed, ulong Open);

    public static ulong AvailableOut(in Bin bin, bool xToY, bool hasOrders)
    {
        var layers = LayersOf(bin, xToY, hasOrders);
        var sum = (UInt128)layers.Liquidity + layers.Processed + layers.Open;
        return sum > ulong.MaxValue ? ulong.MaxValue : (ulong)sum;
    }

    public static QuoteRefusal TryExactIn(in Bin bin, ulong amount, in Terms terms, out BinSwap swap)
    {
        swap = default;
        var fee = terms.FeeOnInput ? DlmmFee.Within(amount, terms.Rate) : 0;
        var net = amount - fee;
        var left = net;
        ulong amountOut = 0;
        var layers = LayersOf(bin, terms.XToY, terms.HasOrders);
        if (!TryFill(bin.Price, layers.Liquidity, terms.XToY, ref left, ref amountOut)
            || (left > 0 && !TryFill(bin.Price, layers.Processed, terms.XToY, ref left, ref amountOut))
            || (left > 0 && !TryFill(bin.Price, layers.Open, terms.XToY, ref left, ref amountOut)))
            return QuoteRefusal.Overflow;
        var amountIn = amount;
        if (left > 0)
        {
            // The bin is empty now: the fee is counted again, on what it really took.
            net -= left;
            var onTop = terms.FeeOnInput ? DlmmFee.OnTop(net, terms.Rate) : 0;
            if (net + onTop > ulong.MaxValue) return QuoteRefusal.Overflow;
            if (terms.FeeOnInput) fee = (ulong)onTop;
            amountIn = net + fee;
        }
        if (!terms.FeeOnInput)
        {
            fee = DlmmFee.Within(amountOut, terms.Rate);
            amountOut -= fee;
        }
        swap = new BinSwap(amountIn, amountOut, fee);
        return QuoteRefusal.None;
    }

    public static QuoteRefusal TryExactOut(in Bin bin, ulong amount, in Terms terms, out BinSwap swap)
    {
        swap = default;
        var gross = terms.FeeOnInput ? amount : amount + DlmmFee.OnTop(amount, terms.Rate);
        if (gross > ulong.MaxValue) return QuoteRefusal.Overflow;
        if (gross >= AvailableOut(bin, terms.XToY, terms.HasOrders)) return TryExactIn(bin, ulong.MaxValue, terms, out swap);

        var layers = LayersOf(bin, terms.XToY, terms.HasOrders);
        var left = (ulong)gross;
        UInt128 net = 0;
        foreach (var layer in (ReadOnlySpan<ulong>)[layers.Liquidity, layers.Processed, layers.Open])
        {
            var taken = Math.Min(left, layer);
            if (!TryAmountIn(taken, bin.Price, terms.XToY, out var part)) return QuoteRefusal.Overflow;
            net += part;
            left -= taken;
            if (left == 0) break;
        }
        if (net > ulong.MaxValue) return QuoteRefusal.Overflow;
        var amountIn = terms.FeeOnInput ? net + DlmmFee.OnTop((ulong)net, terms.Rate) : net;
        if (amountIn > ulong.MaxValue) return QuoteRefusal.Overflow;
        var refusal = TryExactIn(bin, (ulong)amountIn, terms, out swap);
        // What rounding gives beyond the amount asked for stays with the protocol.
        if (refusal == QuoteRefusal.None) swap = swap with { AmountOut = amount };
        return refusal;
    }

    private static bool TryFill(UInt128 price, ulong available, bool xToY, ref ulong left, ref ulong amountOut)
    {
        if (available == 0) return true;
        if (!TryAmountIn(available, price, xToY, out var whole)) return false;
        ulong given;
        if (left >= whole)
        {
            left -= whole;
            given = available;
        }
        else
        {
            if (!(xToY ? BinPrice.TryXToY(left, price, roundUp: false, out given) : BinPrice.TryYToX(left, price, roundUp: false, out given))) return false;
            left = 0;
        }
        var sum = (UInt128)amountOut + given;
        amountOut = (ulong)sum;
        return sum <= ulong.MaxValue;
    }

    private static bool TryAmountIn(ulong amountOut, UInt128 price, bool xToY, out ulong amountIn) =>
        xToY ? BinPrice.TryYToX(amountOut, price, roundUp: true, out amountIn) : BinPrice.TryXToY(amountOut, price, roundUp: true, out amountIn);

    private static Layers LayersOf(in Bin bin, bool xToY, bool hasOrders)
    {
        var liquidity = xToY ? bin.Y : bin.X;
        // X in takes the bids, which hold Y; Y in takes the asks.
        return hasOrders && xToY != bin.OrdersAreAsks ? new Layers(liquidity, bin.ProcessedOrderLeft, bin.OpenOrder) : new Layers(liquidity, 0, 0);
    }
}
