using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Documents;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Operating;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Client.Api.Sniper;

/// <summary>Creators and mints that nothing is bought of.</summary>
internal static class BlacklistEndpoints
{
    private const int PageMax = 500;
    private const int PageDefault = 100;
    private const int ReasonMax = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/blacklist", List).For(ApiRole.Viewer).Query("after", "take").WithName("blacklist").WithSummary("Listed addresses in their order.").Produces<BlacklistPage>();
        api.MapPost("/blacklist", Add).For(ApiRole.Operator).WithName("blacklist-add").WithSummary("Lists a creator or a mint; the first reason stays.")
            .Accepts<BlacklistRequest>("application/json").Produces<BlacklistOutcomeView>();
        api.MapPost("/blacklist/remove", Remove).For(ApiRole.Operator).WithName("blacklist-remove").WithSummary("Takes an address off the list.")
            .Accepts<BlacklistRequest>("application/json").Produces<BlacklistOutcomeView>();
    }

    private static async Task<IResult> List(string? after, string? take, TradingCluster cluster)
    {
        var parameters = new Parameters();
        var count = parameters.Whole("take", take, 1, PageMax, PageDefault);
        if (parameters.Problem is { } problem) return problem;
        if (after is not null && !Mint.TryParse(after, out _)) return QueryRules.Refused([new FieldProblem("after", "not_an_address", after.Length <= 80 ? after : after[..80], "It is not an address.", "32 to 44 base58 characters.")]);
        var found = await cluster.Ask(cluster.Blacklist.Page(after, count + 1));
        var more = found.Length > count;
        return ApiJson.Ok(
            new BlacklistPage([.. found.Take(count).Select(entry => new BlacklistEntryView(entry.Address, entry.Reason, entry.Actor, entry.At))], more ? found[count - 1].Address : null),
            ApiJson.Default.BlacklistPage);
    }

    private static Task<IResult> Add(HttpContext http, TradingCluster cluster, PortfolioReads reads, OperatorLog log, IOptions<ClientApiOptions> options) => Operate(
        http, "blacklist-add", async (address, reason, actor) =>
            await cluster.Ask(cluster.Blacklist.Add(new BlacklistEntry(address, reason, actor, (await reads.Status.Get()).View.Now))), log, options);

    private static Task<IResult> Remove(HttpContext http, TradingCluster cluster, OperatorLog log, IOptions<ClientApiOptions> options) =>
        Operate(http, "blacklist-remove", (address, _, _) => cluster.Ask(cluster.Blacklist.Remove(address)), log, options);

    private static async Task<IResult> Operate(
        HttpContext http, string action, Func<string, string, string, Task<BlacklistOutcome>> effect, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (body, problem) = await RequestBody.Read(http.Request, options);
        if (body is null) return problem!;
        var fields = Fields.Of(body);
        var address = fields.Mint("address");
        var reason = fields.Text("reason", ReasonMax);
        fields.RefuseOthers();
        if (!fields.Refused.IsEmpty) return ReasonRequest.FieldsRefused(fields);
        var actor = await log.Record(http, action, $"{address}: {reason}");
        var outcome = await effect(address.Value, reason!, actor);
        return outcome == BlacklistOutcome.Full
            ? new ApiProblem(ApiCodes.OperationRefused, $"The list holds {Blacklist.EntriesMax} addresses, which is all it may.", "Fewer entries.") { Refusal = Words.Of(outcome) }
            : ApiJson.Ok(new BlacklistOutcomeView(address.Value, Words.Of(outcome), actor), ApiJson.Default.BlacklistOutcomeView);
    }
}
