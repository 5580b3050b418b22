namespace Orchestrator.Solana.Simulation;

/// <summary>The fee of a flash loan and who gets it.</summary>
/// <remarks>Source: solendprotocol/solana-program-library, token-lending/sdk, state/reserve.rs, calculate_flash_loan_fees.</remarks>
internal readonly record struct FlashLoanFee(ulong Total, ulong Host)
{
    private const ulong Wad = 1_000_000_000_000_000_000;

    public ulong Origination => Total - Host;

    /// <summary>Half-up rounding; at least 1, and 1 more when a host takes a share. Null when the fee is not below the amount.</summary>
    public static FlashLoanFee? Of(ulong amount, ulong feeWad, byte hostPercent)
    {
        var minimum = hostPercent > 0 ? 2ul : 1ul;
        var rounded = ((UInt128)amount * feeWad + Wad / 2) / Wad;
        var total = rounded > minimum ? rounded : minimum;
        if (total >= amount) return null;
        var host = hostPercent == 0 ? 0 : Math.Max((ulong)((total * hostPercent + 50) / 100), 1);
        return new FlashLoanFee((ulong)total, host);
    }
}
