using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Silo.Feeds;

/// <summary>
/// One life of a feed: what it tells goes into the pools, of which this is the only writer, and launches go out before the next message is read. The strategies
/// look on a thread of their own, which the pools wake; or, where a driver owns the clock and waits for the session, at the end of each slot, at the time that the
/// server names: then one stream has one outcome.
/// </summary>
/// <param name="beside">Prices that no feed tells; null: none.</param>
/// <param name="steps">Told of each slot that was handled whole; null where nobody waits for it.</param>
internal sealed partial class FeedSession(
    FeedNeeds needs, Func<FeedRequest, IFeedSource> open, MarketLoader loader, PoolKeeper keeper, StrategyDesk desk, IFeedOutlet outlet, TimeProvider market, ILogger log,
    SlotSteps? steps = null, IQuoteSource? beside = null)
    : IFeedSink
{
    private const ulong EpochSlots = 432_000;

    /// <summary>Between two subscriptions because the accounts to follow became others.</summary>
    private static readonly TimeSpan ReopenEvery = TimeSpan.FromSeconds(2);

    /// <summary>Between two questions for what a trade may use.</summary>
    private static readonly TimeSpan TermsEvery = TimeSpan.FromSeconds(1);

    /// <summary>How old what was learned of landed trades can get; they are few.</summary>
    private static readonly TimeSpan SlippageEvery = TimeSpan.FromSeconds(10);

    /// <summary>Between two fetches of what could not be had: twice as long each time.</summary>
    private static readonly TimeSpan FillEvery = TimeSpan.FromSeconds(2), FillEveryMax = TimeSpan.FromMinutes(1);

    /// <summary>Between two lines about messages that cannot be believed or read.</summary>
    private static readonly TimeSpan DamageEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan HeadEvery = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _changed = new(0, 1);
    private DateTimeOffset _openedAt, _headAt, _nextFill, _nextTerms, _nextSlippage, _nextDamage;
    private (ulong Slot, DateTimeOffset At)? _ended;
    private TimeSpan _fillEvery = FillEvery;
    private string? _trouble, _lenderTrouble, _quoteTrouble;
    private ulong _slot, _rooted;
    private long _opportunities, _damaged;
    private string? _lastGap;
    private bool _again, _hasTerms;
    private Task<Fetched>? _fetching;

    /// <param name="checkpoint">Everything before was handled; null when nothing was.</param>
    /// <exception cref="FeedRefusedException">No server serves.</exception>
    public async Task Run(ulong? checkpoint, CancellationToken cancel)
    {
        // What an earlier session left in the view may be old by now.
        keeper.View.Distrust();
        _again = checkpoint is not null;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        keeper.View.Changed += Wake;
        try
        {
            Task[] parts = [Read(checkpoint, over.Token), Scan(over.Token), .. beside is null ? (Task[])[] : [beside.Run(over.Token)]];
            var first = await Task.WhenAny(parts);
            await over.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // What was asked for last is of no use any more, but nobody may still be asking.
            if (_fetching is { } asking) await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first;
        }
        finally
        {
            keeper.View.Changed -= Wake;
            beside?.Withdraw(keeper.View);
        }
    }

    ValueTask IFeedSink.Launched(Launch launch) => needs.Launches ? new(outlet.Launched(launch)) : ValueTask.CompletedTask;

    void IFeedSink.Changed(in AccountView account, ulong slot)
    {
        if (!keeper.Wanted.Contains(account.Address)) return;
        // The message's memory is used again; the pools keep what they are given.
        keeper.Apply(new AccountChange(account.Address, account.Owner, account.Data.ToArray(), slot, account.WriteVersion));
    }

    ValueTask IFeedSink.Died(ulong slot)
    {
        keeper.Dead(slot);
        return ValueTask.CompletedTask;
    }

    ValueTask IFeedSink.Ended(ulong slot, DateTimeOffset? at)
    {
        _ended = (slot, at ?? market.GetUtcNow());
        return ValueTask.CompletedTask;
    }

    ValueTask IFeedSink.Missed(string why)
    {
        (_lastGap, _again) = (why, true);
        keeper.View.Distrust();
        return ValueTask.CompletedTask;
    }

    private async Task Read(ulong? checkpoint, CancellationToken cancel)
    {
        var reader = new FeedReader(this, ProgramRegistry.Mainnet, market, checkpoint);
        var from = Before(checkpoint);
        while (true)
        {
            await Fill(cancel);
            var wanted = keeper.WantedVersion;
            _openedAt = market.GetUtcNow();
            var reopens = false;
            await foreach (var message in open(new FeedRequest(needs.Launches, needs.Pools ? keeper.Wanted.ToFrozenSet() : FrozenSet<PublicKey>.Empty)).Read(from, cancel))
            {
                await reader.Take(message);
                if (message.Kind == FeedMessageKind.Refused) throw new FeedRefusedException(message.Detail ?? "refused");
                await Tell(reader);
                await Step(cancel);
                if (_again && market.GetUtcNow() >= _nextFill) await Fill(cancel);
                reopens = keeper.WantedVersion != wanted && market.GetUtcNow() - _openedAt >= ReopenEvery;
                if (reopens) break;
            }

            if (!reopens) return;
            from = Before(reader.History.Last);
        }
    }

    /// <summary>Fetches what is unknown, and what is known anew where something may have been missed. The stream waits meanwhile.</summary>
    private async Task Fill(CancellationToken cancel)
    {
        if (!needs.Pools) return;
        await loader.Fill(_again, cancel);
        _again = loader.Trouble is not null;
        _nextFill = market.GetUtcNow() + _fillEvery;
        _fillEvery = !_again ? FillEvery : _fillEvery * 2 < FillEveryMax ? _fillEvery * 2 : FillEveryMax;
        if (loader.Trouble != _trouble && (_trouble = loader.Trouble) is { } why) NotHad(log, why);
    }

    /// <summary>Says where the feed stands, once a slot; keeps the pools' head fresh in between.</summary>
    private async ValueTask Tell(FeedReader reader)
    {
        var now = market.GetUtcNow();
        if (reader.History.Finalized > _rooted) keeper.Root(_rooted = reader.History.Finalized);
        if (reader.History.Last is not { } last) return;
        var advanced = last > _slot;
        if (advanced || now - _headAt >= HeadEvery)
        {
            _headAt = now;
            keeper.View.Advance(new MarketClock(last, last / EpochSlots, now.ToUnixTimeSeconds()), now);
            Quote(last, now);
        }

        if (reader.Counts.Damaged > _damaged && now >= _nextDamage)
        {
            Damaged(log, reader.Counts.Damaged - _damaged, reader.Damage.Last());
            (_damaged, _nextDamage) = (reader.Counts.Damaged, now + DamageEvery);
        }

        if (!advanced) return;
        _slot = last;
        var counts = reader.Counts;
        await outlet.Reached(new FeedProgress(last, now, new FeedTally(
            counts.Received, counts.Filtered, counts.Repeated, counts.Damaged, counts.Launches, Volatile.Read(ref _opportunities), counts.Losses, counts.Gaps,
            reader.History.Dead, _lastGap)));
    }

    private void Quote(ulong slot, DateTimeOffset now)
    {
        if (beside is null) return;
        beside.Publish(keeper.View, slot, now);
        if (beside.Trouble != _quoteTrouble && (_quoteTrouble = beside.Trouble) is { } why) NotQuoted(log, why);
    }

    private async Task Scan(CancellationToken cancel)
    {
        while (needs.Pools && steps is null)
        {
            await _changed.WaitAsync(desk.FullScanEvery, cancel);
            await Look(market.GetUtcNow(), cancel);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
    }

    /// <summary>Where a driver waits: the strategies look once a slot, when all of it was told.</summary>
    private async ValueTask Step(CancellationToken cancel)
    {
        if (steps is null || _ended is not { } ended) return;
        _ended = null;
        if (needs.Pools) await Look(ended.At, cancel);
        steps.Over(ended.Slot);
    }

    private async Task Look(DateTimeOffset now, CancellationToken cancel)
    {
        if (_fetching is null && (now >= _nextTerms || now >= _nextSlippage)) _fetching = Fetch(now, cancel);
        // A node's time is not the strategies': they go on with the terms they have. Only the first are waited for, and all where a driver waits for us.
        if (_fetching is { } fetching && (fetching.IsCompleted || steps is not null || !_hasTerms))
        {
            var fetched = await fetching;
            (_fetching, _hasTerms) = (null, true);
            if (fetched.Terms is var (lenders, own)) desk.Use(lenders, own);
            if (fetched.Slippage is { } known) desk.Expect(known);
            if (loader.LenderTrouble != _lenderTrouble && (_lenderTrouble = loader.LenderTrouble) is { } why) LendsNothing(log, why);
        }

        foreach (var finding in desk.Look(now))
        {
            await outlet.Found(finding);
            Interlocked.Increment(ref _opportunities);
        }
    }

    private async Task<Fetched> Fetch(DateTimeOffset now, CancellationToken cancel)
    {
        var (terms, slippage) = (now >= _nextTerms, now >= _nextSlippage);
        if (terms) _nextTerms = now + TermsEvery;
        if (slippage) _nextSlippage = now + SlippageEvery;
        return new Fetched(terms ? (await loader.Lenders(cancel), await outlet.OwnCapital()) : null, slippage ? await outlet.Slippage(desk.Tokens) : null);
    }

    /// <summary>One word is enough: whoever looks sees everything that changed until then.</summary>
    private void Wake()
    {
        try
        {
            if (_changed.CurrentCount == 0) _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it at the same moment, which is as good.
        }
    }

    /// <summary>Slots come in disorder and forks bring late ones: what is close before the last one is heard again, and told apart as repetition.</summary>
    private static ulong? Before(ulong? slot) => slot is { } known ? known - Math.Min(known, LiveSource.ReplaySlots) : null;

    [LoggerMessage(3052, LogLevel.Warning, "Not all pools of the feed could be had; strategies go on without them until they can: {Why}")]
    private static partial void NotHad(ILogger log, string why);

    [LoggerMessage(3054, LogLevel.Warning, "The feed told {Count} messages that nobody can believe or read, the last one: {Why}")]
    private static partial void Damaged(ILogger log, long count, string why);

    [LoggerMessage(3055, LogLevel.Warning, "A price beside the feed's pools could not be had; strategies go on without it: {Why}")]
    private static partial void NotQuoted(ILogger log, string why);

    [LoggerMessage(3053, LogLevel.Warning, "Nothing is borrowed from a lender that cannot be read: {Why}")]
    private static partial void LendsNothing(ILogger log, string why);
}

/// <summary>What was asked for beside the feed: what a trade may use, and what landed trades fell short by; null where it was not due.</summary>
internal sealed record Fetched((ImmutableArray<FlashLender> Lenders, Lamports Own)? Terms, ImmutableArray<(Mint Token, SlippageSample Sample)>? Slippage);

/// <summary>What the strategies that are switched on live on.</summary>
internal readonly record struct FeedNeeds(bool Launches, bool Pools);

/// <summary>No server serves: nothing can be known from here.</summary>
internal sealed class FeedRefusedException(string message) : Exception(message);
