using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Audit;

/// <summary>One full page of entries, keyed by portfolio and page. Written once.</summary>
[Alias("audit-page-grain"), GrainInterfaceType("audit-page")]
public interface IAuditPageGrain : IGrainWithStringKey
{
    [Alias("write")]
    Task Write(ImmutableArray<AuditEntry> entries);

    [Alias("read")]
    Task<ImmutableArray<AuditEntry>> Read();
}

[GenerateSerializer, Alias("audit-page-state")]
public sealed class AuditPageState
{
    [Id(0)]
    public ImmutableArray<AuditEntry> Entries { get; set; } = [];
}

[GrainType("audit-page")]
internal sealed class AuditPageGrain([PersistentState("audit-page", StateNames.Grains)] IPersistentState<AuditPageState> page) : Grain, IAuditPageGrain
{
    public Task Write(ImmutableArray<AuditEntry> entries)
    {
        if (page.RecordExists && page.State.Entries.SequenceEqual(entries)) return Task.CompletedTask;
        if (page.RecordExists) throw new InvalidOperationException("A page of the audit is written once.");
        page.State.Entries = entries;
        return page.WriteOrDeactivate(this);
    }

    public Task<ImmutableArray<AuditEntry>> Read() => Task.FromResult(page.State.Entries);
}
