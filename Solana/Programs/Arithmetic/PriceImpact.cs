namespace Orchestrator.Solana.Programs.Arithmetic;

/// <summary>How much worse than the pool's price before the swap the swap itself was, fees left out: 1 − actual / ideal.</summary>
/// <remarks>In basis points with four decimals, rounded up so that it is never understated.</remarks>
public static class PriceImpact
{
    private const uint Parts = 100_000_000;
    private const int PartsBits = 27;
    private const byte DecimalsOfABasisPoint = 4;

    /// <param name="actual">What the swap gives, on any scale.</param>
    /// <param name="ideal">What the net input would give at the price before, on the same scale.</param>
    public static decimal Bps(U256 actual, U256 ideal)
    {
        if (ideal <= actual) return 0m;
        var excess = ideal.BitLength - (256 - PartsBits);
        if (excess > 0) { ideal >>= excess; actual >>= excess; }
        if (ideal <= actual) return 0m;
        var parts = (int)(ulong)MulDiv.DivideCeiling((ideal - actual) * Parts, ideal);
        return new decimal(parts, 0, 0, false, DecimalsOfABasisPoint);
    }

    /// <summary>For a constant product x·y: ideal = net·y/x.</summary>
    public static decimal ConstantProductBps(ulong netIn, ulong reserveIn, ulong reserveOut, ulong amountOut) =>
        Bps(U256.Multiply(amountOut, reserveIn), U256.Multiply(netIn, reserveOut));
}
