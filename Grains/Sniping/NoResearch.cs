using System.Collections.Immutable;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Grains.Sniping;

/// <summary>Where nothing can be looked up, everything is missing: every launch is refused by name.</summary>
internal sealed class NoResearch : ILaunchResearch
{
    private const string Nothing = "nothing to look it up with";

    public ValueTask<ImmutableArray<LaunchFacts>> Look(Launch launch, ImmutableArray<(string Pool, string Program)> siblings, CancellationToken cancel) =>
        ValueTask.FromResult<ImmutableArray<LaunchFacts>>([LaunchFacts.Nothing(launch, Nothing, default)]);
}
