using System.Text.Json;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Documents;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Idempotency;
using Orchestrator.Client.Api.Operating;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;

namespace Orchestrator.Client.Api.Portfolio;

/// <param name="Id">The opportunity that sells.</param>
/// <param name="WorthLamports">What it would bring after its costs, by the pools as they were just now.</param>
/// <param name="Decision">Where its decision will be.</param>
public sealed record SellView(string Id, string Position, long? WorthLamports, string Decision)
{
    public string? WorthSol => Words.Sol(WorthLamports);
}

/// <summary>What is held, in an operator's hand. Positions themselves are part of the snapshot.</summary>
internal static class PositionEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/positions/{id}/sell", Sell).For(ApiRole.Operator).WithName("sell")
        .WithSummary("Offers the sale of all of a position, also while trading is halted; an Idempotency-Key header is required.")
        .Accepts<ReasonRequest>("application/json").Produces<SellView>(StatusCodes.Status202Accepted).Spends();

    private static async Task<IResult> Sell(string id, HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        if (!OpportunityId.TryParse(id, out var position)) return ApiJson.NotAnId(id);
        var (body, problem) = await RequestBody.Read(http.Request, options);
        if (body is null) return problem!;
        var fields = Fields.Of(body);
        var reason = fields.Text("reason", Halting.ReasonLengthMax);
        fields.RefuseOthers();
        if (!fields.Refused.IsEmpty) return ReasonRequest.FieldsRefused(fields);

        // By the orchestrator's clock, as every id of a trade.
        var (request, answer) = await IdempotentRequest.Begin(http, body.Bytes, cluster, Guid.CreateVersion7((await reads.Status.Get()).View.Now));
        if (request is null) return answer!;
        var sale = new OpportunityId(request.Claim.Id);
        var actor = await log.Record(http, request.Claim.Id, "sell", $"position {position}: {reason}");
        var receipt = await cluster.Ask(cluster.Exits.Sell(sale, position, actor, reason!));
        reads.Expire();
        if (receipt.Refusal is null or "already_queued" or "decided_before")
            return await request.Complete(StatusCodes.Status202Accepted, JsonSerializer.Serialize(
                new SellView(sale.ToString(), position.ToString(), receipt.WorthLamports, $"/api/v1/decisions/{sale}"), ApiJson.Default.SellView));
        // Nothing was offered: the same request may succeed in a moment, so the answer is not kept under its key.
        var why = receipt.Detail is null ? "" : $" ({receipt.Detail})";
        return receipt.Refusal == "no_such_position"
            ? new ApiProblem(ApiCodes.NoSuchThing, $"There is no position {position}.", "An id among positions of portfolio/snapshot.")
            : new ApiProblem(ApiCodes.OperationRefused, $"The sale was not offered: {receipt.Refusal}{why}.", "A position that has a price and that nothing else closes.") { Refusal = receipt.Refusal };
    }
}
