using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>Settings of a pair's fee, fixed at its creation.</summary>
/// <param name="BaseFactor">Base fee = factor · bin step · 10^(1 + power), in 1e-9.</param>
/// <param name="FilterPeriod">Seconds within which swaps count as one move.</param>
/// <param name="DecayPeriod">Seconds after which past moves are forgotten.</param>
/// <param name="ReductionFactor">Share of past volatility kept between the two, in basis points.</param>
public readonly record struct DlmmFeeParameters(
    ushort BaseFactor, ushort FilterPeriod, ushort DecayPeriod, ushort ReductionFactor, uint VariableFeeControl, uint VolatilityMax,
    ushort ProtocolShare, byte BaseFeePower);

/// <summary>What a pair remembers of recent price moves.</summary>
/// <param name="LastUpdate">Unix seconds.</param>
public readonly record struct DlmmVolatility(uint Accumulator, uint Reference, int IndexReference, long LastUpdate);

public enum DlmmPairType : byte { Permissionless = 0, Permission = 1, CustomizablePermissionless = 2, PermissionlessV2 = 3 }

/// <summary>A pair account (904 bytes).</summary>
/// <remarks>Layout: MeteoraAg/dlmm-sdk, idls/dlmm.json (program 0.12.0) at fb02e51a.</remarks>
public sealed record LbPair
{
    public const int Size = 904;
    public const ulong Discriminator = 0x210b3162_b565b10d;
    public const int BitmapWords = 16;

    /// <summary>10^power beyond this exceeds every fee that the program allows.</summary>
    private const byte BaseFeePowerMax = 9;

    private const int BitmapAt = 584;

    public required DlmmFeeParameters Fees { get; init; }
    public required DlmmVolatility Volatility { get; init; }
    public required DlmmPairType PairType { get; init; }
    public required int ActiveId { get; init; }

    /// <summary>Price step from bin to bin, in basis points.</summary>
    public required ushort BinStep { get; init; }

    public required bool IsEnabled { get; init; }

    /// <summary>Whether <see cref="ActivationPoint"/> is a unix time rather than a slot.</summary>
    public required bool ActivatesByTime { get; init; }

    public required ulong ActivationPoint { get; init; }

    /// <summary>Bins may hold limit orders beside the liquidity.</summary>
    public required bool HasLimitOrders { get; init; }

    /// <summary>Fees are always taken in Y; otherwise in whatever comes in.</summary>
    public required bool FeesInYOnly { get; init; }

    public required PublicKey MintX { get; init; }
    public required PublicKey MintY { get; init; }
    public required PublicKey ReserveX { get; init; }
    public required PublicKey ReserveY { get; init; }
    public required PublicKey Oracle { get; init; }
    public required PublicKey Creator { get; init; }

    /// <summary>Which of the middle 1,024 bin arrays hold liquidity.</summary>
    public required ReadOnlyMemory<ulong> Bitmap { get; init; }

    public static DecodeRefusal TryDecode(ReadOnlySpan<byte> data, out LbPair? pair)
    {
        pair = null;
        if (data.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        int active = LittleEndian.I32(data, 76);
        if (LittleEndian.U16(data, 80) == 0 || active < BinPrice.BinIdMin || active > BinPrice.BinIdMax || data[34] > BaseFeePowerMax)
            return DecodeRefusal.InvalidField;
        // Pair type, status, activation type, function type, fee mode: a value beyond these is a version not read here.
        if (data[75] > 3 || data[82] > 1 || data[86] > 1 || data[35] > 2 || data[36] > 1) return DecodeRefusal.UnknownVersion;
        pair = Read(data, active);
        return DecodeRefusal.None;
    }

    private static LbPair Read(ReadOnlySpan<byte> data, int active) => new()
    {
        Fees = new DlmmFeeParameters(
            LittleEndian.U16(data, 8), LittleEndian.U16(data, 10), LittleEndian.U16(data, 12), LittleEndian.U16(data, 14),
            LittleEndian.U32(data, 16), LittleEndian.U32(data, 20), LittleEndian.U16(data, 32), data[34]),
        Volatility = new DlmmVolatility(
            LittleEndian.U32(data, 40), LittleEndian.U32(data, 44), LittleEndian.I32(data, 48), LittleEndian.I64(data, 56)),
        PairType = (DlmmPairType)data[75],
        ActiveId = active,
        BinStep = LittleEndian.U16(data, 80),
        IsEnabled = data[82] == 0,
        ActivatesByTime = data[86] == 1,
        ActivationPoint = LittleEndian.U64(data, 816),
        HasLimitOrders = data[35] == 2 || (data[35] == 0 && !HasRewards(data)),
        FeesInYOnly = data[36] == 1,
        MintX = LittleEndian.Key(data, 88),
        MintY = LittleEndian.Key(data, 120),
        ReserveX = LittleEndian.Key(data, 152),
        ReserveY = LittleEndian.Key(data, 184),
        Oracle = LittleEndian.Key(data, 552),
        Creator = LittleEndian.Key(data, 848),
        Bitmap = ReadBitmap(data),
    };

    /// <summary>A pair whose function was never chosen takes limit orders unless it has a liquidity reward.</summary>
    private static bool HasRewards(ReadOnlySpan<byte> data) =>
        LittleEndian.Key(data, 264) != default || LittleEndian.Key(data, 408) != default;

    private static ulong[] ReadBitmap(ReadOnlySpan<byte> data)
    {
        var words = new ulong[BitmapWords];
        for (var i = 0; i < words.Length; i++) words[i] = LittleEndian.U64(data, BitmapAt + i * sizeof(ulong));
        return words;
    }
}
