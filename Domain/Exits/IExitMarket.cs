using System.Collections.Immutable;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Domain.Exits;

/// <summary>What is seen of a held position: each look-up may have failed, and what failed is named.</summary>
/// <param name="Sale">Selling all of it along the route, exact on the pools as they are: from the token back to what paid for it.</param>
/// <param name="Token">The token's mint as it is now.</param>
public readonly record struct ExitLook(LookUp<ImmutableArray<RouteLeg>> Sale, LookUp<MintFacts> Token);

/// <summary>Where held positions are looked at. Only cancellation and a chain that cannot be asked throw.</summary>
public interface IExitMarket
{
    /// <param name="route">From the token back to what paid for it; its amounts are not read.</param>
    /// <param name="units">What would be sold, base units of the token.</param>
    ValueTask<ExitLook> Look(ImmutableArray<RouteLeg> route, BaseUnits units, CancellationToken cancel);
}
