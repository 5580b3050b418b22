using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

/// <summary>Pools with only what a quote reads.</summary>
internal static class Pools
{
    public static readonly PublicKey Address = Key(1);
    public static readonly PublicKey MintA = Key(2);
    public static readonly PublicKey MintB = Key(3);

    public static PublicKey Key(byte fill)
    {
        Span<byte> bytes = stackalloc byte[PublicKey.Size];
        bytes.Fill(fill);
        return new PublicKey(bytes);
    }

    public static Whirlpool Of(ushort spacing, ushort feeRate, UInt128 liquidity, UInt128 sqrtPrice, ushort? feeTierIndex = null) => new()
    {
        Config = default,
        Bump = 255,
        TickSpacing = spacing,
        FeeTierIndex = feeTierIndex ?? spacing,
        FeeRate = feeRate,
        ProtocolFeeRate = 300,
        Liquidity = liquidity,
        SqrtPrice = sqrtPrice,
        TickCurrentIndex = TickMath.TickAt(sqrtPrice),
        ProtocolFeeOwedA = 0,
        ProtocolFeeOwedB = 0,
        MintA = MintA,
        VaultA = Key(4),
        FeeGrowthGlobalA = 0,
        MintB = MintB,
        VaultB = Key(5),
        FeeGrowthGlobalB = 0,
        RewardLastUpdated = 0,
    };

    /// <summary>The arrays that a swap may walk through, taken from <paramref name="net"/> (tick to liquidity added upwards).</summary>
    public static TickArray[] Arrays(Whirlpool pool, bool aToB, IReadOnlyDictionary<int, Int128>? net = null)
    {
        Span<int> starts = stackalloc int[TickArraySequence.ArraysMax];
        var count = TickArraySequence.StartTicks(pool.TickCurrentIndex, pool.TickSpacing, aToB, starts);
        var arrays = new TickArray[count];
        for (var i = 0; i < count; i++) arrays[i] = Array(starts[i], pool.TickSpacing, net);
        return arrays;
    }

    public static TickArray Array(int start, int spacing, IReadOnlyDictionary<int, Int128>? net)
    {
        if (net is null) return TickArray.Absent(Address, start);
        var ticks = new Int128[TickArray.TickCount];
        UInt128 initialized = 0;
        for (var i = 0; i < ticks.Length; i++)
        {
            if (!net.TryGetValue(start + i * spacing, out var value)) continue;
            ticks[i] = value;
            initialized |= UInt128.One << i;
        }
        return TickArray.Of(Address, start, initialized, ticks);
    }
}
