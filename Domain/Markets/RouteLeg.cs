using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Markets;

/// <summary>One swap of a route: through which pool of which venue, from which token into which.</summary>
/// <param name="Venue">Lower-case venue name: raydium, orca, meteora, jupiter.</param>
/// <param name="Pool">Base58 address of the pool.</param>
/// <param name="Input">Mint that goes in.</param>
/// <param name="Output">Mint that comes out.</param>
/// <param name="AmountIn">Base units of <paramref name="Input"/> when the route was found.</param>
/// <param name="ExpectedOut">Base units of <paramref name="Output"/> by the pool's own curve, after its fee.</param>
/// <param name="PriceImpact">How far this swap moves the pool's price.</param>
/// <param name="PoolSlot">Slot of the pool state that was used.</param>
[GenerateSerializer, Immutable, Alias("route-leg")]
public sealed record RouteLeg(
    [property: Id(0)] string Venue,
    [property: Id(1)] string Pool,
    [property: Id(2)] Mint Input,
    [property: Id(3)] Mint Output,
    [property: Id(4)] BaseUnits AmountIn,
    [property: Id(5)] BaseUnits ExpectedOut,
    [property: Id(6)] BasisPoints PriceImpact,
    [property: Id(7)] ulong PoolSlot);
