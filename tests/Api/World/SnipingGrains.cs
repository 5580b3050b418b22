using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Api.Tests.World;

/// <summary>The real rules of two-step trades; launches are known by the portfolio's word.</summary>
internal sealed class SniperStandIn : Grain, ISniperGrain
{
    private ManualTrades _trades = ManualTrades.Empty;

    private Portfolio World => Portfolio.Of(this.GetPrimaryKeyString());

    public Task<AnalyzeReceipt> Analyze(AnalyzeOrder order)
    {
        World.Acts.Enqueue("analyze by " + order.Actor);
        if (order.Pool is null && order.Token != Trade.Bonk) return Task.FromResult(new AnalyzeReceipt("no_launch_known", null));
        (_trades, var outcome) = _trades.Sweep(World.Now).Begin(order.TradeId, order.Token, order.Pool ?? "pool", order.Actor, World.Now);
        return Task.FromResult(outcome == BeginOutcome.TooManyPending ? new AnalyzeReceipt("too_many_pending", null) : new AnalyzeReceipt(null, _trades.Find(order.TradeId)));
    }

    public Task<ExecuteReceipt> Execute(Guid tradeId)
    {
        World.Acts.Enqueue("execute");
        (_trades, var outcome) = _trades.Approve(tradeId, World.Verdict, World.Verdict is null ? null : Trade.Offer(1), World.Now);
        return Task.FromResult(new ExecuteReceipt(outcome, _trades.Find(tradeId)));
    }

    public Task<ManualTrade?> Status(Guid tradeId)
    {
        if (World.Verdict is { } verdict) _trades = _trades.Judge(tradeId, verdict, World.Now);
        _trades = _trades.Sweep(World.Now);
        return Task.FromResult(_trades.Find(tradeId));
    }

    public Task<ImmutableArray<ManualTrade>> Pending() => Task.FromResult(_trades.Sweep(World.Now).Pending.ToImmutableArray());

    public Task Watch(LaunchWatch watch) => throw new NotSupportedException();

    public Task Beat(DateTimeOffset at) => throw new NotSupportedException();
}

/// <summary>One position that can be sold, and one that has no price.</summary>
internal sealed class ExitStandIn : Grain, IExitGrain
{
    public static readonly OpportunityId Held = OpportunityId.Parse("0192f3a4-5b6c-7d8e-9f00-112233445566"), Unpriced = OpportunityId.Parse("0192f3a4-5b6c-7d8e-9f00-112233445567");

    public Task Beat(DateTimeOffset at) => throw new NotSupportedException();

    public Task<SellReceipt> Sell(OpportunityId sale, OpportunityId position, string actor, string reason)
    {
        Portfolio.Of(this.GetPrimaryKeyString()).Acts.Enqueue($"sell by {actor}: {reason}");
        return Task.FromResult(position == Held ? new SellReceipt(null, null, 1_500_000_000)
            : position == Unpriced ? new SellReceipt("no_price", "the pool cannot be read") : new SellReceipt("no_such_position"));
    }
}

/// <summary>Takes everything up to ten SOL.</summary>
internal sealed class LendingStandIn : Grain, ILendingGrain
{
    public Task<SupplyReceipt> Supply(OpportunityId supply, Domain.Money.Lamports amount, string actor, string reason)
    {
        Portfolio.Of(this.GetPrimaryKeyString()).Acts.Enqueue($"supply {amount} by {actor}: {reason}");
        return Task.FromResult(amount <= Domain.Money.Lamports.FromSol(10) ? new SupplyReceipt(null, null, 900) : new SupplyReceipt("no_lender", "nobody takes so much"));
    }
}

internal sealed class BlacklistStandIn : Grain, IBlacklistGrain
{
    private Blacklist _list = Blacklist.Empty;

    public Task<BlacklistOutcome> Add(BlacklistEntry entry)
    {
        (_list, var outcome) = _list.Add(entry);
        return Task.FromResult(outcome);
    }

    public Task<BlacklistOutcome> Remove(string address)
    {
        (_list, var outcome) = _list.Remove(address);
        return Task.FromResult(outcome);
    }

    public Task<ImmutableArray<BlacklistEntry>> Page(string? after, int take) => Task.FromResult(_list.After(after).Take(take).ToImmutableArray());

    public Task<ImmutableArray<string?>> Reasons(ImmutableArray<string> addresses) => throw new NotSupportedException();
}

internal sealed class FeedStandIn : Grain, IFeedGrain
{
    public Task<FeedView> Ping() => throw new NotSupportedException();

    public Task Reached(FeedProgress progress) => throw new NotSupportedException();

    public Task<FeedView> Read() => Task.FromResult(new FeedView(
        this.GetPrimaryKeyString(), FeedCondition.Stale, 77, 70, Trade.Noon, TimeSpan.FromSeconds(3), FeedTally.Empty with { Gaps = 1, LastGap = "too old" }, [Domain.StrategyId.Sniper], "no server"));
}
