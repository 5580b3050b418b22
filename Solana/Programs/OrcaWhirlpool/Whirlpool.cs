using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>A pool account (653 bytes) as far as swaps and pool creations depend on it.</summary>
/// <remarks>Layout: orca-so/whirlpools, programs/whirlpool/src/state/whirlpool.rs.</remarks>
public sealed record Whirlpool
{
    public const int Size = 653;
    public const ulong Discriminator = 0x3f95d10c_e1806309;
    public const int RewardCount = 3;

    /// <summary>At and above it the pool has two ticks only, at both ends of the price range ("splash" pool).</summary>
    public const ushort FullRangeOnlyFrom = 32_768;

    public required PublicKey Config { get; init; }
    public required byte Bump { get; init; }
    public required ushort TickSpacing { get; init; }

    /// <summary>Seed of the address; equals the tick spacing except in pools with an adaptive fee.</summary>
    public required ushort FeeTierIndex { get; init; }

    /// <summary>Millionths of the input.</summary>
    public required ushort FeeRate { get; init; }

    /// <summary>Share of the fee that goes to the protocol, in 1/10,000.</summary>
    public required ushort ProtocolFeeRate { get; init; }

    public required UInt128 Liquidity { get; init; }

    /// <summary>√(B/A) in base units, Q64.64.</summary>
    public required UInt128 SqrtPrice { get; init; }

    public required int TickCurrentIndex { get; init; }
    public required ulong ProtocolFeeOwedA { get; init; }
    public required ulong ProtocolFeeOwedB { get; init; }
    public required PublicKey MintA { get; init; }
    public required PublicKey VaultA { get; init; }
    public required UInt128 FeeGrowthGlobalA { get; init; }
    public required PublicKey MintB { get; init; }
    public required PublicKey VaultB { get; init; }
    public required UInt128 FeeGrowthGlobalB { get; init; }

    /// <summary>Unix seconds.</summary>
    public required ulong RewardLastUpdated { get; init; }

    public IReadOnlyList<WhirlpoolReward> Rewards { get; init; } = [];

    public bool HasAdaptiveFee => FeeTierIndex != TickSpacing;

    public static DecodeRefusal TryDecode(ReadOnlySpan<byte> data, out Whirlpool? pool)
    {
        pool = null;
        if (data.Length < sizeof(ulong)) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        var read = Read(data);
        if (read.TickSpacing == 0
            || read.SqrtPrice < TickMath.MinSqrtPrice || read.SqrtPrice > TickMath.MaxSqrtPrice
            // A swap that stops on a tick from above leaves the index one below it.
            || read.TickCurrentIndex < TickMath.MinTick - 1 || read.TickCurrentIndex > TickMath.MaxTick)
            return DecodeRefusal.InvalidField;
        pool = read;
        return DecodeRefusal.None;
    }

    private static Whirlpool Read(ReadOnlySpan<byte> data) => new()
    {
        Config = PublicKey.Read(data[8..]),
        Bump = data[40],
        TickSpacing = LittleEndian.U16(data, 41),
        FeeTierIndex = LittleEndian.U16(data, 43),
        FeeRate = LittleEndian.U16(data, 45),
        ProtocolFeeRate = LittleEndian.U16(data, 47),
        Liquidity = LittleEndian.U128(data, 49),
        SqrtPrice = LittleEndian.U128(data, 65),
        TickCurrentIndex = LittleEndian.I32(data, 81),
        ProtocolFeeOwedA = LittleEndian.U64(data, 85),
        ProtocolFeeOwedB = LittleEndian.U64(data, 93),
        MintA = PublicKey.Read(data[101..]),
        VaultA = PublicKey.Read(data[133..]),
        FeeGrowthGlobalA = LittleEndian.U128(data, 165),
        MintB = PublicKey.Read(data[181..]),
        VaultB = PublicKey.Read(data[213..]),
        FeeGrowthGlobalB = LittleEndian.U128(data, 245),
        RewardLastUpdated = LittleEndian.U64(data, 261),
        Rewards = [WhirlpoolReward.Read(data[269..]), WhirlpoolReward.Read(data[397..]), WhirlpoolReward.Read(data[525..])],
    };
}

/// <summary>One of a pool's three reward emissions; an unused one has the zero mint.</summary>
/// <param name="Extension">32 bytes with another use in each slot: reward authority, control flags, reserved.</param>
/// <param name="EmissionsPerSecond">Base units, Q64.64.</param>
public sealed record WhirlpoolReward(
    PublicKey Mint, PublicKey Vault, PublicKey Extension, UInt128 EmissionsPerSecond, UInt128 GrowthGlobal)
{
    public const int Size = 128;

    internal static WhirlpoolReward Read(ReadOnlySpan<byte> data) => new(
        PublicKey.Read(data), PublicKey.Read(data[32..]), PublicKey.Read(data[64..]), LittleEndian.U128(data, 96), LittleEndian.U128(data, 112));
}
