using System.Collections.Immutable;
using Orleans;

namespace Orchestrator.Grains.Interfaces;

/// <summary>
/// What operators did, in a chain of hashes: an entry that is changed or removed later breaks every one after it. Keyed by portfolio.
/// </summary>
[Alias("operator-audit-grain"), GrainInterfaceType("operator-audit")]
public interface IOperatorAuditGrain : IGrainWithStringKey
{
    /// <summary>Stored before it answers. The same <paramref name="id"/> again returns the entry that is there.</summary>
    [Alias("record")]
    Task<AuditEntry> Record(Guid id, string actor, string action, string detail);

    [Alias("read")]
    Task<ImmutableArray<AuditEntry>> Read(long after, int take);

    /// <summary>Recomputes the chain. Null when it holds; else the sequence number of the first entry that does not.</summary>
    [Alias("verify")]
    Task<long?> Verify();
}

/// <param name="Hash">SHA-256 over the previous hash and this entry's fields, hex.</param>
[GenerateSerializer, Immutable, Alias("audit-entry")]
public sealed record AuditEntry(
    [property: Id(0)] long Sequence,
    [property: Id(1)] Guid Id,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Actor,
    [property: Id(4)] string Action,
    [property: Id(5)] string Detail,
    [property: Id(6)] string PreviousHash,
    [property: Id(7)] string Hash);
