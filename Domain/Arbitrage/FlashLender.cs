using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Arbitrage;

/// <summary>A reserve that lends within one transaction, as it stands on the chain.</summary>
/// <param name="Available">Base units that can be borrowed.</param>
/// <param name="FeeWad">Fee in 10^-18 of the loan; <see cref="Off"/> when it does not lend.</param>
/// <param name="HostPercent">Share of the fee that goes to a host; it decides the smallest fee.</param>
/// <remarks>Source: solendprotocol/solana-program-library, token-lending/sdk, state/reserve.rs, calculate_flash_loan_fees.</remarks>
public readonly record struct FlashLender(Mint Mint, ulong Available, ulong FeeWad, byte HostPercent)
{
    public const ulong Off = ulong.MaxValue;

    private const ulong Wad = 1_000_000_000_000_000_000;

    public bool Lends => FeeWad != Off && Available > 0;

    /// <summary>Fee per base unit, for a search.</summary>
    internal double Rate => FeeWad / (double)Wad;

    /// <summary>The whole fee in base units, half up. Null when it lends nothing of that size or the fee is not below the loan.</summary>
    public ulong? FeeOf(ulong amount)
    {
        if (!Lends || amount == 0 || amount > Available) return null;
        if (FeeWad == 0) return 0;
        var least = HostPercent > 0 ? 2ul : 1ul;
        var rounded = (((UInt128)amount * FeeWad) + (Wad / 2)) / Wad;
        var fee = rounded > least ? rounded : least;
        return fee < amount ? (ulong)fee : null;
    }
}
