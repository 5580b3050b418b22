using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Programs.Save;

namespace Orchestrator.Solana.Launches;

/// <summary>A reserve of Save as a lender within a transaction: fee and limit as they stand in its account.</summary>
public sealed class SaveLender(SaveReserve reserve) : IFlashLender
{
    public ulong Available => reserve.FlashLoanFeeWad == SaveReserve.FlashLoansOff ? 0 : reserve.Available;

    public ulong? FeeOf(ulong amount) => SaveFlashLoan.Quote(reserve, amount) is { IsRefused: false } quote ? quote.Fee : null;
}
