using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Journal;

/// <summary>Lets an API that runs apart read the journal. Holds nothing, so there are as many as are asked.</summary>
[GrainType("decision-journal"), StatelessWorker]
internal sealed class DecisionJournalGrain(IDecisionJournal journal) : Grain, IDecisionJournalGrain
{
    private const int TakeMax = 500;

    private PortfolioId Portfolio => new(this.GetPrimaryKeyString());

    public Task<DecisionRecord?> Find(OpportunityId id) => journal.Find(Portfolio, id);

    public Task<DecisionPage> Query(DecisionQuery query) => journal.Query(Portfolio, query with { Take = Math.Clamp(query.Take, 1, TakeMax) });
}
