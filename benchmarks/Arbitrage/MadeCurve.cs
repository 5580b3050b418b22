using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Benchmarks.Arbitrage;

/// <summary>A constant product, cut into as many ranges as a concentrated pool would have within reach.</summary>
internal sealed class MadeCurve : IPoolCurve
{
    private readonly ulong _a, _b;
    private readonly uint _feePpm;
    private readonly CurveShape _aToB, _bToA;

    public MadeCurve(string venue, string pool, Mint mintA, Mint mintB, ulong a, ulong b, uint feePpm, int ranges)
    {
        (Venue, Pool, MintA, MintB, _a, _b, _feePpm) = (venue, pool, mintA, mintB, a, b, feePpm);
        (_aToB, _bToA) = (ShapeOf(a, b, ranges), ShapeOf(b, a, ranges));
    }

    public string Venue { get; }
    public string Pool { get; }
    public Mint MintA { get; }
    public Mint MintB { get; }

    public CurveQuote Quote(bool aToB, ulong amountIn, in MarketClock clock)
    {
        var (x, y) = aToB ? (_a, _b) : (_b, _a);
        var net = (UInt128)amountIn * (1_000_000 - _feePpm) / 1_000_000;
        var output = (ulong)(y * net / (x + net));
        return output == 0 ? CurveQuote.Refused("AmountTooSmall") : new CurveQuote(output, new BasisPoints(1), null);
    }

    public CurveShape Shape(bool aToB, in MarketClock clock) => aToB ? _aToB : _bToA;

    private CurveShape ShapeOf(double x, double y, int ranges)
    {
        var shape = new CurveShape.Builder();
        var kept = 1 - (_feePpm / 1e6);
        for (var range = 0; range < ranges; range++)
        {
            // Each range moves the price by about a basis point and a half, as neighbouring ticks do.
            var net = range == ranges - 1 ? double.PositiveInfinity : x * 75e-6;
            shape.AddProduct(x, y, net / kept, kept);
            if (double.IsInfinity(net)) break;
            (x, y) = (x + net, y - (y * net / (x + net)));
        }

        return shape.Build();
    }
}
