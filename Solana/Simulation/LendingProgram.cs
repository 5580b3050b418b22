using System.Buffers.Binary;
using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>Flash borrow and repay in the rules of Save.</summary>
/// <remarks>Source: solendprotocol/solana-program-library, token-lending/program, processor.rs, process_flash_borrow/repay_reserve_liquidity.</remarks>
internal static class LendingProgram
{
    public const byte FlashBorrowTag = 19;
    public const byte FlashRepayTag = 20;

    public const string InsufficientLiquidity = "Custom(20)";
    public const string BorrowTooSmall = "Custom(25)";
    public const string NoRepay = "Custom(48)";
    public const string InvalidRepay = "Custom(49)";
    public const string MultipleBorrows = "Custom(51)";
    public const string Disabled = "Custom(52)";

    private const string InvalidData = "InvalidInstructionData";
    private const string InvalidAccount = "InvalidAccountData";

    public static Instruction Borrow(VenueLayout layout, VenueReserve reserve, ulong amount)
    {
        var data = new byte[9];
        data[0] = FlashBorrowTag;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), amount);
        ImmutableArray<AccountMeta> accounts =
        [
            AccountMeta.Writable(reserve.SupplyKey), AccountMeta.Writable(layout.TokenAccounts[layout.WalletTokens[reserve.Token]].Key),
            AccountMeta.Writable(reserve.Address), AccountMeta.ReadOnly(LenderAccounts.Market), AccountMeta.ReadOnly(LenderAccounts.Authority),
            AccountMeta.ReadOnly(Sysvars.Instructions), AccountMeta.ReadOnly(ProgramIds.Token),
        ];
        return new Instruction(ProgramIds.Save, accounts, data);
    }

    /// <param name="borrowIndex">Position of the borrow among all instructions of the message.</param>
    public static Instruction Repay(VenueLayout layout, VenueReserve reserve, ulong amount, byte borrowIndex)
    {
        var data = new byte[10];
        data[0] = FlashRepayTag;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), amount);
        data[9] = borrowIndex;
        ImmutableArray<AccountMeta> accounts =
        [
            AccountMeta.Writable(layout.TokenAccounts[layout.WalletTokens[reserve.Token]].Key), AccountMeta.Writable(reserve.SupplyKey),
            AccountMeta.Writable(reserve.FeeReceiverKey), AccountMeta.Writable(reserve.HostFeeReceiverKey), AccountMeta.Writable(reserve.Address),
            AccountMeta.ReadOnly(LenderAccounts.Market), AccountMeta.Signer(layout.Wallet),
            AccountMeta.ReadOnly(Sysvars.Instructions), AccountMeta.ReadOnly(ProgramIds.Token),
        ];
        return new Instruction(ProgramIds.Save, accounts, data);
    }

    public static string? Run(Call call) => call.Data switch
    {
        [FlashBorrowTag, ..] when call.Data.Length == 9 && call.Count >= 7 => Borrow(call),
        [FlashRepayTag, ..] when call.Data.Length == 10 && call.Count >= 9 => Repay(call),
        _ => InvalidData,
    };

    private static string? Borrow(Call call)
    {
        if (ReserveAt(call, 2) is not { } reserve || call.Key(0) != reserve.SupplyKey) return InvalidAccount;
        if (call.Key(3) != LenderAccounts.Market || call.Key(4) != LenderAccounts.Authority) return InvalidAccount;
        if (call.Key(5) != Sysvars.Instructions || call.Key(6) != ProgramIds.Token) return InvalidAccount;
        if (!call.IsWritable(0) || !call.IsWritable(1) || !call.IsWritable(2)) return InvalidAccount;
        var destination = call.TokenAccount(1);
        if (destination < 0 || destination == reserve.Supply) return InvalidAccount;
        var amount = BinaryPrimitives.ReadUInt64LittleEndian(call.Data[1..]);
        var terms = call.Market.Lender;
        if (terms.FlashLoanFeeWad == ulong.MaxValue) return Disabled;
        if (amount > call.Market.Amounts[reserve.Supply]) return InsufficientLiquidity;
        if (FlashLoanFee.Of(amount, terms.FlashLoanFeeWad, terms.HostFeePercent) is null) return BorrowTooSmall;
        if (FindRepay(call, reserve, amount) is { } error) return error;
        return call.Market.TryTransfer(reserve.Supply, destination, amount) ? null : InvalidAccount;
    }

    /// <summary>Behind the borrow there must stand exactly one repay of the same reserve and amount that names it, and no second borrow.</summary>
    private static string? FindRepay(Call call, VenueReserve reserve, ulong amount)
    {
        var found = false;
        for (var later = call.Index + 1; later < call.Message.Message.Instructions.Length; later++)
        {
            var other = new Call(call.Message, later, call.Market);
            if (other.Program != ProgramIds.Save) continue;
            if (other.Data is [FlashBorrowTag, ..] && other.Data.Length == 9)
            {
                if (other.Count > 2 && other.Key(2) == reserve.Address) return MultipleBorrows;
                continue;
            }

            if (other.Data is not [FlashRepayTag, ..] || other.Data.Length != 10) return InvalidData;
            if (other.Count < 5 || other.Key(4) != reserve.Address) continue;
            if (found) return InvalidRepay;
            found = BinaryPrimitives.ReadUInt64LittleEndian(other.Data[1..]) == amount && other.Data[9] == call.Index;
            if (!found) return InvalidRepay;
        }

        return found ? null : NoRepay;
    }

    private static string? Repay(Call call)
    {
        if (ReserveAt(call, 4) is not { } reserve) return InvalidAccount;
        if (call.Key(1) != reserve.SupplyKey || call.Key(2) != reserve.FeeReceiverKey || call.Key(3) != reserve.HostFeeReceiverKey) return InvalidAccount;
        if (call.Key(5) != LenderAccounts.Market || call.Key(7) != Sysvars.Instructions || call.Key(8) != ProgramIds.Token) return InvalidAccount;
        for (var i = 0; i <= 4; i++)
            if (!call.IsWritable(i)) return InvalidAccount;
        if (!call.IsSigner(6)) return "MissingRequiredSignature";
        var amount = BinaryPrimitives.ReadUInt64LittleEndian(call.Data[1..]);
        if (!NamesItsBorrow(call, reserve, amount)) return InvalidRepay;
        return Pay(call, reserve, amount);
    }

    private static bool NamesItsBorrow(Call call, VenueReserve reserve, ulong amount)
    {
        int named = call.Data[9];
        if (named >= call.Index) return false;
        var borrow = new Call(call.Message, named, call.Market);
        return borrow.Program == ProgramIds.Save && borrow.Data is [FlashBorrowTag, ..] && borrow.Data.Length == 9
            && borrow.Count > 2 && borrow.Key(2) == reserve.Address
            && BinaryPrimitives.ReadUInt64LittleEndian(borrow.Data[1..]) == amount;
    }

    private static string? Pay(Call call, VenueReserve reserve, ulong amount)
    {
        var source = call.TokenAccount(0);
        if (source < 0 || source == reserve.Supply) return InvalidAccount;
        if (call.Market.Layout.TokenAccounts[source].Owner != call.Key(6)) return "Custom(4)";
        var terms = call.Market.Lender;
        if (FlashLoanFee.Of(amount, terms.FlashLoanFeeWad, terms.HostFeePercent) is not { } fee) return BorrowTooSmall;
        var paid = call.Market.TryTransfer(source, reserve.Supply, amount)
            && call.Market.TryTransfer(source, reserve.HostFeeReceiver, fee.Host)
            && call.Market.TryTransfer(source, reserve.FeeReceiver, fee.Origination);
        return paid ? null : "Custom(1)";
    }

    private static VenueReserve? ReserveAt(Call call, int account) =>
        call.Market.Layout.ReserveIndex.TryGetValue(call.Key(account), out var index) ? call.Market.Layout.Reserves[index] : null;
}
