namespace Orchestrator.Solana.Programs.Arithmetic;

/// <summary>Price impact in pools that keep √(B/A) as Q64.64.</summary>
internal static class SqrtPriceImpact
{
    /// <param name="sqrtPrice">Before the swap; at most 2^96, so that no product here overflows.</param>
    /// <param name="netIn">Input after fees.</param>
    /// <param name="grossOut">Output before fees.</param>
    public static decimal Bps(UInt128 sqrtPrice, bool aToB, ulong netIn, ulong grossOut)
    {
        var price = U256.Multiply(sqrtPrice, sqrtPrice);
        return aToB
            ? PriceImpact.Bps((U256)grossOut << 128, price * netIn)
            : PriceImpact.Bps(price * grossOut, (U256)netIn << 128);
    }
}
