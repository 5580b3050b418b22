namespace Orchestrator.Solana.Programs.Arithmetic;

/// <summary>floor(√value) of a 256-bit integer.</summary>
internal static class WideSquareRoot
{
    public static UInt128 Of(U256 value)
    {
        UInt128 root = 0;
        for (var bit = (value.BitLength + 1) / 2 - 1; bit >= 0; bit--)
        {
            var candidate = root | UInt128.One << bit;
            if (U256.Multiply(candidate, candidate) <= value) root = candidate;
        }
        return root;
    }
}
