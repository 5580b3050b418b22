using System.Buffers.Binary;
using System.Globalization;
using Orchestrator.Domain;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Clock;

namespace Orchestrator.Benchmarks.Processes;

/// <summary>
/// Opportunities that are approved and commanded, each on a route of its own. Their pools do not exist: the planner refuses them after the
/// command, so that a slot is free again as soon as the system can make it so.
/// </summary>
internal sealed class Opportunities(TradingClock clock)
{
    private static readonly Mint Usdc = new("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
    private static readonly Lamports Capital = new(Lamports.PerSol / 100);
    private long _made;

    public OpportunityId NextId()
    {
        Span<byte> distinct = stackalloc byte[10];
        // In the last eight bytes: version and variant overwrite bits of the first ones.
        BinaryPrimitives.WriteInt64BigEndian(distinct[2..], Interlocked.Increment(ref _made));
        return OpportunityId.Create(clock.Now, distinct);
    }

    /// <param name="flashLoan">Beyond the limit of one trade it is refused by risk.</param>
    public Opportunity Next(TimeSpan alive, Lamports flashLoan = default)
    {
        var id = NextId();
        var now = clock.Now;
        var route = "route " + Interlocked.Read(ref _made).ToString(CultureInfo.InvariantCulture);
        return new Opportunity(
            id, StrategyId.Arbitrage, Usdc, new RouteKey(route + " " + id), Mint.Sol, new Lamports(60_000_000 + _made % 40_000_000), 0.2, 0.9,
            Capital, flashLoan, new BasisPoints(50), null, now, now + alive, Priority.Normal,
            """{"dispersion_bps":12,"scan":"changed pool","pools":2}""", null,
            [
                new RouteLeg("orca", "BenchPoo1One1111111111111111111111111111111", Mint.Sol, Usdc, new BaseUnits(10_000_000), new BaseUnits(1_500_000), new BasisPoints(1), 1),
                new RouteLeg("raydium", "BenchPoo1Two1111111111111111111111111111111", Usdc, Mint.Sol, new BaseUnits(1_500_000), new BaseUnits(10_060_000), new BasisPoints(1), 1),
            ]);
    }

    public Trade NextTrade() => Trade.Of(Next(TimeSpan.FromSeconds(30)));
}
