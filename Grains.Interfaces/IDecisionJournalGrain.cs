using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Grains.Interfaces;

/// <summary>Reads what was decided and why. Keyed by portfolio. Decisions are written by the orchestrator, never through here.</summary>
[Alias("decision-journal-grain"), GrainInterfaceType("decision-journal")]
public interface IDecisionJournalGrain : IGrainWithStringKey
{
    /// <summary>The newest decision about an opportunity, or null when there is none.</summary>
    [Alias("find")]
    Task<DecisionRecord?> Find(OpportunityId id);

    [Alias("query")]
    Task<DecisionPage> Query(DecisionQuery query);
}

/// <param name="Outcome">executed, rejected, expired, dropped, cancelled; null for all.</param>
/// <param name="Reason">Reason code; null for all.</param>
/// <param name="Before">Cursor of the previous page: only older ones; null for the newest.</param>
/// <param name="Take">1 to 500.</param>
[GenerateSerializer, Immutable, Alias("decision-query")]
public sealed record DecisionQuery(
    [property: Id(0)] string? Outcome = null,
    [property: Id(1)] string? Reason = null,
    [property: Id(2)] StrategyId? Strategy = null,
    [property: Id(3)] DateTimeOffset? From = null,
    [property: Id(4)] DateTimeOffset? Until = null,
    [property: Id(5)] string? Before = null,
    [property: Id(6)] int Take = 50);

/// <param name="Next">Cursor for the next older page, or null at the end.</param>
[GenerateSerializer, Immutable, Alias("decision-page")]
public sealed record DecisionPage([property: Id(0)] ImmutableArray<DecisionRecord> Decisions, [property: Id(1)] string? Next);
