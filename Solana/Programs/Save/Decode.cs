using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.Save;

/// <summary>Reads Save, formerly Solend.</summary>
public sealed class SaveProgram : IProgram
{
    private static readonly Dictionary<SaveTag, string> Names = SnakeCase.NamesOf<SaveTag>();

    private static readonly string[] FlashBorrowRoles =
        ["source_liquidity", "destination_liquidity", "reserve", "lending_market", "lending_market_authority", "instructions", "token_program"];

    private static readonly string[] FlashRepayRoles =
    [
        "source_liquidity", "destination_liquidity", "fee_receiver", "host_fee_receiver", "reserve", "lending_market", "user_transfer_authority",
        "instructions", "token_program",
    ];

    private static readonly string[] DepositRoles =
    [
        "source_liquidity", "destination_collateral", "reserve", "reserve_liquidity_supply", "reserve_collateral_mint", "lending_market",
        "lending_market_authority", "user_transfer_authority",
    ];

    private static readonly string[] RedeemRoles =
    [
        "source_collateral", "destination_liquidity", "reserve", "reserve_collateral_mint", "reserve_liquidity_supply", "lending_market",
        "lending_market_authority", "user_transfer_authority",
    ];

    public PublicKey Id => ProgramIds.Save;

    public string Name => "Save";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        decoded = null;
        if (instruction.Program != Id) return DecodeRefusal.WrongOwner;
        if (instruction.Data.IsEmpty) return DecodeRefusal.WrongLength;
        var tag = (SaveTag)instruction.Data[0];
        if (!Names.TryGetValue(tag, out var name)) return DecodeRefusal.WrongDiscriminator;
        var amount = AmountName(tag);
        var body = instruction.Data[1..];
        var isRepay = tag == SaveTag.FlashRepayReserveLiquidity;
        if (body.Length < (amount is null ? 0 : sizeof(ulong)) + (isRepay ? 1 : 0)) return DecodeRefusal.WrongLength;
        var roles = RolesOf(tag);
        if (instruction.Accounts.Length < roles.Length) return DecodeRefusal.TooFewAccounts;

        Field[] fields = amount is null ? [] : [new Field(amount, LittleEndian.U64(body, 0))];
        if (isRepay) fields = [.. fields, new Field("borrow_instruction_index", body[sizeof(ulong)])];
        decoded = new DecodedInstruction { Program = Id, ProgramName = Name, Name = name, Fields = fields, Roles = roles };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        DecodeRefusal refusal;
        switch (data.Length)
        {
            case SaveReserve.Size:
                refusal = SaveReserve.TryDecode(data, out var reserve);
                if (refusal == DecodeRefusal.None) decoded = Account("reserve", Fields(reserve!));
                return refusal;
            case SaveMarket.Size:
                refusal = SaveMarket.TryDecode(data, out var market);
                if (refusal == DecodeRefusal.None)
                    decoded = Account("lending_market",
                    [
                        new("version", market!.Version), new("bump_seed", market.Bump), new("owner", market.Owner),
                        new("token_program", market.TokenProgram), new("risk_authority", market.RiskAuthority),
                    ]);
                return refusal;
            default:
                return DecodeRefusal.WrongLength;
        }
    }

    /// <summary>The program records no events.</summary>
    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        return DecodeRefusal.WrongDiscriminator;
    }

    public string? ErrorName(uint code) => SaveErrors.Name(code);

    private DecodedAccount Account(string kind, IReadOnlyList<Field> fields) => new() { Owner = Id, ProgramName = Name, Kind = kind, Fields = fields };

    private static string? AmountName(SaveTag tag) => tag switch
    {
        SaveTag.DepositReserveLiquidity or SaveTag.BorrowObligationLiquidity or SaveTag.RepayObligationLiquidity or SaveTag.LiquidateObligation
            or SaveTag.FlashLoan or SaveTag.DepositReserveLiquidityAndObligationCollateral or SaveTag.LiquidateObligationAndRedeemReserveCollateral
            or SaveTag.FlashBorrowReserveLiquidity or SaveTag.FlashRepayReserveLiquidity or SaveTag.ForgiveDebt or SaveTag.DonateToReserve
            => "liquidity_amount",
        SaveTag.RedeemReserveCollateral or SaveTag.DepositObligationCollateral or SaveTag.WithdrawObligationCollateral
            or SaveTag.WithdrawObligationCollateralAndRedeemReserveCollateral => "collateral_amount",
        _ => null,
    };

    private static string[] RolesOf(SaveTag tag) => tag switch
    {
        SaveTag.FlashBorrowReserveLiquidity => FlashBorrowRoles,
        SaveTag.FlashRepayReserveLiquidity => FlashRepayRoles,
        SaveTag.DepositReserveLiquidity => DepositRoles,
        SaveTag.RedeemReserveCollateral => RedeemRoles,
        SaveTag.RefreshReserve => ["reserve"],
        _ => [],
    };

    private static Field[] Fields(SaveReserve reserve) =>
    [
        new("version", reserve.Version), new("last_update_slot", reserve.LastUpdateSlot), new("stale", reserve.IsStale),
        new("lending_market", reserve.Market), new("liquidity_mint", reserve.Mint), new("liquidity_decimals", reserve.Decimals),
        new("liquidity_supply", reserve.LiquiditySupply), new("available_amount", reserve.Available),
        new("borrowed_amount_wads", reserve.BorrowedWads), new("cumulative_borrow_rate_wads", reserve.CumulativeBorrowRateWads),
        new("market_price_wads", reserve.MarketPriceWads), new("collateral_mint", reserve.CollateralMint),
        new("collateral_mint_supply", reserve.CollateralMintSupply), new("collateral_supply", reserve.CollateralSupply),
        new("borrow_fee_wad", reserve.BorrowFeeWad), new("flash_loan_fee_wad", reserve.FlashLoanFeeWad),
        new("flash_loans_enabled", reserve.FlashLoanFeeWad != SaveReserve.FlashLoansOff), new("host_fee_percentage", reserve.HostFeePercentage),
        new("deposit_limit", reserve.DepositLimit), new("borrow_limit", reserve.BorrowLimit), new("fee_receiver", reserve.FeeReceiver),
    ];
}
