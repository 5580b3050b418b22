namespace Orchestrator.Domain.Arbitrage;

/// <summary>
/// What may go wrong with a finding, from what the pools show. For ranking only.
/// <para>risk = 0.4·min(1, impact/300 bps) + 0.2·min(1, age/8 slots) + 0.2·(legs − 2) + 0.2·contest</para>
/// <para>confidence = (1 − h)² · (1 − 0.1·(legs − 2)) · (1 − min(age, 16)/32), with h = 0.03 + 0.2·contest the chance per slot that somebody
/// else is faster, over the two slots from seeing to landing</para>
/// <para>contest = the largest over the pools of 16 / (16 + slots since a gap through it was last closed), 0 when none ever was</para>
/// </summary>
internal static class GapScores
{
    private const double ImpactScale = 300, AgeScale = 8, ContestSlots = 16;

    public static (double Risk, double Confidence) Judge(int impactBps, int ageSlots, int legs, double contest)
    {
        var extraLegs = legs - 2;
        var risk = (0.4 * Math.Min(1, impactBps / ImpactScale)) + (0.2 * Math.Min(1, ageSlots / AgeScale)) + (0.2 * extraLegs) + (0.2 * contest);
        var stays = 1 - (0.03 + (0.2 * contest));
        var confidence = stays * stays * (1 - (0.1 * extraLegs)) * (1 - (Math.Min(ageSlots, 16) / 32.0));
        return (Math.Clamp(risk, 0, 1), Math.Clamp(confidence, 0, 1));
    }

    /// <param name="closed">Slot in which a gap through the pool was last closed; zero when none was.</param>
    public static double Contest(ulong slot, ulong closed) => closed == 0 || closed > slot ? 0 : ContestSlots / (ContestSlots + (slot - closed));
}
