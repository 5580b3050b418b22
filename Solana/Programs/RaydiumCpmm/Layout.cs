using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.RaydiumCpmm;

/// <summary>On which side the creator's fee is taken.</summary>
public enum CreatorFeeOn : byte { InputToken = 0, OnlyToken0 = 1, OnlyToken1 = 2 }

/// <summary>A Raydium CPMM pool. 637 packed bytes.</summary>
/// <remarks>Source: raydium-io/raydium-cp-swap, programs/cp-swap/src/states/pool.rs at 609780f1.</remarks>
public sealed record PoolState
{
    public const int Size = 637;

    /// <summary>The CLMM's pools carry the same eight bytes: the owner tells them apart.</summary>
    public const ulong Discriminator = 0xf7ede3f5d7c3de46;

    private const byte SwapDisabledBit = 4;

    public required PublicKey Config { get; init; }
    public required PublicKey Creator { get; init; }
    public required PublicKey Vault0 { get; init; }
    public required PublicKey Vault1 { get; init; }
    public required PublicKey LpMint { get; init; }
    public required PublicKey Mint0 { get; init; }
    public required PublicKey Mint1 { get; init; }
    public required PublicKey Program0 { get; init; }
    public required PublicKey Program1 { get; init; }
    public required PublicKey Observation { get; init; }

    /// <summary>Bit set = switched off: 1 deposit, 2 withdraw, 4 swap.</summary>
    public required byte Status { get; init; }
    public required byte Decimals0 { get; init; }
    public required byte Decimals1 { get; init; }

    /// <summary>Shares issued, without burns and locks.</summary>
    public required ulong LpSupply { get; init; }

    /// <summary>Base units in vault 0 that belong to protocol, fund and creator.</summary>
    public required UInt128 FeesOwed0 { get; init; }

    /// <summary>Base units in vault 1 that belong to protocol, fund and creator.</summary>
    public required UInt128 FeesOwed1 { get; init; }

    /// <summary>Unix seconds.</summary>
    public required ulong OpenTime { get; init; }
    public required CreatorFeeOn CreatorFeeOn { get; init; }
    public required bool CreatorFeeEnabled { get; init; }

    public bool SwapDisabled => (Status & SwapDisabledBit) != 0;

    public static DecodeRefusal Read(PublicKey owner, ReadOnlySpan<byte> data, out PoolState? pool)
    {
        pool = null;
        if (owner != ProgramIds.RaydiumCpmm) return DecodeRefusal.WrongOwner;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        if (data[389] > (byte)CreatorFeeOn.OnlyToken1 || data[390] > 1) return DecodeRefusal.InvalidField;
        pool = new PoolState
        {
            Config = Key(data, 8), Creator = Key(data, 40), Vault0 = Key(data, 72), Vault1 = Key(data, 104), LpMint = Key(data, 136),
            Mint0 = Key(data, 168), Mint1 = Key(data, 200), Program0 = Key(data, 232), Program1 = Key(data, 264), Observation = Key(data, 296),
            Status = data[329], Decimals0 = data[331], Decimals1 = data[332], LpSupply = U64(data, 333),
            FeesOwed0 = (UInt128)U64(data, 341) + U64(data, 357) + U64(data, 397),
            FeesOwed1 = (UInt128)U64(data, 349) + U64(data, 365) + U64(data, 405),
            OpenTime = U64(data, 373), CreatorFeeOn = (CreatorFeeOn)data[389], CreatorFeeEnabled = data[390] == 1,
        };
        return DecodeRefusal.None;
    }
}

/// <summary>Fee rates that many pools share, in millionths. 236 bytes.</summary>
/// <param name="TradeFeeRate">Of the input.</param>
/// <param name="ProtocolFeeRate">Of the trade fee.</param>
/// <param name="FundFeeRate">Of the trade fee.</param>
/// <param name="CreatorFeeRate">Of the input or the output; counts only where the pool enables it.</param>
public readonly record struct AmmConfig(ushort Index, ulong TradeFeeRate, ulong ProtocolFeeRate, ulong FundFeeRate, ulong CreatorFeeRate)
{
    public const int Size = 236;
    public const ulong Discriminator = 0xdaf42168cbcb2b6f;

    public static DecodeRefusal Read(PublicKey owner, ReadOnlySpan<byte> data, out AmmConfig config)
    {
        config = default;
        if (owner != ProgramIds.RaydiumCpmm) return DecodeRefusal.WrongOwner;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        if (LittleEndian.Discriminator(data) != Discriminator) return DecodeRefusal.WrongDiscriminator;
        config = new AmmConfig(U16(data, 10), U64(data, 12), U64(data, 20), U64(data, 28), U64(data, 108));
        return DecodeRefusal.None;
    }
}
