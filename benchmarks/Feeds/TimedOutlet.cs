using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Feeds;

namespace Orchestrator.Benchmarks.Feeds;

/// <summary>
/// Takes what a session hands over, and how long after its block went on the wire. A block's own opportunities stand on a state that it told; others were there before,
/// and only come forward because a better one through the same pool is gone with this block: for them the clock runs from this block too, and they are counted apart.
/// </summary>
internal sealed class TimedOutlet : IFeedOutlet
{
    private readonly ConcurrentDictionary<ulong, long> _begun = new();
    private readonly ConcurrentQueue<(double Milliseconds, bool IsOwn)> _found = new();
    private (ulong Slot, TaskCompletionSource Reached) _wanted = (0, new());
    private ulong _reached;

    /// <summary>Opportunities that stand on a state of the newest block.</summary>
    public Times Own => new(_found.Where(one => one.IsOwn).Select(one => one.Milliseconds));

    public Times All => new(_found.Select(one => one.Milliseconds));

    public void Begin(ulong slot)
    {
        _begun[slot] = Stopwatch.GetTimestamp();
        _begun.TryRemove(slot - 1_000, out _);
    }

    public async Task Until(ulong slot, Task session)
    {
        lock (_begun)
        {
            _wanted = (slot, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (_reached >= slot) _wanted.Reached.SetResult();
        }

        await await Task.WhenAny(_wanted.Reached.Task, session);
    }

    public Task Launched(Launch launch) => Task.CompletedTask;

    public Task Found(StrategyFinding finding)
    {
        if (finding.Cycle is { } cycle && _begun.TryGetValue(cycle.Slot, out var begun))
            _found.Enqueue((Stopwatch.GetElapsedTime(begun).TotalMilliseconds, cycle.Route.Any(leg => leg.PoolSlot == cycle.Slot)));
        return Task.CompletedTask;
    }

    public Task Reached(FeedProgress progress)
    {
        lock (_begun)
        {
            _reached = progress.Slot;
            if (_reached >= _wanted.Slot) _wanted.Reached.TrySetResult();
        }

        return Task.CompletedTask;
    }

    public Task<Lamports> OwnCapital() => Task.FromResult(Lamports.FromSol(100));

    public Task<ImmutableArray<(Mint Token, SlippageSample Sample)>> Slippage(IReadOnlyList<Mint> tokens) => Task.FromResult(ImmutableArray<(Mint, SlippageSample)>.Empty);
}
