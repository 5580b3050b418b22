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

namespace Orchestrator.Client.Api.Lending;

/// <param name="AmountLamports">Own SOL to be lent.</param>
/// <param name="Reason">1 to 500 characters; kept in the decision and in the audit log.</param>
public sealed record SupplyRequest(long AmountLamports, string Reason);

/// <param name="Id">The opportunity that lends, and the position it opens: <c>positions/{id}/sell</c> takes it back.</param>
/// <param name="Units">What the lender would give for it, base units of its token.</param>
/// <param name="Decision">Where its decision will be.</param>
public sealed record SupplyView(string Id, long AmountLamports, ulong? Units, string Decision)
{
    public string? AmountSol => Words.Sol(AmountLamports);
}

/// <summary>Own capital that is lent to Save.</summary>
internal static class LendingEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/lending/supply", Supply).For(ApiRole.Operator).WithName("supply")
        .WithSummary("Offers the supply of own SOL to Save; what is lent is a position, and selling it takes it back. An Idempotency-Key header is required.")
        .Accepts<SupplyRequest>("application/json").Produces<SupplyView>(StatusCodes.Status202Accepted).Spends();

    private static async Task<IResult> Supply(HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (body, problem) = await RequestBody.Read(http.Request, options);
        if (body is null) return problem!;
        var fields = Fields.Of(body);
        var amount = fields.Lamports("amount_lamports");
        var reason = fields.Text("reason", Halting.ReasonLengthMax);
        fields.RefuseOthers();
        if (!fields.Refused.IsEmpty) return ReasonRequest.FieldsRefused(fields);

        // By the orchestrator's clock, as every id of a trade.
        var (request, answer) = await IdempotentRequest.Begin(http, body.Bytes, cluster, Guid.CreateVersion7((await reads.Status.Get()).View.Now));
        if (request is null) return answer!;
        var supply = new OpportunityId(request.Claim.Id);
        var actor = await log.Record(http, request.Claim.Id, "supply", $"{amount} lamports: {reason}");
        var receipt = await cluster.Ask(cluster.Lending.Supply(supply, amount, actor, reason!));
        reads.Expire();
        if (receipt.Refusal is null or "already_queued" or "decided_before")
            return await request.Complete(StatusCodes.Status202Accepted, JsonSerializer.Serialize(
                new SupplyView(supply.ToString(), amount.Value, receipt.Units, $"/api/v1/decisions/{supply}"), ApiJson.Default.SupplyView));
        // Nothing was offered: the same request may succeed in a moment, so the answer is not kept under its key.
        var why = receipt.Detail is null ? "" : $" ({receipt.Detail})";
        return new ApiProblem(ApiCodes.OperationRefused, $"The supply was not offered: {receipt.Refusal}{why}.", "An amount of at least one lamport, and a lender that takes SOL.")
        {
            Refusal = receipt.Refusal,
        };
    }
}
