using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Risk;

/// <summary>What one strategy may do. A strategy without an entry may open nothing.</summary>
/// <param name="FlashLoanMax">Per trade, in lamports of value.</param>
/// <param name="TokenInterval">Shortest time between two trades of one token by this strategy; zero for none.</param>
[GenerateSerializer, Immutable, Alias("strategy-limits")]
public sealed record StrategyLimits(
    [property: Id(0)] StrategyId Strategy, [property: Id(1)] Lamports FlashLoanMax, [property: Id(2)] TimeSpan TokenInterval);

/// <summary>Every limit of one portfolio. Settings may tighten or loosen them, never beyond <see cref="RiskCeilings"/>.</summary>
/// <param name="SlotLagMax">Slots between the oldest data behind a trade and the newest slot seen.</param>
/// <param name="FlashLoansPerDayMax">Sum since 00:00 UTC.</param>
/// <param name="HeatMax">Reserved own capital over total capital.</param>
/// <param name="OpenPositionsMax">Open positions and open reservations that may become one.</param>
/// <param name="LeverageMax">Exposure that outlives a transaction over total capital; flash loans do not count.</param>
/// <param name="TokenShareMax">One token's exposure over total capital.</param>
/// <param name="ReservationLifetime">How long an unpinned reservation lives.</param>
/// <param name="RunningMax">Executions between their reservation and confirmed commitment, or their end.</param>
/// <param name="MarkAgeMax">A held token whose mark is older cannot be valued: breakers fail closed.</param>
[GenerateSerializer, Immutable, Alias("risk-limits")]
public sealed record RiskLimits(
    [property: Id(0)] ulong SlotLagMax,
    [property: Id(1)] Lamports FlashLoansPerDayMax,
    [property: Id(2)] BasisPoints HeatMax,
    [property: Id(3)] int OpenPositionsMax,
    [property: Id(4)] BasisPoints LeverageMax,
    [property: Id(5)] BasisPoints TokenShareMax,
    [property: Id(6)] BasisPoints SlippageMax,
    [property: Id(7)] TimeSpan ReservationLifetime,
    [property: Id(8)] TimeSpan MarkAgeMax,
    [property: Id(9)] ImmutableArray<StrategyLimits> Strategies,
    [property: Id(10)] int RunningMax = 10)
{
    public static readonly RiskLimits Default = new(
        SlotLagMax: 4,
        FlashLoansPerDayMax: new Lamports(1_000 * Lamports.PerSol),
        HeatMax: new BasisPoints(8_000),
        OpenPositionsMax: 10,
        LeverageMax: new BasisPoints(30_000),
        TokenShareMax: new BasisPoints(3_000),
        SlippageMax: new BasisPoints(500),
        ReservationLifetime: TimeSpan.FromMinutes(5),
        MarkAgeMax: TimeSpan.FromMinutes(5),
        Strategies:
        [
            new StrategyLimits(StrategyId.Arbitrage, new Lamports(100 * Lamports.PerSol), TimeSpan.Zero),
            new StrategyLimits(StrategyId.Sniper, new Lamports(50 * Lamports.PerSol), TimeSpan.FromSeconds(60)),
        ]);

    public StrategyLimits? For(StrategyId strategy)
    {
        foreach (var limits in Strategies)
        {
            if (limits.Strategy == strategy) return limits;
        }

        return null;
    }
}
