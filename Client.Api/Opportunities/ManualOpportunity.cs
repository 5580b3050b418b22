using System.Collections.Immutable;
using Orchestrator.Client.Api.Requests;
using Orchestrator.Domain;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;

namespace Orchestrator.Client.Api.Opportunities;

/// <summary>An opportunity offered by hand. Amounts may also be texts of digits; times also Unix s, ms, µs or ns.</summary>
/// <param name="Id">UUID of version 7; made here when it is left out.</param>
/// <param name="Strategy">One that is set up.</param>
/// <param name="Token">Mint that is traded.</param>
/// <param name="RouteKey">Left out: <c>manual/</c> and the token. A newer opportunity of the same strategy and key refreshes the older.</param>
/// <param name="Asset">Mint that own capital is taken from; SOL when left out.</param>
/// <param name="ExpectedProfitLamports">After all fees.</param>
/// <param name="Risk">0 to 1.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="SlippageBoundBps">0 to 10,000.</param>
/// <param name="Priority">low, normal, high, critical; normal when left out.</param>
/// <param name="CreatedAt">Not more than 5 s ahead; now when left out.</param>
/// <param name="ExpiresAt">30 s after its creation when left out; the orchestrator's own bound counts as well.</param>
/// <param name="Evidence">Why, for the decision record.</param>
/// <param name="Closes">Id that opened the position this trade closes.</param>
/// <param name="Route">At least one leg: nobody finds a route for it later, and without one no venue can be told what to do.</param>
public sealed record ManualOpportunityRequest(
    string? Id,
    string Strategy,
    string Token,
    string? RouteKey,
    string? Asset,
    long ExpectedProfitLamports,
    double Risk,
    double Confidence,
    long RequiredCapitalLamports,
    long? FlashLoanLamports,
    int SlippageBoundBps,
    string? Priority,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? ExpiresAt,
    string? Evidence,
    string? Closes,
    ImmutableArray<RouteLegRequest> Route);

/// <param name="Venue">raydium, orca, meteora, jupiter.</param>
/// <param name="Pool">Address of the pool.</param>
public sealed record RouteLegRequest(
    string Venue, string Pool, string InputMint, string OutputMint, ulong AmountInUnits, ulong ExpectedOutUnits, int PriceImpactBps, ulong PoolSlot);

internal static class ManualOpportunity
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    /// <param name="id">Of the request's idempotency key; used when the body names none.</param>
    /// <remarks>Says nothing of time: whether it is too late or too early is the orchestrator's to say, by its own clock.</remarks>
    public static Opportunity Read(Fields fields, OpportunityId id, ImmutableArray<StrategyId> strategies)
    {
        var named = fields.Id("id") ?? id;
        var strategy = new StrategyId(fields.Text("strategy", Opportunity.NameLengthMax) ?? "");
        if (strategy.Value.Length > 0 && !strategies.Contains(strategy))
            fields.Refuse("strategy", "not_set_up", strategy.Value, "No such strategy is set up.", "One of " + string.Join(", ", strategies) + ".");
        var token = fields.Mint("token");
        var routeKey = fields.Text("route_key", Opportunity.NameLengthMax, required: false) ?? $"manual/{token}";
        var created = fields.Time("created_at") ?? named.CreatedAt;
        var expires = fields.Time("expires_at") ?? (created < DateTimeOffset.MaxValue - Life ? created + Life : DateTimeOffset.MaxValue);
        var opportunity = new Opportunity(
            named, strategy, token, new RouteKey(routeKey), fields.Mint("asset", Mint.Sol),
            fields.Lamports("expected_profit_lamports", negativeAllowed: true), fields.Share("risk"), fields.Share("confidence"),
            fields.Lamports("required_capital_lamports"), fields.Lamports("flash_loan_lamports", Lamports.Zero),
            new BasisPoints((int)fields.Whole("slippage_bound_bps", 0, BasisPoints.One)), DataSlot: null, created, expires,
            fields.Choice("priority", Priority.Normal), fields.Text("evidence", Opportunity.EvidenceLengthMax, required: false, lengthMin: 0) ?? "",
            fields.Id("closes"), [.. fields.Objects("route", countMin: 1, Opportunity.LegsMax).Select(Leg)]);
        fields.RefuseOthers();
        return opportunity;
    }

    private static RouteLeg Leg(Fields leg)
    {
        var read = new RouteLeg(
            leg.Text("venue", Opportunity.NameLengthMax) ?? "", leg.Text("pool", Mint.LengthMax, lengthMin: Mint.LengthMin) ?? "",
            leg.Mint("input_mint"), leg.Mint("output_mint"), leg.Units("amount_in_units"), leg.Units("expected_out_units"),
            new BasisPoints((int)leg.Whole("price_impact_bps", 0, BasisPoints.One)), leg.Slot("pool_slot", required: true) ?? 0);
        leg.RefuseOthers();
        return read;
    }
}
