using System.Collections.Immutable;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Client.Api.Sniper;

/// <param name="TokenMintAddress">Mint to look at.</param>
/// <param name="Strategy">sniper.memecoin; it may be left out.</param>
/// <param name="PoolId">The pool to judge; the newest known launch of the token when left out.</param>
/// <param name="ProgramId">Program of that pool; needed when nobody saw its launch.</param>
/// <param name="Creator">Who made it, if you know.</param>
public sealed record AnalyzeRequest(string TokenMintAddress, string? Strategy, string? PoolId, string? ProgramId, string? Creator);

/// <param name="TradeId">As the analysis named it.</param>
public sealed record ExecuteRequest(string TradeId);

/// <summary>A trade in two steps, as it stands.</summary>
/// <param name="Status">analyzing, awaiting_approval, submitted; executed, failed, rejected, expired, cancelled are final.</param>
/// <param name="Reason">The filter, check or cause that ended it.</param>
/// <param name="Deadline">When the present step ends by itself.</param>
/// <param name="OpportunityId">What was offered in the second step; its decision has the same id.</param>
public sealed record SniperTradeView(
    string TradeId, string TokenMintAddress, string PoolId, string Status, string? Reason, DateTimeOffset CreatedAt, DateTimeOffset Deadline, string Actor,
    AnalysisView? Analysis, string? OpportunityId, string? Decision)
{
    internal static SniperTradeView Of(ManualTrade trade) => new(
        trade.Id.ToString(), trade.Token.Value, trade.Pool, Words.Of(trade.State), trade.Reason, trade.CreatedAt, trade.Deadline, trade.Actor,
        trade.Verdict is { } verdict ? AnalysisView.Of(verdict) : null, trade.Offer?.Id.ToString(), trade.Offer is { } offer ? $"/api/v1/decisions/{offer.Id}" : null);
}

/// <param name="Filters">Every filter in the order in which they are checked.</param>
public sealed record AnalysisView(bool Approved, double Confidence, double Risk, DateTimeOffset At, ImmutableArray<FilterView> Filters, SnipeView? Trade)
{
    internal static AnalysisView Of(LaunchVerdict verdict) => new(
        verdict.Approved, verdict.Confidence, verdict.Risk, verdict.At,
        [.. verdict.Filters.Select(filter => new FilterView(filter.Filter, Words.Of(filter.Outcome), filter.Value, filter.Limit, filter.MayChange))],
        verdict.Trade is { } trade ? SnipeView.Of(trade) : null);
}

/// <param name="Outcome">passed, refused, missing, not_applicable.</param>
public sealed record FilterView(string Filter, string Outcome, string Value, string Limit, bool MayChange);

/// <summary>Borrow, buy, sell, repay, as simulated.</summary>
public sealed record SnipeView(
    long InputLamports, string InputSol, ulong TokenUnits, long OutputLamports, string OutputSol, long CostLamports, string CostSol, long ProfitLamports, string ProfitSol,
    string BuyPool, string SellPool)
{
    internal static SnipeView Of(SnipeTrade trade) => new(
        trade.Input.Value, Words.Sol(trade.Input.Value), trade.Tokens.Value, trade.Output.Value, Words.Sol(trade.Output.Value), trade.Cost.Value, Words.Sol(trade.Cost.Value),
        trade.Profit.Value, Words.Sol(trade.Profit.Value), trade.BuyPool, trade.SellPool);
}

/// <param name="Limit">Most that may be open at once.</param>
public sealed record PendingView(ImmutableArray<SniperTradeView> Trades, int Limit);

/// <param name="Address">A creator or a mint.</param>
/// <param name="Reason">1 to 200 characters.</param>
public sealed record BlacklistRequest(string Address, string Reason);

/// <param name="Outcome">added, already_listed, removed, not_listed.</param>
public sealed record BlacklistOutcomeView(string Address, string Outcome, string Actor);

/// <param name="Next">Ask with after= this for the rest; null when this is all.</param>
public sealed record BlacklistPage(ImmutableArray<BlacklistEntryView> Entries, string? Next);

public sealed record BlacklistEntryView(string Address, string Reason, string Actor, DateTimeOffset At);
