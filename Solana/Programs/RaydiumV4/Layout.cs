using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.RaydiumV4;

/// <summary>What the pool allows. Swaps run in Initialized, SwapOnly and, from the opening time on, WaitingTrade.</summary>
public enum AmmStatus : byte
{
    Uninitialized = 0, Initialized = 1, Disabled = 2, WithdrawOnly = 3, LiquidityOnly = 4, OrderBookOnly = 5, SwapOnly = 6, WaitingTrade = 7,
}

/// <summary>A Raydium v4 pool. 752 bytes, no discriminator: owner and length tell it.</summary>
/// <remarks>Source: raydium-io/raydium-amm, program/src/state.rs at 27f461dd; checked against two mainnet dumps.</remarks>
public sealed record AmmInfo
{
    public const int Size = 752;

    public required AmmStatus Status { get; init; }

    /// <summary>Bump of the authority that all pools share.</summary>
    public required byte Nonce { get; init; }
    public required byte CoinDecimals { get; init; }
    public required byte PcDecimals { get; init; }
    public required ulong SwapFeeNumerator { get; init; }
    public required ulong SwapFeeDenominator { get; init; }

    /// <summary>Base units in the coin vault that belong to the protocol.</summary>
    public required ulong NeedTakePnlCoin { get; init; }

    /// <summary>Base units in the pc vault that belong to the protocol.</summary>
    public required ulong NeedTakePnlPc { get; init; }

    /// <summary>Unix seconds.</summary>
    public required ulong OpenTime { get; init; }
    public required PublicKey CoinVault { get; init; }
    public required PublicKey PcVault { get; init; }
    public required PublicKey CoinMint { get; init; }
    public required PublicKey PcMint { get; init; }
    public required PublicKey LpMint { get; init; }
    public required PublicKey OpenOrders { get; init; }
    public required PublicKey Market { get; init; }
    public required PublicKey MarketProgram { get; init; }
    public required PublicKey TargetOrders { get; init; }
    public required PublicKey Owner { get; init; }

    /// <summary>Shares ever issued less those withdrawn; unlike the mint's supply a burn does not lower it.</summary>
    public required ulong LpAmount { get; init; }
    public required ulong RecentEpoch { get; init; }

    public static DecodeRefusal Read(PublicKey owner, ReadOnlySpan<byte> data, out AmmInfo? amm)
    {
        amm = null;
        if (owner != ProgramIds.RaydiumV4) return DecodeRefusal.WrongOwner;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        ulong status = U64(data, 0), nonce = U64(data, 8), coinDecimals = U64(data, 32), pcDecimals = U64(data, 40);
        if (status == 0) return DecodeRefusal.Uninitialized;
        if (status > (ulong)AmmStatus.WaitingTrade || (nonce | coinDecimals | pcDecimals) > byte.MaxValue) return DecodeRefusal.InvalidField;
        amm = new AmmInfo
        {
            Status = (AmmStatus)status, Nonce = (byte)nonce, CoinDecimals = (byte)coinDecimals, PcDecimals = (byte)pcDecimals,
            SwapFeeNumerator = U64(data, 176), SwapFeeDenominator = U64(data, 184),
            NeedTakePnlCoin = U64(data, 192), NeedTakePnlPc = U64(data, 200), OpenTime = U64(data, 224),
            CoinVault = Key(data, 336), PcVault = Key(data, 368), CoinMint = Key(data, 400), PcMint = Key(data, 432),
            LpMint = Key(data, 464), OpenOrders = Key(data, 496), Market = Key(data, 528), MarketProgram = Key(data, 560),
            TargetOrders = Key(data, 592), Owner = Key(data, 688), LpAmount = U64(data, 720), RecentEpoch = U64(data, 736),
        };
        return DecodeRefusal.None;
    }
}
