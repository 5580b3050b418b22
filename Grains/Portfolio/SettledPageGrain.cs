using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Portfolio;

/// <summary>One page of settled ids, keyed by portfolio and the sequence of the book they left. Written once.</summary>
[Alias("settled-page-grain"), GrainInterfaceType("settled-page")]
public interface ISettledPageGrain : IGrainWithStringKey
{
    /// <summary>Durable when it returns. The same entries again are harmless.</summary>
    [Alias("write")]
    Task Write(ImmutableArray<Settled> entries);

    [Alias("read")]
    Task<ImmutableArray<Settled>> Read();

    [Alias("clear")]
    Task Clear();
}

[GenerateSerializer, Alias("settled-page-state")]
public sealed class SettledPageState
{
    [Id(0)]
    public ImmutableArray<Settled> Entries { get; set; } = [];
}

internal static class SettledPageKey
{
    public static string Of(PortfolioId portfolio, long sequence) => $"{portfolio}/{sequence}";
}

[GrainType("settled-page")]
internal sealed class SettledPageGrain([PersistentState("settled-page", StateNames.Grains)] IPersistentState<SettledPageState> page)
    : Grain, ISettledPageGrain
{
    public async Task Write(ImmutableArray<Settled> entries)
    {
        if (page.RecordExists && page.State.Entries.SequenceEqual(entries)) return;
        if (page.RecordExists && !page.State.Entries.IsEmpty) throw new InvalidOperationException("A page of settled ids is written once.");
        page.State.Entries = entries;
        await page.WriteOrDeactivate(this);
    }

    public Task<ImmutableArray<Settled>> Read() => Task.FromResult(page.State.Entries);

    public async Task Clear()
    {
        await page.ClearStateAsync();
        DeactivateOnIdle();
    }
}
