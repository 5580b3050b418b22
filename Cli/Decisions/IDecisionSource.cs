using System.Collections.Immutable;
using Orchestrator.Cli.Answers;
using Orchestrator.Client.Api.Decisions;

namespace Orchestrator.Cli.Decisions;

/// <summary>What a person asks of the list of decisions; null is everything.</summary>
/// <param name="Since">Only decisions from this moment on, in market time.</param>
/// <param name="Limit">1 to 500.</param>
internal sealed record DecisionFilter(string? Outcome = null, string? Reason = null, string? Strategy = null, DateTimeOffset? Since = null, int Limit = 50);

/// <summary>Something that remembers decisions: a running orchestrator, or the last demo's file.</summary>
internal interface IDecisionSource
{
    /// <summary>Where the answers come from, when it is not what was asked for; null when there is nothing to say.</summary>
    string? Remark { get; }

    /// <summary>The source's own present.</summary>
    Task<(DateTimeOffset Now, Refusal? Refusal)> Now(CancellationToken cancel);

    /// <summary>Newest first.</summary>
    Task<(ImmutableArray<DecisionSummary> Decisions, Refusal? Refusal)> List(DecisionFilter filter, CancellationToken cancel);

    Task<(DecisionView? Decision, Refusal? Refusal)> Find(string id, CancellationToken cancel);
}
