using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;

namespace Orchestrator.Cli.Demo;

/// <summary>Every decision of a run, in the order in which they were made, each opportunity once.</summary>
internal sealed record DemoTape(ImmutableArray<DecisionRecord> Decisions)
{
    public int Opportunities => Decisions.Length;

    public int Executed => Count(DecisionOutcome.Executed);

    public int Expired => Count(DecisionOutcome.Expired);

    public int Dropped => Count(DecisionOutcome.Dropped) + Count(DecisionOutcome.Cancelled);

    public ImmutableSortedDictionary<string, int> Rejected => Decisions.Where(decision => decision.Outcome == DecisionOutcome.Rejected)
        .GroupBy(decision => decision.Reason).ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    /// <summary>SHA-256 over id, outcome and reason of every decision in order, hex: equal tapes have equal digests.</summary>
    public string Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var decision in Decisions)
                hash.AppendData(Encoding.UTF8.GetBytes($"{decision.Opportunity.Id} {decision.Outcome} {decision.Reason}\n"));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <param name="newestFirst">As a journal gives them; a later record about the same opportunity carries its result.</param>
    public static DemoTape Of(IEnumerable<DecisionRecord> newestFirst)
    {
        var order = new List<OpportunityId>();
        var records = new Dictionary<OpportunityId, DecisionRecord>();
        foreach (var record in newestFirst.Reverse())
        {
            var id = record.Opportunity.Id;
            if (records.TryGetValue(id, out var first)) records[id] = first with { Result = record.Result ?? first.Result };
            else
            {
                records.Add(id, record);
                order.Add(id);
            }
        }

        return new([.. order.Select(id => records[id])]);
    }

    private int Count(DecisionOutcome outcome) => Decisions.Count(decision => decision.Outcome == outcome);
}
