using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Tests.Arbitrage;

/// <summary>A constant product with a fee on the input, rounded as Raydium rounds.</summary>
internal sealed record ProductCurve(string Venue, string Pool, Mint MintA, Mint MintB, ulong ReserveA, ulong ReserveB, uint FeePpm) : IPoolCurve
{
    private const uint Million = 1_000_000;

    public CurveQuote Quote(bool aToB, ulong amountIn, in MarketClock clock)
    {
        var (x, y) = aToB ? (ReserveA, ReserveB) : (ReserveB, ReserveA);
        if (amountIn == 0 || amountIn > ulong.MaxValue - x) return CurveQuote.Refused("AmountTooSmall");
        var net = amountIn - (((UInt128)amountIn * FeePpm) + Million - 1) / Million;
        var output = (ulong)(y * net / (x + net));
        return output == 0 ? CurveQuote.Refused("AmountTooSmall") : new CurveQuote(output, new BasisPoints((int)(output * (UInt128)20_000 / y)), null);
    }

    public CurveShape Shape(bool aToB, in MarketClock clock)
    {
        var (x, y) = aToB ? (ReserveA, ReserveB) : (ReserveB, ReserveA);
        var shape = new CurveShape.Builder();
        shape.AddProduct(x, y, double.PositiveInfinity, 1 - (FeePpm / (double)Million));
        return shape.Build();
    }
}

/// <summary>Bins of a constant price each, as an order book or a bin pool has them: what is in a bin is sold at its price until nothing is left.</summary>
internal sealed record BinCurve(string Venue, string Pool, Mint MintA, Mint MintB, (ulong Out, double Price)[] Bids, (ulong Out, double Price)[] Asks, uint FeePpm) : IPoolCurve
{
    private const uint Million = 1_000_000;

    /// <summary>Prices in 2^-64, so that a quote is integers only.</summary>
    private static UInt128 Q64(double price) => (UInt128)(price * 18446744073709551616.0);

    public CurveQuote Quote(bool aToB, ulong amountIn, in MarketClock clock)
    {
        var net = (ulong)((UInt128)amountIn * (Million - FeePpm) / Million);
        ulong output = 0;
        foreach (var (there, price) in aToB ? Bids : Asks)
        {
            var q = Q64(price);
            var most = ((UInt128)there << 64) / q;
            if (net <= most) return Answer(output + (ulong)(net * q >> 64));
            output += there;
            net -= (ulong)most;
        }

        return CurveQuote.Refused("LiquidityExhausted");

        static CurveQuote Answer(ulong given) => given == 0 ? CurveQuote.Refused("AmountTooSmall") : new CurveQuote(given, new BasisPoints(1), null);
    }

    public CurveShape Shape(bool aToB, in MarketClock clock)
    {
        var kept = 1 - (FeePpm / (double)Million);
        var shape = new CurveShape.Builder();
        foreach (var (there, price) in aToB ? Bids : Asks) shape.Add(there / price / kept, price * kept, 0);
        return shape.Build();
    }
}
