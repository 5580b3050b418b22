using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Decisions;

/// <summary>What was decided, and why.</summary>
internal static class DecisionEndpoints
{
    private const int PageMax = 500;
    private const int PageDefault = 50;
    private const int ReasonLengthMax = 64;

    private static readonly string[] Outcomes = [.. Enum.GetValues<DecisionOutcome>().Select(outcome => Words.Of(outcome))];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/decisions", List).For(ApiRole.Viewer).Query("outcome", "reason", "strategy", "from", "until", "cursor", "limit").WithName("decisions")
            .WithSummary("Decisions, newest first, by outcome, reason, strategy and time.").Produces<DecisionPageView>();
        api.MapGet("/decisions/{id}", One).For(ApiRole.Viewer).WithName("decision")
            .WithSummary("One decision: score terms, every check, the smallest change that would have passed, and the execution.").Produces<DecisionView>();
    }

    private static async Task<IResult> List(
        string? outcome, string? reason, string? strategy, string? from, string? until, string? cursor, string? limit, TradingCluster cluster)
    {
        var parameters = new Parameters();
        var named = parameters.Name("strategy", strategy, Opportunity.NameLengthMax);
        var query = new DecisionQuery(
            parameters.Word("outcome", outcome, Outcomes), parameters.Name("reason", reason, ReasonLengthMax), named is null ? null : new StrategyId(named),
            parameters.Time("from", from), parameters.Time("until", until), parameters.JournalCursor("cursor", cursor),
            parameters.Whole("limit", limit, 1, PageMax, PageDefault));
        if (parameters.Problem is { } problem) return problem;
        var page = await cluster.Ask(cluster.Journal.Query(query));
        var results = await Task.WhenAll(page.Decisions.Select(record => ResultOf(record, cluster)));
        return ApiJson.Ok(
            new DecisionPageView([.. page.Decisions.Zip(results, DecisionSummary.Of)], page.Next),
            ApiJson.Default.DecisionPageView);
    }

    /// <summary>A decision is written down before anything came of it: what did is with its saga. Only what was commanded has one.</summary>
    private static async Task<ExecutionResult?> ResultOf(DecisionRecord record, TradingCluster cluster) =>
        record is { Outcome: DecisionOutcome.Executed, Result: null } ? (await cluster.Ask(cluster.Saga(record.Opportunity.Id).Read())).Result : record.Result;

    private static async Task<IResult> One(string id, TradingCluster cluster)
    {
        if (!OpportunityId.TryParse(id, out var opportunity)) return ApiJson.NotAnId(id);
        if (await cluster.Ask(cluster.Journal.Find(opportunity)) is not { } record)
            return new ApiProblem(ApiCodes.NoSuchThing, $"There is no decision about {opportunity}: it is still waiting, older than what is kept, or unknown.", "The id of a decided opportunity.");
        // Only what was commanded has a saga; asking another id would bring an empty one to life.
        var saga = record.Outcome == DecisionOutcome.Executed ? await cluster.Ask(cluster.Saga(opportunity).Read()) : null;
        return ApiJson.Ok(DecisionView.Of(record, saga), ApiJson.Default.DecisionView);
    }
}
