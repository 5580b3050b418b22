using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Operating;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Live;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Live;

/// <param name="CapLamports">Most own capital that may be reserved and held at once.</param>
/// <param name="MaxLossLamports">Fall of equity that ends it.</param>
/// <param name="Seconds">How long it holds, 60 to 86,400.</param>
/// <param name="Confirm">The portfolio's name, typed: nobody arms by accident.</param>
public sealed record ArmRequest(long CapLamports, long MaxLossLamports, int Seconds, string Confirm);

/// <param name="Seconds">How long it holds from now on, 60 to 86,400.</param>
public sealed record RenewRequest(int Seconds);

/// <param name="Outcome">armed, renewed, disarmed; or the standing: armed, winding_down, lapsed, loss_reached, not_armed.</param>
public sealed record LeaseView(
    string Outcome, long? CapLamports, long? MaxLossLamports, DateTimeOffset? Until, long? EquityWhenArmedLamports, string? By);

/// <summary>The right to trade with real money, for a while.</summary>
internal static class LiveEndpoints
{
    private static readonly int SecondsMin = (int)LiveLease.DurationMin.TotalSeconds, SecondsMax = (int)LiveLease.DurationMax.TotalSeconds;

    private const string LiveMode = "live";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/live", Read).For(ApiRole.Viewer).WithName("live").WithSummary("The live lease as it stands.").Produces<LeaseView>();
        api.MapPost("/live/arm", Arm).For(ApiRole.Admin).WithName("arm").WithSummary("Begins a live lease; the portfolio's name is typed to confirm.")
            .Accepts<ArmRequest>("application/json").Produces<LeaseView>();
        api.MapPost("/live/renew", Renew).For(ApiRole.Admin).WithName("renew").WithSummary("Lets a live lease that holds end later, from now on.")
            .Accepts<RenewRequest>("application/json").Produces<LeaseView>();
        api.MapPost("/live/disarm", Disarm).For(ApiRole.Operator).WithName("disarm").WithSummary("Ends the live lease; nothing new is planned.")
            .Accepts<ReasonRequest>("application/json").Produces<LeaseView>();
    }

    private static async Task<IResult> Read(TradingCluster cluster)
    {
        var lease = await cluster.Ask(cluster.Lease.Read());
        if (lease is null) return View("not_armed", null);
        var book = await cluster.Ask(cluster.Book.Snapshot());
        return View(Words.Of(lease.StandingAt(book.At, book.Total)), lease);
    }

    private static async Task<IResult> Arm(HttpContext http, TradingCluster cluster, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (body, problem) = await RequestBody.Read(http.Request, options);
        if (body is null) return problem!;
        var fields = Fields.Of(body);
        var (cap, loss, seconds) = (fields.Lamports("cap_lamports"), fields.Lamports("max_loss_lamports"), fields.Whole("seconds", SecondsMin, SecondsMax));
        var confirm = fields.Text("confirm", 100) ?? "";
        if (confirm.Length > 0 && confirm != cluster.Portfolio.Value)
            fields.Refuse("confirm", "not_confirmed", confirm, "It is not the portfolio's name.", cluster.Portfolio.Value);
        fields.RefuseOthers();
        if (!fields.Refused.IsEmpty) return ReasonRequest.FieldsRefused(fields);
        if (await cluster.Ask(cluster.Orchestrator.Status()) is { Mode: var mode } && mode != LiveMode)
            return new ApiProblem(ApiCodes.LeaseRefused, $"This system trades in {mode} mode: there is nothing to arm.", "A system that was started with orchestrator.mode=live.") { Refusal = "not_live" };
        var actor = await log.Record(http, "live arm", $"cap {cap}, loss {loss}, {seconds} s");
        return Answer(await cluster.Ask(cluster.Lease.Arm(cap, loss, TimeSpan.FromSeconds(seconds), actor)));
    }

    private static async Task<IResult> Renew(HttpContext http, TradingCluster cluster, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (body, problem) = await RequestBody.Read(http.Request, options);
        if (body is null) return problem!;
        var fields = Fields.Of(body);
        var seconds = fields.Whole("seconds", SecondsMin, SecondsMax);
        fields.RefuseOthers();
        if (!fields.Refused.IsEmpty) return ReasonRequest.FieldsRefused(fields);
        var actor = await log.Record(http, "live renew", $"{seconds} s");
        return Answer(await cluster.Ask(cluster.Lease.Renew(TimeSpan.FromSeconds(seconds), actor)));
    }

    private static async Task<IResult> Disarm(HttpContext http, TradingCluster cluster, OperatorLog log, IOptions<ClientApiOptions> options)
    {
        var (reason, problem) = await ReasonRequest.Read(http.Request, options);
        if (reason is null) return problem!;
        var actor = await log.Record(http, "live disarm", reason);
        return Answer(await cluster.Ask(cluster.Lease.Disarm(actor)));
    }

    private static IResult Answer(LeaseReceipt receipt) => receipt.Outcome < LeaseOutcome.CapOutOfRange
        ? View(Words.Of(receipt.Outcome), receipt.Lease)
        : new ApiProblem(ApiCodes.LeaseRefused, $"The lease is refused: {Words.Of(receipt.Outcome)}.",
            $"A cap up to {LiveLease.CapMax}, a loss up to the cap, {SecondsMin} to {SecondsMax} s; renewed while it holds, armed while none does.") { Refusal = Words.Of(receipt.Outcome) };

    private static IResult View(string outcome, LiveLease? lease) => ApiJson.Ok(
        new LeaseView(outcome, lease?.Cap.Value, lease?.MaxLoss.Value, lease?.Until, lease?.EquityWhenArmed.Value, lease?.By), ApiJson.Default.LeaseView);
}
