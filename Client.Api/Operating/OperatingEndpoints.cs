using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Operating;

/// <param name="Outcome">halted, already_halted (the first cause stands), resumed, not_halted.</param>
/// <param name="TradingState">As it is now: active, reducing or halted.</param>
public sealed record OperationView(string Outcome, string TradingState, string Actor);

/// <summary>The kill switch and its end.</summary>
internal static class OperatingEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/halt", Halt).For(ApiRole.Operator).WithName("halt").WithMetadata(new EvenWhileDraining())
            .WithSummary("Stops trading until an operator resumes it; at once, and durably as soon as the store takes it.")
            .Accepts<ReasonRequest>("application/json").Produces<OperationView>();
        api.MapPost("/resume", Resume).For(ApiRole.Operator).WithName("resume")
            .WithSummary("Lifts a halt and re-bases the loss breakers on today's equity.")
            .Accepts<ReasonRequest>("application/json").Produces<OperationView>();
    }

    /// <summary>Before anything is written down, so that no store can keep anybody from stopping.</summary>
    private static async Task<IResult> Halt(HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (reason, problem) = await ReasonRequest.Read(http.Request, options);
        if (reason is null) return problem!;
        var actor = OperatorLog.ActorOf(http);
        var answer = await cluster.Ask(cluster.Brake.Halt(log.NewId(), reason, actor));
        reads.Expire();
        return answer is { Stored: true, Audited: true } ? await Done(answer.Outcome, actor, reads) : NotDurable(answer);
    }

    private static async Task<IResult> Resume(HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (reason, problem) = await ReasonRequest.Read(http.Request, options);
        if (reason is null) return problem!;
        var actor = await log.Record(http, "resume", reason);
        var outcome = await cluster.Ask(cluster.Brake.Resume(reason, actor));
        reads.Expire();
        return await Done(outcome, actor, reads);
    }

    private static async Task<IResult> Done(HaltOutcome outcome, string actor, PortfolioReads reads) =>
        ApiJson.Ok(new OperationView(Words.Of(outcome), Words.Of((await reads.Book.Get()).Core.State), actor), ApiJson.Default.OperationView);

    private static ApiProblem NotDurable(BrakeAnswer answer) => answer.Stored
        ? new ApiProblem(
            ApiCodes.HaltNotDurable, $"Trading is halted and the halt is stored; its line is not in the audit log yet: {answer.Fault}", null,
            "Halted; it survives a restart. The audit line is written again every second until it stands.")
        : new ApiProblem(
            ApiCodes.HaltNotDurable, $"Trading is halted in the running system, and the store does not have it yet: {answer.Fault}", null,
            "Halted: nothing new is reserved, signed or sent. The store is asked again every second until the halt stands; a restart before that begins without it.");
}
