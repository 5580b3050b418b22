using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Running;
using Orchestrator.Client.Api.Decisions;
using Orchestrator.Client.Api.Status;

namespace Orchestrator.Cli.Decisions;

/// <summary>The decisions of a running orchestrator.</summary>
internal sealed class ApiDecisions(ApiClient api) : IDecisionSource
{
    public string? Remark => null;

    public async Task<(DateTimeOffset Now, Refusal? Refusal)> Now(CancellationToken cancel)
    {
        var answer = await api.Get("status", cancel);
        return answer.Refusal is { } refusal ? (default, refusal) : (answer.Read<StatusView>().Now, null);
    }

    public async Task<(ImmutableArray<DecisionSummary> Decisions, Refusal? Refusal)> List(DecisionFilter filter, CancellationToken cancel)
    {
        var query = new List<string> { "limit=" + filter.Limit.ToString(CultureInfo.InvariantCulture) };
        void Add(string name, string? value)
        {
            if (value is not null) query.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        Add("outcome", filter.Outcome);
        Add("reason", filter.Reason);
        Add("strategy", filter.Strategy);
        Add("from", filter.Since?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        var answer = await api.Get("decisions?" + string.Join('&', query), cancel);
        return answer.Refusal is { } refusal ? ([], refusal) : (answer.Read<DecisionPageView>().Items, null);
    }

    public async Task<(DecisionView? Decision, Refusal? Refusal)> Find(string id, CancellationToken cancel)
    {
        var answer = await api.Get("decisions/" + Uri.EscapeDataString(id), cancel);
        return answer.Refusal is { } refusal ? (null, refusal) : (answer.Read<DecisionView>(), null);
    }
}
