namespace Orchestrator.Solana.Transactions;

/// <summary>Lengths on the wire: LEB128 of 16 bits, 1 to 3 bytes, only the shortest form (solana-sdk, short-vec).</summary>
internal static class CompactU16
{
    public static int SizeOf(int value) => value < 0x80 ? 1 : value < 0x4000 ? 2 : 3;

    /// <summary>Writes <paramref name="value"/> (0 to 65,535) and returns the number of bytes.</summary>
    public static int Write(Span<byte> destination, int value)
    {
        var at = 0;
        while (value >= 0x80)
        {
            destination[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[at++] = (byte)value;
        return at;
    }
}
