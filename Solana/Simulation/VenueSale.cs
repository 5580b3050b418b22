using System.Collections.Immutable;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Solana.Simulation;

/// <summary>A sale as the venue would execute it now, or why not.</summary>
public sealed record VenueSale(ImmutableArray<RouteLeg> Legs, string? Refusal);

/// <summary>What a sale is asked for: the question of <see cref="IVenue.Sale"/> as it travels.</summary>
internal sealed record VenueSaleQuestion(ImmutableArray<RouteLeg> Route, BaseUnits Units);

/// <summary>Held positions on the simulated venue. Its tokens have no issuer who could do them any harm, so only price, time and blacklist sell.</summary>
public sealed class VenueExits(IVenue venue) : IExitMarket
{
    public async ValueTask<ExitLook> Look(ImmutableArray<RouteLeg> route, BaseUnits units, CancellationToken cancel)
    {
        var sale = await venue.Sale(route, units, cancel);
        return new ExitLook(
            sale.Refusal is { } refusal ? LookUp<ImmutableArray<RouteLeg>>.Failed(refusal) : LookUp<ImmutableArray<RouteLeg>>.Of(sale.Legs),
            LookUp<MintFacts>.Of(new MintFacts(null, null, BaseUnits.Zero, IssuerPowers.None, new BasisPoints(0))));
    }
}
