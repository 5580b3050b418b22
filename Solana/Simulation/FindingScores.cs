using Orchestrator.Domain.Money;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// What may go wrong with a finding, from what the pools show. For ranking only.
/// <para>risk = 0.4·min(1, impact/300 bps) + 0.2·min(1, age/8 slots) + 0.2·(legs − 2) + 0.2·contest</para>
/// <para>confidence = (1 − h)² · (1 − 0.1·(legs − 2)) · (1 − min(age, 16)/32), with h = 0.03 + 0.2·contest the chance per slot that somebody
/// else is faster, over the two slots from seeing to landing</para>
/// <para>contest = the largest over the pools of 16 / (16 + slots since a competitor last traded there), 0 when none ever did</para>
/// </summary>
internal static class FindingScores
{
    private const double ImpactScale = 300, AgeScale = 8, ContestSlots = 16;

    public static (double Risk, double Confidence) Judge(int impactBps, int ageSlots, CycleLeg[] legs, Market market, ulong slot)
    {
        var contest = 0.0;
        foreach (var leg in legs)
            if (market.PoolContestedSlot[leg.Pool.Index] is > 0 and var last)
                contest = Math.Max(contest, ContestSlots / (ContestSlots + (slot - last)));
        var extraLegs = legs.Length - 2;
        var risk = (0.4 * Math.Min(1, impactBps / ImpactScale)) + (0.2 * Math.Min(1, ageSlots / AgeScale)) + (0.2 * extraLegs) + (0.2 * contest);
        var stays = 1 - (0.03 + (0.2 * contest));
        var confidence = stays * stays * (1 - (0.1 * extraLegs)) * (1 - (Math.Min(ageSlots, 16) / 32.0));
        return (Math.Clamp(risk, 0, 1), Math.Clamp(confidence, 0, 1));
    }

    /// <summary>How far a swap lowers the price it sells at: 1 − x·(y − out) / (y·(x + in)), rounded up to a basis point.</summary>
    public static BasisPoints PriceImpact(ulong reserveIn, ulong reserveOut, ulong amountIn, ulong amountOut)
    {
        decimal before = (decimal)reserveOut / reserveIn;
        decimal after = (decimal)(reserveOut - amountOut) / ((decimal)reserveIn + amountIn);
        return new BasisPoints(before == 0 ? 0 : (int)decimal.Ceiling((1 - (after / before)) * BasisPoints.One));
    }
}
