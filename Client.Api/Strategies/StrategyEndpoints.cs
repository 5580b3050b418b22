using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Operating;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Strategies;

/// <summary>What each strategy earned and learned, and its pause.</summary>
internal static class StrategyEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/strategies", List).For(ApiRole.Viewer).WithName("strategies").WithSummary("Every strategy that is set up or known to the book.").Produces<StrategyPage>();
        api.MapGet("/strategies/{id}", One).For(ApiRole.Viewer).WithName("strategy").WithSummary("One strategy with its weight changes and their evidence.").Produces<StrategyDetail>();
        api.MapPost("/strategies/{id}/pause", Pause).For(ApiRole.Operator).WithName("pause-strategy")
            .WithSummary("Opens nothing new; what runs ends.").Accepts<ReasonRequest>("application/json").Produces<PauseOutcomeView>();
        api.MapPost("/strategies/{id}/resume", Resume).For(ApiRole.Operator).WithName("resume-strategy")
            .WithSummary("Ends a pause; the run of losses starts anew.").Accepts<ReasonRequest>("application/json").Produces<PauseOutcomeView>();
    }

    private static async Task<IResult> List(TradingCluster cluster, StrategyReads reads) =>
        ApiJson.Ok(new StrategyPage([.. (await reads.All()).Select(StrategySummary.Of)]), ApiJson.Default.StrategyPage);

    private static async Task<IResult> One(string id, TradingCluster cluster, StrategyReads reads) =>
        await reads.Find(id) is { } strategy
            ? ApiJson.Ok(StrategyDetail.Of(await cluster.Ask(cluster.Strategy(strategy).Read())), ApiJson.Default.StrategyDetail)
            : await Unknown(id, reads);

    private static Task<IResult> Pause(
        string id, HttpContext http, TradingCluster cluster, StrategyReads reads, PortfolioReads portfolio, OperatorLog log, IOptions<ClientApiOptions> options) =>
        Operate(id, http, "pause", (strategy, reason) => cluster.Ask(strategy.Pause(reason)), cluster, reads, portfolio, log, options);

    private static Task<IResult> Resume(
        string id, HttpContext http, TradingCluster cluster, StrategyReads reads, PortfolioReads portfolio, OperatorLog log, IOptions<ClientApiOptions> options) =>
        Operate(id, http, "unpause", (strategy, _) => cluster.Ask(strategy.Resume()), cluster, reads, portfolio, log, options);

    private static async Task<IResult> Operate(
        string id, HttpContext http, string action, Func<IStrategyGrain, string, Task<PauseOutcome>> effect,
        TradingCluster cluster, StrategyReads reads, PortfolioReads portfolio, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (reason, problem) = await ReasonRequest.Read(http.Request, options);
        if (reason is null) return problem!;
        if (await reads.Find(id) is not { } strategy) return await Unknown(id, reads);
        var actor = await log.Record(http, action, $"{strategy}: {reason}");
        var outcome = await effect(cluster.Strategy(strategy), reason);
        portfolio.Expire();
        return outcome < PauseOutcome.ReasonMissing
            ? ApiJson.Ok(new PauseOutcomeView(strategy.Value, Words.Of(outcome), actor), ApiJson.Default.PauseOutcomeView)
            : new ApiProblem(ApiCodes.OperationRefused, $"The book refuses it: {Words.Of(outcome)}.", "A strategy that the book knows or has room for.") { Refusal = Words.Of(outcome) };
    }

    private static async Task<ApiProblem> Unknown(string id, StrategyReads reads) => new(
        ApiCodes.NoSuchThing, $"There is no strategy '{(id.Length <= 80 ? id : id[..80])}'.", "One of " + string.Join(", ", await reads.Known()) + ".");
}
