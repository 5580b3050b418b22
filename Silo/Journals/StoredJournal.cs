using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Journal;
using Orchestrator.Storage;
using Orchestrator.Storage.Journals;
using Orleans.Serialization;

namespace Orchestrator.Silo.Journals;

/// <summary>The decision journal on the store's append-only lists: one list per portfolio, one record per opportunity.</summary>
internal sealed class StoredJournal(IJournals journals, Serializer<DecisionRecord> serializer) : IDecisionJournal
{
    public async Task Append(ImmutableArray<DecisionRecord> decisions)
    {
        foreach (var portfolio in decisions.GroupBy(decision => decision.Portfolio))
        {
            var records = portfolio.Select(ToRecord).ToList();
            // A record that has another one under its id was decided before a restart: the first decision stands.
            while (records.Count > 0 && await ListOf(portfolio.Key).Append(records) is { Conflict: { } id })
                records.RemoveAll(record => record.Id == id);
        }
    }

    public async Task<DecisionRecord?> Find(PortfolioId portfolio, OpportunityId id) =>
        await ListOf(portfolio).Find(id.ToString()) is { } entry ? ToDecision(entry) : null;

    public async Task<IReadOnlySet<OpportunityId>> Decided(PortfolioId portfolio, IReadOnlyCollection<OpportunityId> ids)
    {
        var known = await ListOf(portfolio).Known([.. ids.Select(id => id.ToString())]);
        return ids.Where(id => known.Contains(id.ToString())).ToHashSet();
    }

    public async Task<DecisionPage> Query(PortfolioId portfolio, DecisionQuery query)
    {
        var page = await ListOf(portfolio).Read(new JournalQuery
        {
            From = query.From,
            To = query.Until,
            Outcome = query.Outcome,
            Reason = query.Reason,
            Group = query.Strategy?.Value,
            Limit = Math.Clamp(query.Take, 1, 500),
            After = query.Before is { } cursor ? JournalCursor.Parse(cursor) : null,
        });
        return new DecisionPage([.. page.Entries.Select(ToDecision)], page.Next?.ToString());
    }

    private IJournal ListOf(PortfolioId portfolio) => journals.Get($"{StoreNames.Decisions}-{portfolio}");

    private JournalRecord ToRecord(DecisionRecord decision) => new(
        decision.Opportunity.Id.ToString(), decision.DecidedAt, decision.Outcome.ToString().ToLowerInvariant(), decision.Reason,
        decision.Opportunity.Strategy.Value, serializer.SerializeToArray(decision));

    private DecisionRecord ToDecision(JournalEntry entry) =>
        (serializer.Deserialize(entry.Record.Body) ?? throw new InvalidDataException($"Record {entry.Sequence} of the journal holds no decision."))
        with { Sequence = entry.Sequence };
}
