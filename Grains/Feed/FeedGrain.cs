using Microsoft.Extensions.Logging;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Feed;

[GenerateSerializer, Alias("feed-state")]
public sealed class FeedState
{
    /// <summary>Everything up to this slot was handled; null before the first.</summary>
    [Id(0)]
    public ulong? Checkpoint { get; set; }
}

/// <summary>Owns one feed's session, which runs off this scheduler; stores its checkpoint; pauses its strategies when it is silent.</summary>
[GrainType("feed")]
internal sealed class FeedGrain(
    [PersistentState("feed", StateNames.Grains)] IPersistentState<FeedState> state, IFeedSessions sessions, FeedMetrics metrics, TradingClock clock, ILogger<FeedGrain> log)
    : Grain, IFeedGrain
{
    private const int ReasonLengthMax = 200;

    private readonly CancellationTokenSource _over = new();
    private Task? _session;
    private DateTimeOffset _silentSince, _nextStart, _nextStore;
    private DateTimeOffset? _heard;
    private FeedTally _tally = FeedTally.Empty;
    private ulong _slot;
    private bool? _stale;
    private string? _lastEnd;

    private string Name => this.GetPrimaryKeyString();

    public async Task<FeedView> Ping()
    {
        Keep();
        await Judge(sessions.TermsOf(Name));
        return View();
    }

    public async Task Reached(FeedProgress progress)
    {
        metrics.Progressed(Name, _tally, progress.Tally);
        if (progress.Tally.Gaps > _tally.Gaps) Log.Gap(log, Name, progress.Tally.LastGap ?? "not named");
        _tally = progress.Tally;
        _slot = Math.Max(_slot, progress.Slot);
        // By our clock: a source that claims to speak from the future must not hide its silence.
        var at = progress.At < clock.Now ? progress.At : clock.Now;
        if (_heard is null || at > _heard) _heard = _silentSince = at;
        if (progress.Slot <= (state.State.Checkpoint ?? 0) || clock.Now < _nextStore) return;
        _nextStore = clock.Now + sessions.TermsOf(Name).StoreEvery;
        state.State.Checkpoint = progress.Slot;
        await state.WriteOrDeactivate(this);
    }

    public Task<FeedView> Read() => Task.FromResult(View());

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _over.CancelAsync();
        // Two sessions of one feed would both write the view.
        if (_session is { } running) await Task.WhenAny(running, running.WaitAsync(cancellationToken));
        _over.Dispose();
    }

    /// <summary>A session that ended is begun again, not more often than allowed.</summary>
    private void Keep()
    {
        if (_session is { IsCompleted: false }) return;
        if (_session is { } over) Note(over);
        if (clock.Now < _nextStart) return;
        if (_nextStart == default) _silentSince = clock.Now;
        var (name, from, cancel) = (Name, state.State.Checkpoint, _over.Token);
        _nextStart = clock.Now + sessions.TermsOf(name).RestartAfter;
        _tally = FeedTally.Empty;
        Log.Begins(log, name, from);
        _session = Task.Run(() => sessions.Run(name, from, cancel), cancel);
    }

    private void Note(Task over)
    {
        var why = over.Exception?.GetBaseException().Message ?? "its source ended";
        _lastEnd = why.Length <= ReasonLengthMax ? why : why[..ReasonLengthMax];
        _session = null;
        Log.Ended(log, Name, _lastEnd);
    }

    private async Task Judge(FeedTerms terms)
    {
        var silence = clock.Now - _silentSince;
        metrics.Silent(Name, silence);
        var stale = silence + terms.Watch >= terms.StaleAfter;
        // A feed that has not spoken is not live, only not yet stale: nothing that an earlier life paused is lifted for it.
        if (!stale && _heard is null) return;
        // Compared with the book at each look: the same feed on a silo that slept may have paused them when it woke up.
        var book = GrainFactory.GetGrain<IPortfolioGrain>(terms.Portfolio.Value);
        var known = await book.Book();
        foreach (var strategy in terms.Strategies)
        {
            if (stale && known.Strategy(strategy).Pause is null) await book.Pause(strategy, PauseCause.StaleFeed, $"feed {Name} is silent since {_silentSince:O}; at most {terms.StaleAfter.TotalMilliseconds:0} ms are allowed");
            else if (!stale && known.Strategy(strategy).Pause is { } pause && pause.IsSilenceEndedBy(_heard)) await book.Unpause(strategy);
        }

        if (stale == _stale) return;
        var first = _stale is null;
        _stale = stale;
        if (stale) Log.Stale(log, Name, silence.TotalSeconds, string.Join(", ", terms.Strategies));
        else if (!first) Log.Back(log, Name, string.Join(", ", terms.Strategies));
    }

    private FeedView View() => new(
        Name, _stale == true ? FeedCondition.Stale : _heard is null ? FeedCondition.Starting : FeedCondition.Live, _slot, state.State.Checkpoint, _heard,
        _silentSince == default ? TimeSpan.Zero : clock.Now - _silentSince, _tally, sessions.TermsOf(Name).Strategies, _lastEnd);
}
