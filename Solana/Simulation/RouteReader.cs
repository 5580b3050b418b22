using System.Collections.Immutable;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Solana.Simulation;

/// <summary>Finds the pools that a route names, and says what the route gives on them.</summary>
internal static class RouteReader
{
    public const int LegsMax = 3;

    /// <returns>Null with the legs; else what is wrong: the pool that is not known, or how the route is broken.</returns>
    public static (bool PoolUnknown, string Detail)? Read(VenueLayout layout, ImmutableArray<RouteLeg> route, out CycleLeg[] legs)
    {
        legs = [];
        if (route.IsDefaultOrEmpty || route.Length > LegsMax) return (false, "one to three legs are expected");
        var read = new CycleLeg[route.Length];
        for (var i = 0; i < read.Length; i++)
        {
            if (!layout.PoolByText.TryGetValue(route[i].Pool ?? "", out var index)) return (true, route[i].Pool ?? "");
            var pool = layout.Pools[index];
            var token = layout.Tokens[pool.Token0].Mint == route[i].Input ? pool.Token0 : pool.Token1;
            if (layout.Tokens[token].Mint != route[i].Input || layout.Tokens[pool.Other(token)].Mint != route[i].Output)
                return (false, $"leg {i} does not trade {route[i].Input} for {route[i].Output}");
            if (i > 0 && read[i - 1].TokenOut != token) return (false, $"leg {i} does not begin where leg {i - 1} ends");
            read[i] = new CycleLeg(pool, token);
        }

        legs = read;
        return null;
    }

    /// <inheritdoc cref="IVenue.Sale"/>
    public static VenueSale Sale(VenueMachine machine, ImmutableArray<RouteLeg> route, BaseUnits units)
    {
        if (Read(machine.Layout, route, out var legs) is { } broken) return new VenueSale([], broken.Detail);
        var (sale, amount) = (ImmutableArray.CreateBuilder<RouteLeg>(legs.Length), units.Value);
        for (var i = 0; i < legs.Length; i++)
        {
            var before = machine.Market.ReserveOf(legs[i].Pool, legs[i].TokenIn);
            var given = machine.Market.Quote(legs[i].Pool, legs[i].TokenIn, amount);
            if (given == 0) return new VenueSale([], $"leg {i} gives nothing for {amount}");
            sale.Add(route[i] with
            {
                AmountIn = new BaseUnits(amount), ExpectedOut = new BaseUnits(given), PoolSlot = machine.Clock.Slot,
                PriceImpact = new BasisPoints((int)((UInt128)amount * BasisPoints.One / ((UInt128)before + amount))),
            });
            amount = given;
        }

        return new VenueSale(sale.MoveToImmutable(), null);
    }
}
