using System.Collections.Immutable;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Grains.Exits;

/// <summary>Where no market can be asked, nothing has a price.</summary>
internal sealed class NoExitMarket : IExitMarket
{
    private const string Nothing = "no market to ask";

    public ValueTask<ExitLook> Look(ImmutableArray<RouteLeg> route, BaseUnits units, CancellationToken cancel) =>
        ValueTask.FromResult(new ExitLook(LookUp<ImmutableArray<RouteLeg>>.Failed(Nothing), LookUp<MintFacts>.Failed(Nothing)));
}
