using System.Collections.Immutable;
using Orchestrator.Domain.Sniping;
using Orleans;

namespace Orchestrator.Grains.Interfaces;

/// <summary>Creators and mints that nothing is bought of. Keyed by portfolio.</summary>
[Alias("blacklist-grain"), GrainInterfaceType("blacklist")]
public interface IBlacklistGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<BlacklistOutcome> Add(BlacklistEntry entry);

    [Alias("remove")]
    Task<BlacklistOutcome> Remove(string address);

    /// <summary>Entries after this address, in the order of addresses.</summary>
    /// <param name="after">Null for the first.</param>
    [Alias("page")]
    Task<ImmutableArray<BlacklistEntry>> Page(string? after, int take);

    /// <summary>Why each of these is listed; null for one that is not.</summary>
    [Alias("reasons")]
    Task<ImmutableArray<string?>> Reasons(ImmutableArray<string> addresses);
}
