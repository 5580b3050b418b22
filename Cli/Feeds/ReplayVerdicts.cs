using Orchestrator.Cli.Quoting;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Feeds;

/// <summary>Judges the launches of a replay on accounts that were kept. The replay's earlier launches are all that is known of a creator.</summary>
internal sealed class ReplayVerdicts(AccountFile accounts, TimeSpan age)
{
    /// <summary>Slots of an epoch on mainnet.</summary>
    private const ulong EpochSlots = 432_000;

    public async Task<List<LaunchVerdict>> Judge(IReadOnlyList<Launch> launches, CancellationToken cancel)
    {
        var verdicts = new List<LaunchVerdict>(launches.Count);
        var creators = new Dictionary<string, CreatorMemory>(StringComparer.Ordinal);
        var pools = new Dictionary<string, List<(string Pool, string Program)>>(StringComparer.Ordinal);
        foreach (var launch in launches)
        {
            var known = creators.GetValueOrDefault(launch.Creator, CreatorMemory.Empty);
            var siblings = pools.TryGetValue(launch.Token.Value, out var found) ? found : pools[launch.Token.Value] = [];
            verdicts.Add(await Judge(launch, known, [.. siblings], cancel));
            creators[launch.Creator] = known.See(launch.Token.Value, launch.Pool, launch.ObservedAt);
            if (siblings.Count < LaunchResearch.SiblingsMax) siblings.Add((launch.Pool, launch.Program));
        }

        return verdicts;
    }

    private async Task<LaunchVerdict> Judge(Launch launch, CreatorMemory creator, System.Collections.Immutable.ImmutableArray<(string Pool, string Program)> siblings, CancellationToken cancel)
    {
        var at = launch.ObservedAt + age;
        var slot = launch.Slot ?? 0;
        var research = new LaunchResearch(
            new RecordedAccounts(accounts, accounts.LargestOf, new MarketClock(slot, slot / EpochSlots, at.ToUnixTimeSeconds())), ProgramRegistry.Mainnet, SolReserves.SaveMainPool);
        var (count, emptied) = creator.Before(launch.Pool);
        var facts = await research.Look(launch, siblings, cancel) with { Creator = LookUp<CreatorFacts>.Of(new(null, null, count, emptied)) };
        return SniperRules.Judge(facts, SniperPolicy.Default, at);
    }
}
