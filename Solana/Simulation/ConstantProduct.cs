namespace Orchestrator.Solana.Simulation;

/// <summary>
/// Exact-input swap of a constant-product pool, to the base unit.
/// Source: raydium-cp-swap, curve/fees.rs and curve/constant_product.rs: fee = ceil(in · rate / 10^6), out = floor(y · net / (x + net)).
/// Raydium v4 rounds the same way with 25 / 10,000.
/// </summary>
internal static class ConstantProduct
{
    public const uint FeeUnit = 1_000_000;

    /// <summary>Base units that come out; 0 when the input is too small, or so large that the pool could not hold it.</summary>
    public static ulong SwapBaseIn(ulong reserveIn, ulong reserveOut, ulong amountIn, uint feePpm)
    {
        if (reserveIn == 0 || reserveOut == 0 || amountIn == 0 || amountIn > ulong.MaxValue - reserveIn) return 0;
        var fee = ((UInt128)amountIn * feePpm + FeeUnit - 1) / FeeUnit;
        if (fee >= amountIn) return 0;
        var net = amountIn - (ulong)fee;
        return (ulong)((UInt128)reserveOut * net / ((UInt128)reserveIn + net));
    }
}
