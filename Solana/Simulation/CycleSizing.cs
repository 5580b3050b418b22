using Orchestrator.Solana.Programs.Save;

namespace Orchestrator.Solana.Simulation;

/// <summary>The input that pays most, and what it gives to the lamport.</summary>
/// <param name="Profit">After pool fees and the flash-loan fee, before the costs of the transaction itself.</param>
internal readonly record struct SizedCycle(ulong Input, ulong Output, ulong FlashFee, long Profit);

/// <summary>
/// Sizes cycles. Constant-product swaps compose to out = p·in / (q + r·in), whose profit is largest at (√(p·q/(1+φ)) − q) / r;
/// that closed form in floating point only proposes, exact integers decide.
/// </summary>
internal static class CycleSizing
{
    private const int RefinementsMax = 40;
    private const double Wad = 1e18;

    /// <summary>Null when no input up to the cap gives a profit.</summary>
    public static SizedCycle? Best(Market market, ReadOnlySpan<CycleLeg> legs, ulong cap, bool flashLoan)
    {
        var propose = Propose(market, legs, flashLoan);
        if (propose <= 0 || cap == 0) return null;
        var input = propose >= cap ? cap : Math.Max(1, (ulong)propose);
        var best = Evaluate(market, legs, input, flashLoan);
        var step = Math.Max(1, input / 64);
        for (var i = 0; i < RefinementsMax; i++)
        {
            var lower = best.Input > step ? Evaluate(market, legs, best.Input - step, flashLoan) : best;
            var higher = best.Input <= cap - Math.Min(cap, step) ? Evaluate(market, legs, best.Input + step, flashLoan) : best;
            var better = lower.Profit > higher.Profit ? lower : higher;
            if (better.Profit > best.Profit) { best = better; continue; }
            if (step == 1) break;
            step = Math.Max(1, step / 8);
        }

        return best.Profit > 0 ? best : null;
    }

    /// <summary>Exactly what the venue would do with this input.</summary>
    public static SizedCycle Evaluate(Market market, ReadOnlySpan<CycleLeg> legs, ulong input, bool flashLoan)
    {
        var amount = input;
        foreach (var leg in legs) amount = market.Quote(leg.Pool, leg.TokenIn, amount);
        var fee = 0ul;
        if (flashLoan)
        {
            var loan = SaveFlashLoan.Charge(input, market.Lender.FlashLoanFeeWad, market.Lender.HostFeePercent);
            if (loan.IsRefused) return new SizedCycle(input, amount, 0, long.MinValue);
            fee = loan.Fee;
        }

        var profit = (Int128)amount - input - fee;
        return new SizedCycle(input, amount, fee, (long)Int128.Clamp(profit, long.MinValue, long.MaxValue));
    }

    /// <summary>The closed form; not positive when even the first lamport would lose.</summary>
    private static double Propose(Market market, ReadOnlySpan<CycleLeg> legs, bool flashLoan)
    {
        double p = 1, q = 1, r = 0;
        foreach (var leg in legs)
        {
            double x = market.ReserveOf(leg.Pool, leg.TokenIn), y = market.ReserveOf(leg.Pool, leg.TokenOut);
            var kept = 1 - (leg.Pool.FeePpm / (double)ConstantProduct.FeeUnit);
            r = (x * r) + (kept * p);
            q *= x;
            p *= kept * y;
        }

        var loan = flashLoan ? 1 + (market.Lender.FlashLoanFeeWad / Wad) : 1;
        return p <= q * loan || r <= 0 ? 0 : (Math.Sqrt(p * q / loan) - q) / r;
    }
}
