using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>Which token the trade fee is taken from.</summary>
public enum CollectFeeOn : byte { Input = 0, Token0 = 1, Token1 = 2 }

/// <summary>A Raydium CLMM pool. 1,544 packed bytes.</summary>
/// <remarks>
/// Source: raydium-io/raydium-clmm, programs/amm/src/states/pool.rs at 03b44b7f. The fields that 2026 added (fee side,
/// dynamic fee) lie in what was zero before, so that older pools read as pools without them.
/// </remarks>
public sealed record ClmmPoolState
{
    public const int Size = 1_544;

    /// <summary>The CPMM's pools carry the same eight bytes: the owner tells them apart.</summary>
    public const ulong Discriminator = 0xf7ede3f5d7c3de46;

    internal const int BitmapAt = 904;
    private const int DynamicFeeAt = 1_096;
    private const byte SwapDisabledBit = 16;

    public required PublicKey Config { get; init; }
    public required PublicKey Creator { get; init; }
    public required PublicKey Mint0 { get; init; }
    public required PublicKey Mint1 { get; init; }
    public required PublicKey Vault0 { get; init; }
    public required PublicKey Vault1 { get; init; }
    public required PublicKey Observation { get; init; }
    public required byte Decimals0 { get; init; }
    public required byte Decimals1 { get; init; }
    public required ushort TickSpacing { get; init; }
    public required UInt128 Liquidity { get; init; }

    /// <summary>√(token 1 / token 0) as Q64.64, in base units.</summary>
    public required UInt128 SqrtPrice { get; init; }
    public required int TickCurrent { get; init; }

    /// <summary>Bit set = switched off: 1 open, 2 decrease, 4 collect fee, 8 collect reward, 16 swap, 32 limit order.</summary>
    public required byte Status { get; init; }
    public required CollectFeeOn FeeOn { get; init; }

    /// <summary>Unix seconds; a swap must come later.</summary>
    public required ulong OpenTime { get; init; }

    /// <summary>Null where the fee does not follow the volatility.</summary>
    public required DynamicFee? DynamicFee { get; init; }

    public bool SwapDisabled => (Status & SwapDisabledBit) != 0;

    public static DecodeRefusal Read(PublicKey owner, ReadOnlySpan<byte> data, out ClmmPoolState? pool)
    {
        pool = null;
        if (owner != ProgramIds.RaydiumClmm) return DecodeRefusal.WrongOwner;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        var spacing = U16(data, 235);
        var tick = I32(data, 269);
        if (spacing == 0 || data[390] > (byte)CollectFeeOn.Token1 || tick is < TickMath.MinTick or > TickMath.MaxTick) return DecodeRefusal.InvalidField;
        pool = new ClmmPoolState
        {
            Config = Key(data, 9), Creator = Key(data, 41), Mint0 = Key(data, 73), Mint1 = Key(data, 105), Vault0 = Key(data, 137),
            Vault1 = Key(data, 169), Observation = Key(data, 201), Decimals0 = data[233], Decimals1 = data[234], TickSpacing = spacing,
            Liquidity = U128(data, 237), SqrtPrice = U128(data, 253), TickCurrent = tick, Status = data[389], FeeOn = (CollectFeeOn)data[390],
            OpenTime = U64(data, 1_080), DynamicFee = RaydiumClmm.DynamicFee.Read(data.Slice(DynamicFeeAt, RaydiumClmm.DynamicFee.Size)),
        };
        return DecodeRefusal.None;
    }
}

/// <summary>Fee rates that many pools share, in millionths. 117 bytes.</summary>
public readonly record struct ClmmConfig(ushort Index, uint TradeFeeRate, uint ProtocolFeeRate, uint FundFeeRate, ushort TickSpacing)
{
    public const int Size = 117;
    public const ulong Discriminator = 0xdaf42168cbcb2b6f;

    public static DecodeRefusal Read(PublicKey owner, ReadOnlySpan<byte> data, out ClmmConfig config)
    {
        config = default;
        if (owner != ProgramIds.RaydiumClmm) return DecodeRefusal.WrongOwner;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        config = new ClmmConfig(U16(data, 9), U32(data, 47), U32(data, 43), U32(data, 53), U16(data, 51));
        return DecodeRefusal.None;
    }
}
