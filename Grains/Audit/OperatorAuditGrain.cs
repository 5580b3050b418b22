using System.Collections.Immutable;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Audit;

[GenerateSerializer, Alias("audit-state")]
public sealed class AuditState
{
    /// <summary>Entries after the last full page, oldest first.</summary>
    [Id(0)]
    public ImmutableArray<AuditEntry> Tail { get; set; } = [];

    /// <summary>Full pages before the tail.</summary>
    [Id(1)]
    public int Pages { get; set; }

    /// <summary>Newest request ids with their sequence numbers, oldest first, over page borders.</summary>
    [Id(2)]
    public ImmutableArray<AuditEntry> Recent { get; set; } = [];
}

/// <summary>Writes down what operators did. Full pages move to grains of their own, so that one entry never costs the whole history.</summary>
[GrainType("operator-audit")]
internal sealed class OperatorAuditGrain(
    [PersistentState("operator-audit", StateNames.Grains)] IPersistentState<AuditState> state, TradingClock clock) : Grain, IOperatorAuditGrain
{
    public const int PageSize = 128;

    /// <summary>Newest requests recognised when they come again.</summary>
    private const int RecentMax = 64;

    private const int TakeMax = 500;

    private const int TextMax = 2_000;

    public async Task<AuditEntry> Record(Guid id, string actor, string action, string detail)
    {
        if (Known(id) is { } known) return known;
        if (state.State.Tail.Length >= PageSize) await TurnPage();
        var tail = state.State.Tail;
        var last = tail.IsEmpty ? state.State.Recent.LastOrDefault() : tail[^1];
        var entry = AuditChain.Next(last, id, clock.Now, Cut(actor), Cut(action), Cut(detail));
        state.State.Tail = tail.Add(entry);
        var recent = state.State.Recent.Add(entry);
        state.State.Recent = recent.Length > RecentMax ? recent.RemoveAt(0) : recent;
        await state.WriteOrDeactivate(this);
        return entry;
    }

    public async Task<ImmutableArray<AuditEntry>> Read(long after, int take)
    {
        var wanted = Math.Clamp(take, 1, TakeMax);
        var found = ImmutableArray.CreateBuilder<AuditEntry>(wanted);
        for (var page = (int)Math.Min(Math.Max(0, after) / PageSize, state.State.Pages); page <= state.State.Pages && found.Count < wanted; page++)
            found.AddRange((await PageOf(page)).Where(entry => entry.Sequence > after).Take(wanted - found.Count));
        return found.ToImmutable();
    }

    public async Task<long?> Verify()
    {
        var (previous, next) = (AuditChain.Genesis, 1L);
        for (var page = 0; page <= state.State.Pages; page++)
        {
            var entries = await PageOf(page);
            if (AuditChain.FirstBroken(entries, previous, next) is { } broken) return broken;
            // A page that lost its end is broken where its end should be.
            if (page < state.State.Pages && entries.Length != PageSize) return next + entries.Length;
            if (!entries.IsEmpty) (previous, next) = (entries[^1].Hash, entries[^1].Sequence + 1);
        }

        return null;
    }

    private AuditEntry? Known(Guid id) =>
        state.State.Recent.FirstOrDefault(entry => entry.Id == id) ?? state.State.Tail.FirstOrDefault(entry => entry.Id == id);

    /// <summary>The page is durable before the tail forgets it.</summary>
    private async Task TurnPage()
    {
        await PageGrain(state.State.Pages).Write(state.State.Tail);
        state.State.Pages++;
        state.State.Tail = [];
    }

    private Task<ImmutableArray<AuditEntry>> PageOf(int page) =>
        page < state.State.Pages ? PageGrain(page).Read() : Task.FromResult(state.State.Tail);

    private IAuditPageGrain PageGrain(int page) => GrainFactory.GetGrain<IAuditPageGrain>($"{this.GetPrimaryKeyString()}/{page}");

    private static string Cut(string text) => text.Length <= TextMax ? text : text[..TextMax];
}
