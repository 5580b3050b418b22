using System.Collections.Immutable;
using System.Security.Cryptography;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Sniping;

[GenerateSerializer, Alias("sniper-state")]
public sealed class SniperState
{
    [Id(0)]
    public ManualTrades Trades { get; set; } = ManualTrades.Empty;
}

/// <summary>The operator's trades, stored before anything follows from them, and the launches that are looked at again.</summary>
[GrainType("sniper")]
internal sealed class SniperGrain(
    [PersistentState("sniper", StateNames.Grains)] IPersistentState<SniperState> state, ChannelPublisher channels, ISniperSettings settings, TradingClock clock)
    : Grain, ISniperGrain
{
    /// <summary>Launches looked at in one beat; the rest is due in the next.</summary>
    private const int LooksPerBeat = 64;

    private const string Unnamed = "not named";

    private readonly WatchList _watched = new();
    private bool _looking;

    public async Task<AnalyzeReceipt> Analyze(AnalyzeOrder order)
    {
        if (state.State.Trades.Find(order.TradeId) is { } known && known.Token == order.Token) return new(null, known);
        var launch = await LaunchOf(order);
        if (launch is null) return new("no_launch_known", null);
        var (next, outcome) = state.State.Trades.Sweep(clock.Now).Begin(order.TradeId, order.Token, launch.PoolId, order.Actor, clock.Now);
        await Store(next);
        if (outcome == BeginOutcome.TooManyPending) return new("too_many_pending", null);
        if (outcome == BeginOutcome.OtherContent) return new("same_id_other_content", null);
        await channels.Publish(EventIds.For(ChannelNames.NewTokenLaunches, "manual", order.TradeId.ToString("N")), launch);
        return new(null, state.State.Trades.Find(order.TradeId));
    }

    public async Task<ExecuteReceipt> Execute(Guid tradeId)
    {
        await Follow(tradeId);
        var trade = state.State.Trades.Find(tradeId);
        PoolVerdict? fresh = null;
        if (trade is { State: ManualTradeState.AwaitingApproval })
            fresh = await Token(trade.Token).Judge(trade.Pool, offers: false);
        var offer = fresh is { Verdict.Approved: true } && trade is not null
            ? SnipeOffer.Of(OpportunityId.Create(clock.Now, SHA256.HashData(tradeId.ToByteArray())), trade.Token, trade.Pool, fresh.Verdict, settings.Policy, clock.Now)
            : null;
        var (next, outcome) = state.State.Trades.Approve(tradeId, fresh?.Verdict, offer, clock.Now);
        await Store(next);
        var stored = state.State.Trades.Find(tradeId);
        // After the store: a repetition offers what is stored, under the same id.
        if (outcome == ApproveOutcome.Submitted) await channels.Publish(new PortfolioId(this.GetPrimaryKeyString()), stored!.Offer!);
        return new(outcome, stored);
    }

    public async Task<ManualTrade?> Status(Guid tradeId)
    {
        await Follow(tradeId);
        return state.State.Trades.Find(tradeId);
    }

    public async Task<ImmutableArray<ManualTrade>> Pending()
    {
        foreach (var trade in state.State.Trades.Pending.ToArray()) await Follow(trade.Id);
        return [.. state.State.Trades.Pending];
    }

    public Task Watch(LaunchWatch watch)
    {
        _watched.Add(watch);
        return Task.CompletedTask;
    }

    public async Task Beat(DateTimeOffset at)
    {
        // Beats interleave so that a launch can be put on the list while another is looked at; two rounds at once would only do the same work twice.
        if (_looking) return;
        _looking = true;
        try
        {
            for (var i = 0; i < LooksPerBeat && _watched.TakeDue(at) is { } due; i++) await Token(due.Token).Judge(due.Pool, offers: true);
        }
        finally
        {
            _looking = false;
        }
    }

    private ITokenGrain Token(Mint token) => GrainFactory.GetGrain<ITokenGrain>(token.Value);

    /// <summary>Brings one trade up to what is known by now.</summary>
    private async Task Follow(Guid tradeId)
    {
        var trades = state.State.Trades;
        if (trades.Find(tradeId) is { State: ManualTradeState.Analyzing } analyzing)
        {
            var verdict = (await Token(analyzing.Token).Read()).Verdicts.FirstOrDefault(one => one.Pool == analyzing.Pool)?.Verdict;
            if (verdict is not null) trades = trades.Judge(tradeId, verdict, clock.Now);
        }
        else if (trades.Find(tradeId) is { State: ManualTradeState.Submitted } submitted)
        {
            var decision = await GrainFactory.GetGrain<IDecisionJournalGrain>(this.GetPrimaryKeyString()).Find(submitted.Offer!.Id);
            if (decision is not null && EndOf(decision) is { } end) trades = trades.End(tradeId, end.State, end.Reason);
        }

        await Store(trades.Sweep(clock.Now));
    }

    private static (ManualTradeState State, string? Reason)? EndOf(DecisionRecord decision) => decision.Outcome switch
    {
        DecisionOutcome.Rejected => (ManualTradeState.Rejected, decision.Reason),
        DecisionOutcome.Expired => (ManualTradeState.Expired, decision.Reason),
        DecisionOutcome.Cancelled => (ManualTradeState.Cancelled, decision.Reason),
        DecisionOutcome.Dropped => (ManualTradeState.Failed, decision.Reason),
        _ when decision.Result is not { } result => null,
        _ => decision.Result!.Outcome == ExecutionOutcome.Landed ? (ManualTradeState.Executed, null) : (ManualTradeState.Failed, decision.Result.Code ?? decision.Result.Outcome.ToString()),
    };

    /// <summary>The launch as it was seen; or, of a pool that nobody saw begin, as the operator names it.</summary>
    private async Task<LaunchSeen?> LaunchOf(AnalyzeOrder order)
    {
        var seen = (await Token(order.Token).Read()).Launches.LastOrDefault(launch => order.Pool is null || launch.PoolId == order.Pool);
        if (seen is not null) return seen with { Source = LaunchSource.Manual };
        if (order.Pool is null || order.Program is null) return null;
        return new LaunchSeen(
            LaunchKind.NewPoolCreation, order.Token, Mint.Sol, order.Program, order.Pool, order.Creator ?? Unnamed, Lamports.Zero, BaseUnits.Zero, 0,
            Unnamed, clock.Now, LaunchSource.Manual);
    }

    private async Task Store(ManualTrades next)
    {
        if (ReferenceEquals(next, state.State.Trades)) return;
        state.State.Trades = next;
        await state.WriteOrDeactivate(this);
    }
}
