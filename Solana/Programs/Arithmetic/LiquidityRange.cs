using Orchestrator.Domain.Markets;

namespace Orchestrator.Solana.Programs.Arithmetic;

/// <summary>A stretch of constant liquidity between two prices, for searches. In floating point; quotes use integers.</summary>
internal static class LiquidityRange
{
    private static readonly double Q64 = Math.Pow(2, 64), HalfLogOfTick = Math.Log(1.0001) / 2;

    /// <summary>√(B/A) of a Q64.64 number.</summary>
    public static double SqrtPrice(UInt128 q64) => (double)q64 / Q64;

    /// <summary>√(B/A) = 1.0001^(tick/2), without the programs' truncations.</summary>
    public static double SqrtPriceAt(int tick) => Math.Exp(tick * HalfLogOfTick);

    /// <param name="from">√(B/A) where the stretch begins.</param>
    /// <param name="to">√(B/A) where it ends: lower when A is sold.</param>
    /// <param name="kept">Share of the input left after fees.</param>
    /// <param name="given">Share of the output left after fees.</param>
    public static void Add(CurveShape.Builder shape, double liquidity, double from, double to, bool aToB, double kept, double given)
    {
        if (!(liquidity > 0) || !(kept > 0) || !(from > 0)) return;
        var net = aToB ? liquidity * ((1 / to) - (1 / from)) : liquidity * (to - from);
        double a = liquidity / from, b = liquidity * from;
        shape.AddProduct(aToB ? a : b, aToB ? b : a, net / kept, kept, given);
    }
}
