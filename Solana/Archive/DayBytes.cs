using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Archive;

/// <summary>Accounts of the program as they were, in its own layouts: what a feed would have told.</summary>
internal static class DayBytes
{
    private const int TickAt = 12, TickSize = 113, WhirlpoolAt = 9_956;
    private const int LiquidityAt = 49, SqrtPriceAt = 65, CurrentTickAt = 81;

    /// <summary>Where a fixed array keeps all the liquidity that refers to one of its ticks.</summary>
    public static int GrossAt(int offset) => TickAt + (offset * TickSize) + 17;

    /// <summary>A pool's last account with another price. Fees, rewards and protocol fees stay those of the end: no quote depends on them.</summary>
    public static byte[] Pool(byte[] end, UInt128 liquidity, UInt128 sqrtPrice, int tick)
    {
        byte[] data = [.. end];
        BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(LiquidityAt), liquidity);
        BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(SqrtPriceAt), sqrtPrice);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(CurrentTickAt), tick);
        return data;
    }

    public static byte[] Array(PublicKey pool, int start, IEnumerable<(int Offset, Int128 Net, UInt128 Gross)> ticks)
    {
        var data = new byte[TickArray.FixedSize];
        BinaryPrimitives.WriteUInt64BigEndian(data, TickArray.FixedDiscriminator);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(8), start);
        foreach (var (offset, net, gross) in ticks)
        {
            var at = TickAt + (offset * TickSize);
            data[at] = 1;
            BinaryPrimitives.WriteInt128LittleEndian(data.AsSpan(at + 1), net);
            BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(GrossAt(offset)), gross);
        }

        pool.CopyTo(data.AsSpan(WhirlpoolAt));
        return data;
    }
}
