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
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Sniper;

/// <summary>Trades that an operator asks for in two steps: an analysis, then his approval while the window is open.</summary>
internal static class SniperEndpoints
{
    private const string NoLaunch = "no_launch_known";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/sniper/analyze", Analyze).For(ApiRole.Operator).WithName("sniper-analyze")
            .WithSummary("Begins an analysis, which spends nothing; at most 60 s, then 10 minutes to approve.")
            .Accepts<AnalyzeRequest>("application/json").Produces<SniperTradeView>(StatusCodes.Status202Accepted);
        api.MapPost("/sniper/execute", Execute).For(ApiRole.Operator).WithName("sniper-execute")
            .WithSummary("Approves: judges once more and offers what still passes; an Idempotency-Key header is required.")
            .Accepts<ExecuteRequest>("application/json").Produces<SniperTradeView>(StatusCodes.Status202Accepted).Spends();
        api.MapGet("/sniper/status/{trade_id}", Status).For(ApiRole.Viewer).WithName("sniper-status").WithSummary("One trade, with its analysis as it proceeds.")
            .Produces<SniperTradeView>();
        api.MapGet("/sniper/pending", Pending).For(ApiRole.Viewer).WithName("sniper-pending").WithSummary("Open trades, oldest first.").Produces<PendingView>();
    }

    private static async Task<IResult> Analyze(HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (body, problem) = await RequestBody.Read(http.Request, options);
        if (body is null) return problem!;
        var fields = Fields.Of(body);
        var token = fields.Mint("token_mint_address");
        var strategy = fields.Text("strategy", 64, required: false) ?? StrategyId.Sniper.Value;
        if (strategy != StrategyId.Sniper.Value) fields.Refuse("strategy", "not_a_choice", strategy, "No such strategy judges launches.", StrategyId.Sniper.Value);
        var pool = Address(fields, "pool_id");
        var program = Address(fields, "program_id");
        var creator = Address(fields, "creator");
        fields.RefuseOthers();
        if (!fields.Refused.IsEmpty) return ReasonRequest.FieldsRefused(fields);

        // By the orchestrator's clock, as every id of a trade.
        var id = Guid.CreateVersion7((await reads.Status.Get()).View.Now);
        var actor = await log.Record(http, id, "sniper-analyze", $"trade {id} of {token}");
        var receipt = await cluster.Ask(cluster.Sniper.Analyze(new AnalyzeOrder(id, token, pool, program, creator, actor)));
        return receipt.Trade is { } trade ? Accepted(trade) : RefusalOf(receipt.Refusal!, token);
    }

    private static async Task<IResult> Execute(HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (body, problem) = await RequestBody.Read(http.Request, options);
        if (body is null) return problem!;
        var fields = Fields.Of(body);
        var text = fields.Text("trade_id", 36) ?? "";
        if (!Guid.TryParseExact(text, "D", out var id) && fields.Refused.IsEmpty) fields.Refuse("trade_id", "not_an_id", text, "It is not an id.", "A UUID with hyphens.");
        fields.RefuseOthers();
        if (!fields.Refused.IsEmpty) return ReasonRequest.FieldsRefused(fields);

        var (request, answer) = await IdempotentRequest.Begin(http, body.Bytes, cluster, id);
        if (request is null) return answer!;
        await log.Record(http, "sniper-execute", $"trade {id}");
        var receipt = await cluster.Ask(cluster.Sniper.Execute(id));
        reads.Expire();
        if (receipt.Outcome == ApproveOutcome.Submitted)
            return await request.Complete(StatusCodes.Status202Accepted, JsonSerializer.Serialize(SniperTradeView.Of(receipt.Trade!), ApiJson.Default.SniperTradeView));
        var refusal = RefusalOf(receipt, id);
        // What an analysis that goes on says now is not kept under the key: it may pass in a moment.
        return receipt.Outcome is ApproveOutcome.StillAnalyzing or ApproveOutcome.Unknown
            ? refusal
            : await request.Complete((int)refusal.Code.Status, JsonSerializer.Serialize(refusal.ToBody(http), ApiJson.Default.ProblemBody));
    }

    private static async Task<IResult> Status(string trade_id, TradingCluster cluster)
    {
        if (!Guid.TryParseExact(trade_id, "D", out var id)) return ApiJson.NotAnId(trade_id);
        return await cluster.Ask(cluster.Sniper.Status(id)) is { } trade ? ApiJson.Ok(SniperTradeView.Of(trade), ApiJson.Default.SniperTradeView) : Unknown(id);
    }

    private static async Task<IResult> Pending(TradingCluster cluster) => ApiJson.Ok(
        new PendingView([.. (await cluster.Ask(cluster.Sniper.Pending())).Select(SniperTradeView.Of)], ManualTrades.PendingMax), ApiJson.Default.PendingView);

    /// <summary>Any address of the chain has the form of a mint.</summary>
    private static string? Address(Fields fields, string name)
    {
        var text = fields.Text(name, Mint.LengthMax, required: false, lengthMin: Mint.LengthMin);
        if (text is null || Mint.TryParse(text, out _)) return text;
        fields.Refuse(name, "not_an_address", text, "It is not an address.", "32 to 44 base58 characters.");
        return null;
    }

    private static StoredAnswer Accepted(ManualTrade trade) =>
        new(StatusCodes.Status202Accepted, JsonSerializer.Serialize(SniperTradeView.Of(trade), ApiJson.Default.SniperTradeView), Replayed: false);

    private static ApiProblem RefusalOf(string refusal, Mint token) => refusal switch
    {
        NoLaunch => new ApiProblem(ApiCodes.NoSuchThing, $"No launch of {token} is known.", "pool_id and program_id beside the mint, for a pool that nobody saw begin.") { Refusal = refusal },
        "too_many_pending" => new ApiProblem(ApiCodes.NotTakenNow, $"{ManualTrades.PendingMax} trades are open already.", "Approve some, or let them expire.") { RetryAfter = 60, Refusal = refusal },
        _ => new ApiProblem(ApiCodes.OperationRefused, $"The analysis was not begun: {refusal}.", "See the page of this code.") { Refusal = refusal },
    };

    private static ApiProblem RefusalOf(ExecuteReceipt receipt, Guid id)
    {
        var state = receipt.Trade is { } trade ? Words.Of(trade.State) + (trade.Reason is { } reason ? $" ({reason})" : "") : "unknown";
        return receipt.Outcome switch
        {
            ApproveOutcome.Unknown => Unknown(id),
            ApproveOutcome.StillAnalyzing => new ApiProblem(ApiCodes.OperationRefused, $"Trade {id} is still analysed.", $"A trade that awaits approval; look at sniper/status/{id}.") { RetryAfter = 1, Refusal = "still_analyzing" },
            ApproveOutcome.NoLongerApproved => new ApiProblem(ApiCodes.OperationRefused, $"Looked at again, trade {id} no longer passes: {state}.", "A launch that passes every filter now.") { Refusal = "no_longer_approved" },
            _ => new ApiProblem(ApiCodes.OperationRefused, $"Trade {id} is over: {state}.", "A trade that awaits approval.") { Refusal = "over" },
        };
    }

    private static ApiProblem Unknown(Guid id) => new(ApiCodes.NoSuchThing, $"There is no trade {id}.", "An id that sniper/analyze gave; the newest 200 that are over are remembered.");
}
