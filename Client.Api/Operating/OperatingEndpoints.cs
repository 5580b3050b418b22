using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;

namespace Orchestrator.Client.Api.Operating;

/// <param name="Outcome">halted, already_halted (the first cause stands), resumed, not_halted.</param>
/// <param name="TradingState">As it is now: active, reducing or halted.</param>
public sealed record OperationView(string Outcome, string TradingState, string Actor);

/// <summary>The kill switch and its end.</summary>
internal static class OperatingEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/halt", Halt).For(ApiRole.Operator).WithName("halt")
            .WithSummary("Stops trading until an operator resumes it; survives every restart.")
            .Accepts<ReasonRequest>("application/json").Produces<OperationView>();
        api.MapPost("/resume", Resume).For(ApiRole.Operator).WithName("resume")
            .WithSummary("Lifts a halt and re-bases the loss breakers on today's equity.")
            .Accepts<ReasonRequest>("application/json").Produces<OperationView>();
    }

    private static Task<IResult> Halt(HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options) =>
        Operate(http, "halt", (reason, actor) => cluster.Book.Halt(HaltCause.Operator, reason, actor), cluster, reads, log, options);

    private static Task<IResult> Resume(HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options) =>
        Operate(http, "resume", (reason, actor) => cluster.Book.Resume(reason, actor), cluster, reads, log, options);

    private static async Task<IResult> Operate(
        HttpContext http, string action, Func<string, string, Task<HaltOutcome>> effect,
        TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (reason, problem) = await ReasonRequest.Read(http.Request, options);
        if (reason is null) return problem!;
        var actor = await log.Record(http, action, reason);
        var outcome = await cluster.Ask(effect(reason, actor));
        reads.Expire();
        var state = (await reads.Book.Get()).Core.State;
        return ApiJson.Ok(new OperationView(Words.Of(outcome), Words.Of(state), actor), ApiJson.Default.OperationView);
    }
}
