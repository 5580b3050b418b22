using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orleans;

namespace Orchestrator.Domain.Sniping;

/// <summary>Where a trade that an operator asked for stands. Everything from <see cref="Executed"/> on is final.</summary>
public enum ManualTradeState
{
    Analyzing = 0,

    /// <summary>Approved by the filters; waits for the operator's second step.</summary>
    AwaitingApproval = 1,

    /// <summary>Offered to the orchestrator, which decides.</summary>
    Submitted = 2,
    Executed = 3,
    Failed = 4,
    Rejected = 5,
    Expired = 6,
    Cancelled = 7,
}

/// <param name="Pool">The pool that is judged.</param>
/// <param name="Reason">The filter, check or cause that ended it; null while it is open or when it was executed.</param>
/// <param name="Offer">What was offered in the second step: the same on every repetition.</param>
/// <param name="Deadline">When the present step is over by itself.</param>
[GenerateSerializer, Immutable, Alias("manual-trade")]
public sealed record ManualTrade(
    [property: Id(0)] Guid Id, [property: Id(1)] Mint Token, [property: Id(2)] string Pool, [property: Id(3)] ManualTradeState State, [property: Id(4)] string? Reason,
    [property: Id(5)] LaunchVerdict? Verdict, [property: Id(6)] Opportunity? Offer, [property: Id(7)] DateTimeOffset CreatedAt, [property: Id(8)] DateTimeOffset Deadline,
    [property: Id(9)] string Actor)
{
    public bool IsFinal => State >= ManualTradeState.Executed;
}

public enum BeginOutcome
{
    Begun = 0,

    /// <summary>The same id stands for this trade already.</summary>
    Known = 1,

    /// <summary>The id stands for a trade of another token or pool.</summary>
    OtherContent = 2,
    TooManyPending = 3,
}

public enum ApproveOutcome
{
    /// <summary>The offer is stored and may be published; again on a repetition.</summary>
    Submitted = 0,
    Unknown = 1,
    StillAnalyzing = 2,

    /// <summary>It is over; its state says how.</summary>
    Over = 3,

    /// <summary>Looked at again, the launch no longer passes.</summary>
    NoLongerApproved = 4,
}

/// <summary>
/// Trades in two steps: analysis, then an operator's approval. Pure: every method gives the next state. Open trades are bounded, and finished ones are
/// remembered up to a number.
/// </summary>
[GenerateSerializer, Immutable, Alias("manual-trades")]
public sealed record ManualTrades([property: Id(0)] ImmutableArray<ManualTrade> Trades)
{
    public const int PendingMax = 50;
    public const int FinishedMax = 200;
    public static readonly TimeSpan AnalysisTime = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan ApprovalTime = TimeSpan.FromMinutes(10);

    /// <summary>Longest that an offer may be without a decision before it counts as lost.</summary>
    public static readonly TimeSpan DecisionTime = TimeSpan.FromMinutes(10);

    public static readonly ManualTrades Empty = new([]);

    public ManualTrade? Find(Guid id) => Trades.FirstOrDefault(trade => trade.Id == id);

    public IEnumerable<ManualTrade> Pending => Trades.Where(trade => !trade.IsFinal);

    public (ManualTrades Next, BeginOutcome Outcome) Begin(Guid id, Mint token, string pool, string actor, DateTimeOffset now)
    {
        if (Find(id) is { } known) return (this, known.Token == token && known.Pool == pool ? BeginOutcome.Known : BeginOutcome.OtherContent);
        if (Pending.Count() >= PendingMax) return (this, BeginOutcome.TooManyPending);
        return (Keep(Trades.Add(new ManualTrade(id, token, pool, ManualTradeState.Analyzing, null, null, null, now, now + AnalysisTime, actor))), BeginOutcome.Begun);
    }

    /// <summary>Takes a verdict in. One that may change with time keeps the analysis going until its deadline.</summary>
    public ManualTrades Judge(Guid id, LaunchVerdict verdict, DateTimeOffset now)
    {
        if (Find(id) is not { State: ManualTradeState.Analyzing } trade || verdict.At < trade.CreatedAt) return this;
        if (verdict.Approved) return Replace(trade, trade with { State = ManualTradeState.AwaitingApproval, Verdict = verdict, Deadline = now + ApprovalTime });
        return verdict.MayChange
            ? verdict == trade.Verdict ? this : Replace(trade, trade with { Verdict = verdict })
            : Replace(trade, trade with { State = ManualTradeState.Rejected, Verdict = verdict, Reason = verdict.Refusal!.Filter });
    }

    /// <summary>The second step, on a verdict made just now.</summary>
    /// <param name="fresh">Null when the trade was submitted before and nothing was judged again.</param>
    /// <param name="offer">What to offer if it still passes.</param>
    public (ManualTrades Next, ApproveOutcome Outcome) Approve(Guid id, LaunchVerdict? fresh, Opportunity? offer, DateTimeOffset now)
    {
        var swept = Sweep(now);
        if (swept.Find(id) is not { } trade) return (swept, ApproveOutcome.Unknown);
        if (trade.State == ManualTradeState.Submitted) return (swept, ApproveOutcome.Submitted);
        if (trade.State == ManualTradeState.Analyzing) return (swept, ApproveOutcome.StillAnalyzing);
        if (trade.IsFinal) return (swept, ApproveOutcome.Over);
        if (fresh is not { Approved: true } || offer is null)
            return (swept.Replace(trade, trade with { State = ManualTradeState.Rejected, Verdict = fresh ?? trade.Verdict, Reason = fresh?.Refusal?.Filter ?? SniperFilters.Analysis }), ApproveOutcome.NoLongerApproved);
        return (swept.Replace(trade, trade with { State = ManualTradeState.Submitted, Verdict = fresh, Offer = offer, Deadline = now + DecisionTime }), ApproveOutcome.Submitted);
    }

    /// <summary>What became of the offer. The first end stays.</summary>
    public ManualTrades End(Guid id, ManualTradeState state, string? reason) =>
        Find(id) is { IsFinal: false } trade ? Replace(trade, trade with { State = state, Reason = reason }) : this;

    /// <summary>Ends what has run out of time. The very same when nothing has.</summary>
    public ManualTrades Sweep(DateTimeOffset now)
    {
        var next = this;
        foreach (var trade in Trades)
        {
            if (trade.IsFinal || trade.Deadline > now) continue;
            next = next.Replace(trade, trade.State switch
            {
                ManualTradeState.Analyzing => trade with { State = trade.Verdict is null ? ManualTradeState.Failed : ManualTradeState.Rejected, Reason = trade.Verdict?.Refusal?.Filter ?? "analysis_timeout" },
                ManualTradeState.AwaitingApproval => trade with { State = ManualTradeState.Expired, Reason = "approval_window" },
                _ => trade with { State = ManualTradeState.Failed, Reason = "no_decision" },
            });
        }

        return next;
    }

    private ManualTrades Replace(ManualTrade old, ManualTrade next) => Keep(Trades.Replace(old, next));

    /// <summary>The oldest finished ones are forgotten; an open one never is.</summary>
    private static ManualTrades Keep(ImmutableArray<ManualTrade> trades)
    {
        var surplus = trades.Count(trade => trade.IsFinal) - FinishedMax;
        return surplus <= 0 ? new(trades) : new([.. trades.Where(trade => !trade.IsFinal || surplus-- <= 0)]);
    }
}
