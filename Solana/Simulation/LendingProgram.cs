using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>Flash borrow and repay in the rules of Save, checked in its order.</summary>
/// <remarks>Source: solendprotocol/solana-program-library, token-lending/program, processor.rs, process_flash_borrow/repay_reserve_liquidity.</remarks>
internal static class LendingProgram
{
    public const byte FlashBorrowTag = (byte)SaveTag.FlashBorrowReserveLiquidity;
    private const byte FlashRepayTag = (byte)SaveTag.FlashRepayReserveLiquidity;

    private const string InvalidMarketAuthority = "Custom(3)";
    private const string InvalidTokenProgram = "Custom(9)";
    private const string InvalidAccountInput = "Custom(13)";
    private const string InsufficientLiquidity = "Custom(20)";
    private const string BorrowTooSmall = "Custom(25)";
    private const string NoRepay = "Custom(48)";
    private const string InvalidRepay = "Custom(49)";
    private const string MultipleBorrows = "Custom(51)";
    private const string Disabled = "Custom(52)";
    private const string InvalidData = "InvalidInstructionData";
    private const string InvalidAccount = "InvalidAccountData";
    private const string NotEnoughKeys = "NotEnoughAccountKeys";
    private const string NoSysvar = "UnsupportedSysvar";
    private const string ReadOnlyData = "ReadonlyDataModified";

    public static Instruction Borrow(VenueLayout layout, VenueReserve reserve, ulong amount) =>
        SaveInstructions.FlashBorrow(reserve.Address, reserve.State, WalletAccount(layout, reserve), amount);

    /// <param name="borrowIndex">Position of the borrow among all instructions of the message.</param>
    public static Instruction Repay(VenueLayout layout, VenueReserve reserve, ulong amount, byte borrowIndex) => SaveInstructions.FlashRepay(
        reserve.Address, reserve.State, WalletAccount(layout, reserve), reserve.HostFeeReceiverKey, layout.Wallet, (amount, borrowIndex));

    public static string? Run(Call call) => call.Data switch
    {
        [FlashBorrowTag, ..] => call.Data.Length < 9 ? InvalidData : call.Count < 7 ? NotEnoughKeys : Borrow(call),
        [FlashRepayTag, ..] => call.Data.Length < 10 ? InvalidData : call.Count < 9 ? NotEnoughKeys : Repay(call),
        _ => InvalidData,
    };

    private static PublicKey WalletAccount(VenueLayout layout, VenueReserve reserve) => layout.TokenAccounts[layout.WalletTokens[reserve.Token]].Key;

    private static ulong AmountOf(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt64LittleEndian(data[1..]);

    private static string? Borrow(Call call)
    {
        const int Supply = 0, Destination = 1, Reserve = 2, Market = 3, Authority = 4, Sysvar = 5, TokenProgramId = 6;
        if (CheckAccounts(call, (Market, Reserve, TokenProgramId), Supply, Destination, out var reserve) is { } refused) return refused;
        if (call.Key(Authority) != LenderAccounts.Authority) return InvalidMarketAuthority;
        if (call.Market.Lender.FlashLoanFeeWad == SaveReserve.FlashLoansOff) return Disabled;
        if (call.Key(Sysvar) != Sysvars.Instructions) return NoSysvar;
        var amount = AmountOf(call.Data);
        if (FindRepay(call, reserve!, amount) is { } error) return error;
        // A loan is repaid in its own message, so what is available is the same before every borrow.
        if (amount > reserve!.State.Available) return InsufficientLiquidity;
        return call.IsWritable(Reserve) ? TokenProgram.Transfer(call, Supply, Destination, null, amount) : ReadOnlyData;
    }

    private static string? CheckAccounts(
        Call call, (int Market, int Reserve, int TokenProgram) at, int supply, int users, out VenueReserve? reserve)
    {
        reserve = null;
        if (call.Key(at.Market) != LenderAccounts.Market) return InvalidAccount;
        if (call.Key(at.TokenProgram) != ProgramIds.Token) return InvalidTokenProgram;
        if (!call.Market.Layout.ReserveIndex.TryGetValue(call.Key(at.Reserve), out var index)) return InvalidAccount;
        reserve = call.Market.Layout.Reserves[index];
        return call.Key(supply) != reserve.SupplyKey || call.Key(users) == reserve.SupplyKey ? InvalidAccountInput : null;
    }

    /// <summary>Behind the borrow there must stand exactly one repay, of the same reserve and amount, that names it, and no second borrow of any reserve.</summary>
    private static string? FindRepay(Call call, VenueReserve reserve, ulong amount)
    {
        var found = false;
        for (var later = call.Index + 1; later < call.Message.Message.Instructions.Length; later++)
        {
            var other = new Call(call.Message, later, call.Market);
            if (other.Program != ProgramIds.Save) continue;
            if (other.Data.IsEmpty) return InvalidData;
            if (other.Data[0] == FlashBorrowTag) return MultipleBorrows;
            if (other.Data[0] != FlashRepayTag) continue;
            if (other.Data.Length < 10) return InvalidData;
            if (found) return MultipleBorrows;
            if (other.Count < 5 || other.Key(4) != reserve.Address) return InvalidRepay;
            if (AmountOf(other.Data) != amount || other.Data[9] != call.Index) return InvalidRepay;
            found = true;
        }

        return found ? null : NoRepay;
    }

    private static string? Repay(Call call)
    {
        const int Source = 0, Supply = 1, FeeReceiver = 2, HostFeeReceiver = 3, Reserve = 4, Market = 5, User = 6, Sysvar = 7, TokenProgramId = 8;
        if (CheckAccounts(call, (Market, Reserve, TokenProgramId), Supply, Source, out var reserve) is { } refused) return refused;
        if (call.Key(FeeReceiver) != reserve!.FeeReceiverKey) return InvalidAccountInput;
        var amount = AmountOf(call.Data);
        var fee = SaveFlashLoan.Charge(amount, call.Market.Lender.FlashLoanFeeWad, call.Market.Lender.HostFeePercent);
        if (fee.IsRefused) return BorrowTooSmall;
        if (call.Key(Sysvar) != Sysvars.Instructions) return NoSysvar;
        if (!NamesItsBorrow(call, reserve, amount)) return InvalidRepay;
        if (!call.IsWritable(Reserve)) return ReadOnlyData;
        return TokenProgram.Transfer(call, Source, Supply, User, amount)
            ?? (fee.HostFee == 0 ? null : TokenProgram.Transfer(call, Source, HostFeeReceiver, User, fee.HostFee))
            ?? (fee.OriginationFee == 0 ? null : TokenProgram.Transfer(call, Source, FeeReceiver, User, fee.OriginationFee));
    }

    private static bool NamesItsBorrow(Call call, VenueReserve reserve, ulong amount)
    {
        int named = call.Data[9];
        if (named >= call.Index) return false;
        var borrow = new Call(call.Message, named, call.Market);
        return borrow.Program == ProgramIds.Save && borrow.Data is [FlashBorrowTag, ..] && borrow.Data.Length >= 9
            && borrow.Count > 2 && borrow.Key(2) == reserve.Address && AmountOf(borrow.Data) == amount;
    }
}
