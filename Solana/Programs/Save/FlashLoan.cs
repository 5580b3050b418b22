using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.Save;

/// <summary>Why a flash loan is not quoted. Checked in this order.</summary>
public enum FlashLoanRefusal : byte
{
    None = 0,
    ZeroAmount = 1,

    /// <summary>The reserve has flash loans switched off (program error 52).</summary>
    Disabled = 2,

    /// <summary>More than the reserve has available (program error 20).</summary>
    InsufficientLiquidity = 3,

    /// <summary>The fee is not below the loan (program error 25).</summary>
    BorrowTooSmall = 4,

    /// <summary>Loan and fee exceed 64 bits.</summary>
    Overflow = 5,
}

/// <summary>What a flash loan costs, in base units. The source account must hold <see cref="Repayment"/> when it is repaid.</summary>
/// <param name="OriginationFee">Goes to the reserve's fee receiver.</param>
/// <param name="HostFee">Goes to whatever token account the repayment names as host: the borrower's own is allowed.</param>
public readonly record struct FlashLoanQuote(FlashLoanRefusal Refusal, ulong Amount, ulong OriginationFee, ulong HostFee)
{
    public bool IsRefused => Refusal != FlashLoanRefusal.None;

    public ulong Fee => OriginationFee + HostFee;

    public ulong Repayment => Amount + Fee;
}

/// <summary>The lender's fee rule.</summary>
/// <remarks>Source: solendprotocol/solana-program-library, token-lending/sdk/src/state/reserve.rs, calculate_flash_loan_fees, at 9ffd16dd.</remarks>
public static class SaveFlashLoan
{
    private const ulong Wad = 1_000_000_000_000_000_000;
    private const ulong HalfWad = Wad / 2;

    /// <summary>One base unit for the owner and, where there is a host, one for the host.</summary>
    private const ulong FeeMinWithHost = 2;
    private const ulong FeeMin = 1;

    public static FlashLoanQuote Quote(SaveReserve reserve, ulong amount)
    {
        if (amount == 0) return new(FlashLoanRefusal.ZeroAmount, 0, 0, 0);
        if (reserve.FlashLoanFeeWad == SaveReserve.FlashLoansOff) return new(FlashLoanRefusal.Disabled, amount, 0, 0);
        if (amount > reserve.Available) return new(FlashLoanRefusal.InsufficientLiquidity, amount, 0, 0);
        return Charge(amount, reserve.FlashLoanFeeWad, reserve.HostFeePercentage);
    }

    /// <summary>The fee of a loan that was granted. A rate of zero costs nothing, and so does a loan of nothing.</summary>
    public static FlashLoanQuote Charge(ulong amount, ulong feeWad, byte hostPercentage)
    {
        if (feeWad == 0 || amount == 0) return new(FlashLoanRefusal.None, amount, 0, 0);
        var hasHost = hostPercentage > 0;
        var minimum = (UInt128)(hasHost ? FeeMinWithHost : FeeMin) * Wad;
        var fee = UInt128.Max((UInt128)amount * feeWad, minimum);
        if (fee >= (UInt128)amount * Wad) return new(FlashLoanRefusal.BorrowTooSmall, amount, 0, 0);
        var total = Round(fee);
        // The host's share is taken of the exact fee, before it is rounded.
        var host = hasHost ? Math.Max(Round(HostShare(fee, hostPercentage)), 1) : 0;
        if (host > total) return new(FlashLoanRefusal.BorrowTooSmall, amount, 0, 0);
        return total > ulong.MaxValue - amount
            ? new(FlashLoanRefusal.Overflow, amount, 0, 0)
            : new(FlashLoanRefusal.None, amount, total - host, host);
    }

    private static UInt128 HostShare(UInt128 feeWads, byte percent) => (U256.Multiply(feeWads, percent) / (U256)100UL).Low;

    /// <summary>Half up. The fee is below the loan, so it fits.</summary>
    private static ulong Round(UInt128 wads) => (ulong)(wads / Wad) + (wads % Wad >= HalfWad ? 1UL : 0);
}
