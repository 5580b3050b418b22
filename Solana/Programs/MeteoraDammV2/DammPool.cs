using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.MeteoraDammV2;

public enum DammCollectFeeMode : byte
{
    /// <summary>In whatever comes out.</summary>
    BothTokens = 0,

    /// <summary>Always in B.</summary>
    OnlyB = 1,

    /// <summary>Always in B, partly put back; such a pool is a constant product without price range.</summary>
    Compounding = 2,
}

/// <summary>The extra fee by recent volatility, as it stood after the last swap.</summary>
public readonly record struct DammDynamicFee(bool IsOn, uint VolatilityMax, uint VariableFeeControl, ushort BinStep, UInt128 Volatility);

/// <summary>A pool account (1,112 bytes).</summary>
/// <remarks>Layout: the published IDL of Meteora's cp-amm (pool fee version 1, layout version 1).</remarks>
public sealed record DammPool
{
    public const int Size = 1_112;
    public const ulong Discriminator = 0xf19a6d04_11b16dbc;
    public const byte FeeVersionMax = 1;
    public const byte LayoutVersionMax = 1;

    public required DammBaseFee BaseFee { get; init; }
    public required DammDynamicFee DynamicFee { get; init; }

    /// <summary>Price when the pool was made, Q64.64; the market-cap fee counts from it.</summary>
    public required UInt128 InitSqrtPrice { get; init; }

    public required PublicKey MintA { get; init; }
    public required PublicKey MintB { get; init; }
    public required PublicKey VaultA { get; init; }
    public required PublicKey VaultB { get; init; }

    /// <summary>Q64.64.</summary>
    public required UInt128 Liquidity { get; init; }

    public required UInt128 SqrtMinPrice { get; init; }
    public required UInt128 SqrtMaxPrice { get; init; }

    /// <summary>√(B/A) in base units, Q64.64.</summary>
    public required UInt128 SqrtPrice { get; init; }

    public required ulong ActivationPoint { get; init; }

    /// <summary>Whether points are unix seconds rather than slots.</summary>
    public required bool CountsTime { get; init; }

    public required bool IsEnabled { get; init; }
    public required DammCollectFeeMode CollectFeeMode { get; init; }

    /// <summary>0 caps fees at 50 %, 1 at 99 %.</summary>
    public required byte FeeVersion { get; init; }

    public required PublicKey Creator { get; init; }

    /// <summary>Tracked since layout version 1; the reserves of a compounding pool.</summary>
    public required ulong AmountA { get; init; }
    public required ulong AmountB { get; init; }
    public required byte LayoutVersion { get; init; }

    public static DecodeRefusal TryDecode(ReadOnlySpan<byte> data, out DammPool? pool)
    {
        pool = null;
        if (data.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        if (data[486] > FeeVersionMax || data[696] > LayoutVersionMax || data[480] > 1 || data[481] > 1
            || data[484] > (byte)DammCollectFeeMode.Compounding)
            return DecodeRefusal.UnknownVersion;
        var refusal = DammBaseFee.TryRead(data.Slice(8, DammBaseFee.Size), out var baseFee);
        if (refusal != DecodeRefusal.None) return refusal;
        pool = Read(data, baseFee);
        return DecodeRefusal.None;
    }

    private static DammPool Read(ReadOnlySpan<byte> data, DammBaseFee baseFee) => new()
    {
        BaseFee = baseFee,
        DynamicFee = new DammDynamicFee(
            data[56] != 0, LittleEndian.U32(data, 64), LittleEndian.U32(data, 68), LittleEndian.U16(data, 72), LittleEndian.U128(data, 120)),
        InitSqrtPrice = LittleEndian.U128(data, 152),
        MintA = LittleEndian.Key(data, 168),
        MintB = LittleEndian.Key(data, 200),
        VaultA = LittleEndian.Key(data, 232),
        VaultB = LittleEndian.Key(data, 264),
        Liquidity = LittleEndian.U128(data, 360),
        SqrtMinPrice = LittleEndian.U128(data, 424),
        SqrtMaxPrice = LittleEndian.U128(data, 440),
        SqrtPrice = LittleEndian.U128(data, 456),
        ActivationPoint = LittleEndian.U64(data, 472),
        CountsTime = data[480] == 1,
        IsEnabled = data[481] == 0,
        CollectFeeMode = (DammCollectFeeMode)data[484],
        FeeVersion = data[486],
        Creator = LittleEndian.Key(data, 648),
        AmountA = LittleEndian.U64(data, 680),
        AmountB = LittleEndian.U64(data, 688),
        LayoutVersion = data[696],
    };
}
