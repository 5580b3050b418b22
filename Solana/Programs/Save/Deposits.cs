using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.Save;

/// <summary>What deposits and withdrawals give. Exact for a reserve refreshed in the same slot; interest accrued since raises what collateral is worth.</summary>
/// <remarks>Source: token-lending/sdk/src/state/reserve.rs, CollateralExchangeRate, at 9ffd16dd: rates and amounts are truncated to 18 decimals.</remarks>
public static class SaveDeposits
{
    private const ulong Wad = 1_000_000_000_000_000_000;

    /// <summary>Collateral tokens for liquidity; false when the numbers exceed what the program computes with.</summary>
    public static bool TryCollateralFor(SaveReserve reserve, ulong liquidity, out ulong collateral)
    {
        collateral = 0;
        if (!TryRate(reserve, out var rate)) return false;
        var value = U256.Multiply(liquidity, rate) / (U256)Wad;
        return TryNarrow(value, out collateral);
    }

    /// <summary>Liquidity for collateral tokens; false also when the reserve has less available (program error 20).</summary>
    public static bool TryLiquidityFor(SaveReserve reserve, ulong collateral, out ulong liquidity) =>
        TryWorthOf(reserve, collateral, out liquidity) && liquidity <= reserve.Available;

    /// <summary>What collateral tokens stand for, whether the reserve has it at hand or not.</summary>
    public static bool TryWorthOf(SaveReserve reserve, ulong collateral, out ulong liquidity)
    {
        liquidity = 0;
        if (!TryRate(reserve, out var rate) || rate == 0) return false;
        // collateral · 10^18 · 10^18 / rate, then back to base units.
        var wads = U256.Multiply((UInt128)collateral * Wad, Wad) / (U256)rate;
        return TryNarrow(wads / (U256)Wad, out liquidity);
    }

    /// <summary>Collateral per liquidity times 10^18; one to one while there is none.</summary>
    private static bool TryRate(SaveReserve reserve, out UInt128 rate)
    {
        rate = Wad;
        var total = (U256)((UInt128)reserve.Available * Wad) + (U256)reserve.BorrowedWads;
        if (total < (U256)reserve.ProtocolFeesWads) return false;
        total -= (U256)reserve.ProtocolFeesWads;
        if (reserve.CollateralMintSupply == 0 || total.IsZero) return true;
        var exact = U256.Multiply((UInt128)reserve.CollateralMintSupply * Wad, Wad) / total;
        rate = exact.Low;
        return exact.FitsUInt128;
    }

    private static bool TryNarrow(U256 value, out ulong amount)
    {
        amount = value.FitsUInt64 ? (ulong)value : 0;
        return value.FitsUInt64;
    }
}
