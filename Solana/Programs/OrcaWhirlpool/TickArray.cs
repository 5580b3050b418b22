using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>88 neighbouring ticks of a pool: which are initialised, and the liquidity that each adds when the price rises past it.</summary>
/// <remarks>
/// Two layouts: fixed (9,988 bytes, 113 a tick) and dynamic (a bitmap, then 113 bytes for an initialised tick and 1 for another).
/// Source: orca-so/whirlpools, state/fixed_tick_array.rs and dynamic_tick_array.rs.
/// </remarks>
public sealed class TickArray
{
    public const int TickCount = 88;
    public const ulong FixedDiscriminator = 0x4561bdbe_6e0742bb;
    public const ulong DynamicDiscriminator = 0x11d8f68e_e1c7da38;
    public const int FixedSize = 9_988;
    public const int DynamicSizeMin = DynamicTicksAt + TickCount;
    public const int DynamicSizeMax = DynamicTicksAt + TickCount * TickSize;

    private const int TickSize = 113;
    private const int FixedTicksAt = 12;
    private const int FixedWhirlpoolAt = 9_956;
    private const int DynamicTicksAt = 60;

    private readonly Int128[] _liquidityNet;

    private TickArray(PublicKey whirlpool, int startTick, UInt128 initialized, Int128[] liquidityNet)
    {
        Whirlpool = whirlpool;
        StartTick = startTick;
        Initialized = initialized;
        _liquidityNet = liquidityNet;
    }

    public PublicKey Whirlpool { get; }
    public int StartTick { get; }

    /// <summary>Bit n: the n-th tick is initialised.</summary>
    public UInt128 Initialized { get; }

    public Int128 LiquidityNet(int offset) => _liquidityNet[offset];

    public bool IsInitialized(int offset) => (Initialized >> offset & 1) != 0;

    /// <summary>An array whose account does not exist yet; the program treats it as having no tick.</summary>
    public static TickArray Absent(PublicKey whirlpool, int startTick) => new(whirlpool, startTick, 0, NoLiquidity);

    /// <param name="liquidityNet">By offset; zero entries may be initialised too, as two positions can cancel.</param>
    /// <exception cref="ArgumentException">Not 88 entries.</exception>
    public static TickArray Of(PublicKey whirlpool, int startTick, UInt128 initialized, ReadOnlySpan<Int128> liquidityNet)
    {
        if (liquidityNet.Length != TickCount) throw new ArgumentException($"A tick array has {TickCount} ticks, not {liquidityNet.Length}.", nameof(liquidityNet));
        return new TickArray(whirlpool, startTick, initialized, liquidityNet.ToArray());
    }

    public static DecodeRefusal TryDecode(ReadOnlySpan<byte> data, out TickArray? array)
    {
        array = null;
        if (data.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
        return LittleEndian.Discriminator(data) switch
        {
            FixedDiscriminator => TryDecodeFixed(data, out array),
            DynamicDiscriminator => TryDecodeDynamic(data, out array),
            _ => DecodeRefusal.WrongDiscriminator,
        };
    }

    private static readonly Int128[] NoLiquidity = new Int128[TickCount];

    private static DecodeRefusal TryDecodeFixed(ReadOnlySpan<byte> data, out TickArray? array)
    {
        array = null;
        if (data.Length != FixedSize) return DecodeRefusal.WrongLength;
        var nets = new Int128[TickCount];
        UInt128 initialized = 0;
        for (var i = 0; i < TickCount; i++)
        {
            var tick = data.Slice(FixedTicksAt + i * TickSize, TickSize);
            if (tick[0] > 1) return DecodeRefusal.InvalidField;
            if (tick[0] == 0) continue;
            initialized |= UInt128.One << i;
            nets[i] = LittleEndian.I128(tick, 1);
        }
        return Build(data[FixedWhirlpoolAt..], LittleEndian.I32(data, 8), initialized, nets, out array);
    }

    private static DecodeRefusal TryDecodeDynamic(ReadOnlySpan<byte> data, out TickArray? array)
    {
        array = null;
        if (data.Length is < DynamicSizeMin or > DynamicSizeMax) return DecodeRefusal.WrongLength;
        var nets = new Int128[TickCount];
        var initialized = LittleEndian.U128(data, 44);
        if (initialized >> TickCount != 0) return DecodeRefusal.InvalidField;
        var at = DynamicTicksAt;
        for (var i = 0; i < TickCount; i++)
        {
            if (at >= data.Length) return DecodeRefusal.WrongLength;
            var isInitialized = (initialized >> i & 1) != 0;
            if (data[at] != (isInitialized ? 1 : 0)) return DecodeRefusal.InvalidField;
            if (!isInitialized) { at++; continue; }
            if (data.Length - at < TickSize) return DecodeRefusal.WrongLength;
            nets[i] = LittleEndian.I128(data, at + 1);
            at += TickSize;
        }
        return Build(data[12..], LittleEndian.I32(data, 8), initialized, nets, out array);
    }

    private static DecodeRefusal Build(ReadOnlySpan<byte> whirlpool, int startTick, UInt128 initialized, Int128[] nets, out TickArray? array)
    {
        array = null;
        // The lowest array of the widest spacing starts at −88 · 65,535; nothing starts above the highest tick.
        if (startTick < -TickCount * ushort.MaxValue || startTick > TickMath.MaxTick) return DecodeRefusal.InvalidField;
        array = new TickArray(PublicKey.Read(whirlpool), startTick, initialized, nets);
        return DecodeRefusal.None;
    }
}
