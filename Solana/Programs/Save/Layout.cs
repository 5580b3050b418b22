using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.Save;

/// <summary>A reserve (619 bytes): one token of a lending market. Fields that loans and deposits depend on.</summary>
/// <remarks>
/// Layout: solendprotocol/solana-program-library, token-lending/sdk/src/state/reserve.rs at 9ffd16dd. Reserves and markets carry no discriminator;
/// their length and version tell them apart.
/// </remarks>
public sealed record SaveReserve
{
    public const int Size = 619;
    public const byte VersionMax = 1;

    /// <summary>A flash-loan fee of this value means that flash loans are off.</summary>
    public const ulong FlashLoansOff = ulong.MaxValue;

    public required byte Version { get; init; }
    public required ulong LastUpdateSlot { get; init; }
    public required bool IsStale { get; init; }
    public required PublicKey Market { get; init; }
    public required PublicKey Mint { get; init; }
    public required byte Decimals { get; init; }
    public required PublicKey LiquiditySupply { get; init; }
    public required PublicKey PythOracle { get; init; }
    public required PublicKey SwitchboardOracle { get; init; }

    /// <summary>Base units that can be borrowed or withdrawn.</summary>
    public required ulong Available { get; init; }

    /// <summary>Base units times 10^18.</summary>
    public required UInt128 BorrowedWads { get; init; }

    public required UInt128 CumulativeBorrowRateWads { get; init; }

    /// <summary>Quote currency per whole token, times 10^18.</summary>
    public required UInt128 MarketPriceWads { get; init; }

    public required PublicKey CollateralMint { get; init; }
    public required ulong CollateralMintSupply { get; init; }
    public required PublicKey CollateralSupply { get; init; }

    /// <summary>Share of a loan, times 10^18.</summary>
    public required ulong BorrowFeeWad { get; init; }

    /// <summary>Share of a flash loan, times 10^18, or <see cref="FlashLoansOff"/>.</summary>
    public required ulong FlashLoanFeeWad { get; init; }

    /// <summary>Percent of a fee that goes to the host.</summary>
    public required byte HostFeePercentage { get; init; }

    public required ulong DepositLimit { get; init; }
    public required ulong BorrowLimit { get; init; }
    public required PublicKey FeeReceiver { get; init; }

    /// <summary>Owed to the protocol out of the reserve, base units times 10^18.</summary>
    public required UInt128 ProtocolFeesWads { get; init; }

    /// <summary>Zero when there is none.</summary>
    public required PublicKey ExtraOracle { get; init; }

    public static DecodeRefusal TryDecode(ReadOnlySpan<byte> data, out SaveReserve? reserve)
    {
        reserve = null;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        if (data[0] == 0) return DecodeRefusal.Uninitialized;
        if (data[0] > VersionMax) return DecodeRefusal.UnknownVersion;
        if (data[9] > 1 || data[322] > 100) return DecodeRefusal.InvalidField;
        reserve = Read(data);
        return DecodeRefusal.None;
    }

    private static SaveReserve Read(ReadOnlySpan<byte> data) => new()
    {
        Version = data[0],
        LastUpdateSlot = U64(data, 1),
        IsStale = data[9] != 0,
        Market = Key(data, 10),
        Mint = Key(data, 42),
        Decimals = data[74],
        LiquiditySupply = Key(data, 75),
        PythOracle = Key(data, 107),
        SwitchboardOracle = Key(data, 139),
        Available = U64(data, 171),
        BorrowedWads = U128(data, 179),
        CumulativeBorrowRateWads = U128(data, 195),
        MarketPriceWads = U128(data, 211),
        CollateralMint = Key(data, 227),
        CollateralMintSupply = U64(data, 259),
        CollateralSupply = Key(data, 267),
        BorrowFeeWad = U64(data, 306),
        FlashLoanFeeWad = U64(data, 314),
        HostFeePercentage = data[322],
        DepositLimit = U64(data, 323),
        BorrowLimit = U64(data, 331),
        FeeReceiver = Key(data, 339),
        ProtocolFeesWads = U128(data, 373),
        ExtraOracle = Key(data, 489),
    };
}

/// <summary>A lending market (290 bytes).</summary>
/// <remarks>Layout: token-lending/sdk/src/state/lending_market.rs at 9ffd16dd.</remarks>
public sealed record SaveMarket(byte Version, byte Bump, PublicKey Owner, PublicKey QuoteCurrency, PublicKey TokenProgram, PublicKey RiskAuthority)
{
    public const int Size = 290;
    public const byte VersionMax = 1;

    public static DecodeRefusal TryDecode(ReadOnlySpan<byte> data, out SaveMarket? market)
    {
        market = null;
        if (data.Length != Size) return DecodeRefusal.WrongLength;
        if (data[0] == 0) return DecodeRefusal.Uninitialized;
        if (data[0] > VersionMax) return DecodeRefusal.UnknownVersion;
        market = new SaveMarket(data[0], data[1], Key(data, 2), Key(data, 34), Key(data, 66), Key(data, 250));
        return DecodeRefusal.None;
    }

    /// <summary>Moves the tokens of every reserve: PDA of [market].</summary>
    public static PublicKey Authority(PublicKey market) =>
        ProgramAddress.OfJoined(ProgramIds.Save, market.AsSpan());
}
