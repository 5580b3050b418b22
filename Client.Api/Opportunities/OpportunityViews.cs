using System.Collections.Immutable;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Opportunities;

/// <param name="Priority">Of a manual one; null for every other.</param>
/// <param name="Closes">The position it sells.</param>
/// <param name="Exit">The rule that sells it; null when an operator does, and for every purchase.</param>
public sealed record OpportunityView(
    string Id,
    string Strategy,
    string Token,
    string RouteKey,
    string Asset,
    long ExpectedProfitLamports,
    double Risk,
    double Confidence,
    long RequiredCapitalLamports,
    long FlashLoanLamports,
    int SlippageBoundBps,
    ulong? DataSlot,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? Priority,
    string Evidence,
    string? Closes,
    ImmutableArray<RouteLegView> Route,
    ExitView? Exit)
{
    public string ExpectedProfitSol => Words.Sol(ExpectedProfitLamports);

    public string RequiredCapitalSol => Words.Sol(RequiredCapitalLamports);

    public string FlashLoanSol => Words.Sol(FlashLoanLamports);

    internal static OpportunityView Of(Opportunity one) => new(
        one.Id.ToString(), one.Strategy.Value, one.Token.Value, one.RouteKey.Value, one.Asset.Value, one.ExpectedProfit.Value, one.Risk, one.Confidence,
        one.RequiredCapital.Value, one.FlashLoan.Value, one.SlippageBound.Value, one.DataSlot, one.CreatedAt, one.ExpiresAt,
        one.Priority is { } priority ? Words.Of(priority) : null, one.Evidence, one.Closes?.ToString(),
        one.Route.IsDefault ? [] : [.. one.Route.Select(RouteLegView.Of)], ExitView.Of(one.Exit));
}

/// <param name="Rule">emergency, stop_loss, take_profit, time, operator.</param>
/// <param name="Detail">The figures it was judged on, in words.</param>
public sealed record ExitView(string Rule, string Detail)
{
    internal static ExitView? Of(ExitCause? cause) => cause is null ? null : new(Words.Of(cause.Rule), cause.Detail);
}

public sealed record RouteLegView(
    string Venue, string Pool, string InputMint, string OutputMint, ulong AmountInUnits, ulong ExpectedOutUnits, int PriceImpactBps, ulong PoolSlot)
{
    internal static RouteLegView Of(RouteLeg leg) => new(
        leg.Venue, leg.Pool, leg.Input.Value, leg.Output.Value, leg.AmountIn.Value, leg.ExpectedOut.Value, leg.PriceImpact.Value, leg.PoolSlot);
}

/// <param name="Rank">0 is the best.</param>
/// <param name="Score">Raw clamped to 0..100, for people; the rank is by <paramref name="Raw"/>.</param>
public sealed record QueueEntryView(int Rank, double Score, double Raw, OpportunityView Opportunity)
{
    internal static QueueEntryView Of(QueueEntry entry) => new(entry.Rank, entry.Score, entry.Raw, OpportunityView.Of(entry.Opportunity));
}

/// <param name="QueueSize">All that wait, at most 100 ms ago.</param>
public sealed record QueuePage(ImmutableArray<QueueEntryView> Items, int Skip, int QueueSize);

/// <summary>The answer to an opportunity offered by hand.</summary>
/// <param name="Outcome">queued, refreshed (it took the place of an older one of its strategy and route), already_queued, decided_before.</param>
/// <param name="Decision">Where its decision will be.</param>
public sealed record OfferView(string Id, string Outcome, string? Detail, string Decision);

/// <param name="Cancelled">False when it was not waiting any more: its decision says what became of it.</param>
public sealed record CancelView(string Id, bool Cancelled, string Decision);
