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
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Opportunities;

/// <summary>The queue, and the operator's hand in it.</summary>
internal static class OpportunityEndpoints
{
    public const int PageMax = 500;
    private const int PageDefault = 50;
    private const int SkipMax = 100_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/opportunities", Queue).For(ApiRole.Viewer).Query("skip", "take").WithName("queue")
            .WithSummary("The queue by rank, best first.").Produces<QueuePage>();
        api.MapPost("/opportunities", Offer).For(ApiRole.Operator).WithName("offer")
            .WithSummary("Offers an opportunity by hand; an Idempotency-Key header is required.")
            .Accepts<ManualOpportunityRequest>("application/json").Produces<OfferView>(StatusCodes.Status202Accepted).Spends();
        api.MapPost("/opportunities/{id}/cancel", Cancel).For(ApiRole.Operator).WithName("cancel")
            .WithSummary("Takes one opportunity out of the queue.").Accepts<ReasonRequest>("application/json").Produces<CancelView>();
    }

    private static async Task<IResult> Queue(string? skip, string? take, TradingCluster cluster, PortfolioReads reads)
    {
        var parameters = new Parameters();
        var from = parameters.Whole("skip", skip, 0, SkipMax, 0);
        var count = parameters.Whole("take", take, 1, PageMax, PageDefault);
        if (parameters.Problem is { } problem) return problem;
        var entries = await cluster.Ask(cluster.Orchestrator.Queue(from, count));
        var status = await reads.Status.Get();
        return ApiJson.Ok(new QueuePage([.. entries.Select(QueueEntryView.Of)], from, status.View.QueueSize), ApiJson.Default.QueuePage);
    }

    private static async Task<IResult> Offer(HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (body, problem) = await RequestBody.Read(http.Request, options);
        if (body is null) return problem!;
        // By the orchestrator's clock, not ours: in replay and demo they differ.
        var proposed = Guid.CreateVersion7((await reads.Status.Get()).View.Now);
        var fields = Fields.Of(body);
        ManualOpportunity.Read(fields, new OpportunityId(proposed), options.Value.Strategies);
        if (!fields.Refused.IsEmpty) return ReasonRequest.FieldsRefused(fields);

        var (request, answer) = await IdempotentRequest.Begin(http, body.Bytes, cluster, proposed);
        if (request is null) return answer!;
        // Built from the claimed id, so that a repetition offers the same opportunity and not another one.
        var opportunity = ManualOpportunity.Read(Fields.Of(body), new OpportunityId(request.Claim.Id), options.Value.Strategies);
        await log.Record(http, request.Claim.Id, "offer", $"opportunity {opportunity.Id} of {opportunity.Strategy}, {opportunity.RequiredCapital} own, {opportunity.FlashLoan} borrowed");
        var receipt = await cluster.Ask(cluster.Orchestrator.Offer(opportunity));
        reads.Expire();
        if (receipt.Accepted || IsQueuedAlready(receipt)) return await Accepted(request, receipt.Id, receipt.Code, receipt.Detail);
        if (await IsDecided(cluster, opportunity, receipt)) return await Accepted(request, receipt.Id, "decided_before", receipt.Detail);
        return await Refused(http, request, receipt);
    }

    private static Task<IResult> Accepted(IdempotentRequest request, OpportunityId id, string outcome, string? detail) => request.Complete(
        StatusCodes.Status202Accepted,
        JsonSerializer.Serialize(new OfferView(id.ToString(), outcome, detail, $"/api/v1/decisions/{id}"), ApiJson.Default.OfferView));

    /// <summary>An earlier try of this request may have got through and its answer been lost; then this one comes too late and is no refusal.</summary>
    private static async Task<bool> IsDecided(TradingCluster cluster, Opportunity opportunity, OfferReceipt receipt) =>
        await cluster.Ask(cluster.Journal.Find(opportunity.Id)) is { } record
        && record.Opportunity.HasSameContent(opportunity)
        && (receipt.Code == "decided_before" || record.Outcome == DecisionOutcome.Executed);

    /// <summary>What may be different in a moment is not kept under the key.</summary>
    private static async Task<IResult> Refused(HttpContext http, IdempotentRequest request, OfferReceipt receipt)
    {
        var problem = RefusalOf(receipt);
        return problem.RetryAfter is not null
            ? problem
            : await request.Complete((int)problem.Code.Status, JsonSerializer.Serialize(problem.ToBody(http), ApiJson.Default.ProblemBody));
    }

    private static bool IsQueuedAlready(OfferReceipt receipt) => receipt.Code is "already_queued" or "duplicate";

    private static ApiProblem RefusalOf(OfferReceipt receipt) => receipt.Code switch
    {
        "draining" or "not_ready" => new ApiProblem(ApiCodes.NotTakenNow, receipt.Detail ?? "The orchestrator takes nothing at the moment.", "Try again.")
        { RetryAfter = 1, Refusal = receipt.Code },
        "queue_full" or "worse_than_all_queued" => new ApiProblem(
            ApiCodes.NotTakenNow, receipt.Detail ?? "The queue is full of better ones.", "A higher priority, or later.") { RetryAfter = 1, Refusal = receipt.Code },
        "same_id_other_content" or "decided_before" => new ApiProblem(
            ApiCodes.SameIdOtherContent, receipt.Detail ?? "This id is queued or decided with other content.", "A new id, or the very same content.") { Refusal = receipt.Code },
        _ => new ApiProblem(ApiCodes.OpportunityRefused, receipt.Detail ?? $"The orchestrator refuses it: {receipt.Code}.", "See the page of this code.") { Refusal = receipt.Code },
    };

    private static async Task<IResult> Cancel(
        string id, HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        if (!OpportunityId.TryParse(id, out var opportunity)) return ApiJson.NotAnId(id);
        var (reason, problem) = await ReasonRequest.Read(http.Request, options);
        if (reason is null) return problem!;
        var caller = await log.Record(http, "cancel", $"opportunity {opportunity}: {reason}");
        var cancelled = await cluster.Ask(cluster.Orchestrator.Cancel(opportunity, caller));
        reads.Expire();
        return ApiJson.Ok(new CancelView(opportunity.ToString(), cancelled, $"/api/v1/decisions/{opportunity}"), ApiJson.Default.CancelView);
    }
}
