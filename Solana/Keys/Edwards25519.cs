namespace Orchestrator.Solana.Keys;

/// <summary>Whether 32 bytes are a point of the curve, as the runtime asks before it accepts a program-derived address.</summary>
/// <remarks>
/// Same answer as <c>CompressedEdwardsY::decompress().is_some()</c> of curve25519-dalek: the sign bit is ignored, a
/// coordinate of 2^255−19 or more is reduced, small-order points count as on the curve.
/// </remarks>
internal static class Edwards25519
{
    // d of −x² + y² = 1 + d·x²·y² (RFC 8032, 5.1).
    private static readonly Field25519 D = Field25519.FromLittleEndian(
        Convert.FromHexString("a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352"));

    public static bool IsOnCurve(ReadOnlySpan<byte> compressed)
    {
        var y = Field25519.FromLittleEndian(compressed);
        var ySquared = y.Square();
        var u = ySquared - Field25519.One;
        var v = (D * ySquared) + Field25519.One;

        // x² = u/v has a root exactly when u·v is a square; v is never 0, because −1/d is not a square.
        var product = u * v;
        return product.IsZero || product.IsNonZeroSquare();
    }
}
