using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Journal;

/// <summary>Append-only memory of every decision. What it has answered for survives kill -9.</summary>
public interface IDecisionJournal
{
    /// <summary>Stores a batch in order, whole or not at all. A record that is there already (portfolio, id, outcome, decided at) is not stored twice.</summary>
    Task Append(ImmutableArray<DecisionRecord> decisions);

    /// <summary>The newest decision about an opportunity, or null.</summary>
    Task<DecisionRecord?> Find(PortfolioId portfolio, OpportunityId id);

    /// <summary>Those of these opportunities that have a decision.</summary>
    Task<IReadOnlySet<OpportunityId>> Decided(PortfolioId portfolio, IReadOnlyCollection<OpportunityId> ids);

    /// <summary>Newest first.</summary>
    Task<DecisionPage> Query(PortfolioId portfolio, DecisionQuery query);
}
