using System.Collections.Immutable;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Sniping;

[GenerateSerializer, Alias("blacklist-state")]
public sealed class BlacklistState
{
    [Id(0)]
    public Blacklist List { get; set; } = Blacklist.Empty;
}

/// <summary>The blacklist of one portfolio.</summary>
[GrainType("blacklist")]
internal sealed class BlacklistGrain([PersistentState("blacklist", StateNames.Grains)] IPersistentState<BlacklistState> state) : Grain, IBlacklistGrain
{
    private const int PageMax = 1_000;

    public Task<BlacklistOutcome> Add(BlacklistEntry entry) => Store(state.State.List.Add(entry));

    public Task<BlacklistOutcome> Remove(string address) => Store(state.State.List.Remove(address));

    public Task<ImmutableArray<BlacklistEntry>> Page(string? after, int take) => Task.FromResult<ImmutableArray<BlacklistEntry>>(
        [.. state.State.List.After(after).Take(Math.Clamp(take, 1, PageMax))]);

    public Task<ImmutableArray<string?>> Reasons(ImmutableArray<string> addresses) =>
        Task.FromResult<ImmutableArray<string?>>([.. addresses.Select(state.State.List.ReasonFor)]);

    private async Task<BlacklistOutcome> Store((Blacklist Next, BlacklistOutcome Outcome) step)
    {
        if (ReferenceEquals(step.Next, state.State.List)) return step.Outcome;
        state.State.List = step.Next;
        await state.WriteOrDeactivate(this);
        return step.Outcome;
    }
}
