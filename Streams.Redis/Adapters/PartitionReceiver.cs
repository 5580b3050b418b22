using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Partitions;
using Orchestrator.Streams.Redis.Telemetry;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Adapters;

/// <summary>
/// Reads one partition for its pulling agent: waits for arrivals instead of polling, acknowledges what was delivered, fetches what rewinding
/// consumers missed, and lives through a carrier that is away or has given the partition to another.
/// </summary>
/// <remarks>
/// Everything runs in the turns of the agent, so the cache needs no lock. It never throws to the agent, which would pause the partition for
/// ten seconds and more.
/// </remarks>
internal sealed class PartitionReceiver(
    Partition partition, string holder, IStreamTransport transport, BatchCodec codec, StreamsMetrics metrics, PartitionHealth health, ILogger log)
    : IQueueAdapterReceiver
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(200);

    /// <summary>What is settled later comes again after a loss: each settling is a write to the carrier's disk.</summary>
    private static readonly TimeSpan SettlePeriod = TimeSpan.FromMilliseconds(10);

    private readonly HashSet<EntryId> _unsettled = [];
    private List<IBatchContainer> _gathered = [];
    private IPartitionHold? _hold;
    private bool _newlyAssigned = true;
    private long _setAside;
    private bool _stopping;
    private bool _mayHaveMore = true;
    private long _trimmedAt = Stopwatch.GetTimestamp(), _readAt, _settledAt;

    public Task Initialize(TimeSpan timeout) => Guarded(async () => await Hold());

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    /// <returns>Soon after something arrived; empty after <see cref="Hosting.PartitionLimits.WaitSeconds"/> at the latest.</returns>
    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        partition.BeginRead();
        var begun = Stopwatch.GetTimestamp();
        var longest = TimeSpan.FromSeconds(partition.Limits.WaitSeconds);
        while (!_stopping && !cancellationToken.IsCancellationRequested)
        {
            var well = await Guarded(() => Step(maxCount));
            var left = longest - Stopwatch.GetElapsedTime(begun);
            if (_gathered.Count > 0 || left <= TimeSpan.Zero) break;
            await Rest(well || left < PauseAfterFault ? left : PauseAfterFault, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        partition.EndRead();
        var batches = _gathered;
        _gathered = [];
        return batches;
    }

    /// <summary>The cache hands nothing to the agent: <see cref="Step"/> settles.</summary>
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task Shutdown(TimeSpan timeout)
    {
        _stopping = true;
        partition.End();
        partition.Wake.Set();
        await Guarded(async () =>
        {
            Done(partition.Sort(partition.Cache.Settle()));
            await Settle();
        });
        await Guarded(async () =>
        {
            if (_hold is { } hold) await hold.Release();
        });
        _hold = null;
        health.Gone();
    }

    /// <summary>Until something arrives, or consumers have moved on: what those are done with is settled together, or with the next read.</summary>
    private async Task Rest(TimeSpan longest, CancellationToken cancellationToken)
    {
        await partition.Wake.Wait(longest, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(_settledAt);
        if (partition.HasArrived || elapsed >= SettlePeriod) return;
        partition.LooksSoon = true;
        try
        {
            await partition.Wake.Wait(SettlePeriod - elapsed, cancellationToken);
        }
        finally
        {
            partition.LooksSoon = false;
        }
    }

    private async Task Step(int maxCount)
    {
        Done(partition.Sort(partition.Cache.Settle()));
        if (await Hold() is not { } hold) return;
        // Sent together: nobody who waits for a new entry has to wait until older ones are settled on the carrier's disk.
        await Task.WhenAll(Settle(), Gather(hold, maxCount));
        if (partition.ToBury.Count > 0) await Settle();
        health.Read(partition.Cache.Count);
        metrics.HeldBack(partition.Cache.SetAside - _setAside);
        _setAside = partition.Cache.SetAside;
    }

    private async Task Gather(IPartitionHold hold, int maxCount)
    {
        await Trim(hold);
        foreach (var replay in partition.Cache.Replays.Where(each => each.WantsMore).ToArray()) await Fetch(hold, replay);
        foreach (var lane in partition.Cache.Hungry) await Refill(hold, lane);
        var due = Stopwatch.GetElapsedTime(_readAt).TotalSeconds >= partition.Limits.WaitSeconds;
        if (partition.TakeArrived() || _mayHaveMore || due) await Read(hold, Math.Min(maxCount < 0 ? int.MaxValue : maxCount, partition.Limits.ReadMax));
    }

    /// <summary>A partition that was just assigned is taken at once; one that was lost comes back only when nobody holds it any more.</summary>
    private async Task<IPartitionHold?> Hold()
    {
        if (_hold is not null || _stopping) return _hold;
        _hold = await transport.Take(partition.Number, holder, _newlyAssigned, partition.Arrived);
        if (_hold is null) return null;
        _mayHaveMore = true;
        _newlyAssigned = false;
        health.Held();
        metrics.Taken();
        Log.Taken(log, partition.Number, holder);
        return _hold;
    }

    private async Task Settle()
    {
        if (_hold is not { } hold) return;
        foreach (var (id, reason) in partition.ToBury.ToArray())
        {
            await hold.Bury(id, reason);
            partition.ToBury.Remove(id);
            metrics.Buried();
            Log.Buried(log, partition.Number, id.ToString(), reason);
        }

        _settledAt = Stopwatch.GetTimestamp();
        if (_unsettled.Count == 0) return;
        EntryId[] ids = [.. _unsettled];
        await hold.Acknowledge(ids);
        foreach (var id in ids) _unsettled.Remove(id);
        metrics.Acknowledged(ids.Length);
    }

    private void Done(List<EntryId> ids)
    {
        foreach (var id in ids) _unsettled.Add(id);
    }

    private async Task Read(IPartitionHold hold, int max)
    {
        try
        {
            _readAt = Stopwatch.GetTimestamp();
            var entries = await hold.Read(max);
            // An append after an empty read wakes this one, and only then.
            _mayHaveMore = entries.Count > 0;
            foreach (var entry in entries)
            {
                var (batch, fault) = codec.Decode(entry);
                if (batch is not null) _gathered.Add(batch);
                else partition.ToBury[entry.Id] = fault!;
            }
        }
        catch (StreamsFaultException)
        {
            // The carrier may have handed out entries in an answer that never came.
            hold.Again();
            _mayHaveMore = true;
            Forget();
            throw;
        }
    }

    private async Task Fetch(IPartitionHold hold, Replay replay)
    {
        var entries = await hold.Range(replay.From, replay.Before, partition.Limits.ReadMax);
        foreach (var entry in entries)
            if (entry.Stream == replay.Stream && codec.Decode(entry, replay).Batch is { } batch) _gathered.Add(batch);
        replay.Fetched(entries.Count > 0 ? entries[^1].Id : null, entries.Count < partition.Limits.ReadMax);
        // The agent looks at a cursor only when something of its stream arrives.
        if (replay.Complete) _gathered.Add(BatchCodec.Waking(replay));
        else if (replay.WantsMore) partition.Arrived();
        metrics.Replayed(entries.Count);
    }

    /// <summary>What was set aside comes back in order, before anything newer of its stream, and as much of it as there is room for.</summary>
    private async Task Refill(IPartitionHold hold, Lane lane)
    {
        var entries = await hold.Range(lane.AsideFrom!.Value, partition.Cache.ReadBefore, partition.Limits.ReadMax);
        var (room, last, all) = (Math.Max(1, partition.Cache.LaneMax - lane.Count), (EntryId?)null, entries.Count < partition.Limits.ReadMax);
        foreach (var entry in entries)
        {
            if (entry.Stream == lane.Stream && codec.Decode(entry).Batch is { } batch)
            {
                if (room-- == 0)
                {
                    all = false;
                    break;
                }

                batch.WasAside = true;
                _gathered.Add(batch);
            }

            last = entry.Id;
        }

        partition.Cache.Fetched(lane, last, all);
        metrics.Replayed(entries.Count);
    }

    /// <summary>What was not settled comes again. What was fetched for rewinding cursors does not: it stays.</summary>
    private void Forget()
    {
        _gathered = [.. _gathered.Cast<StreamBatch>().Where(batch => batch.Replay is not null || batch.OnlyWakes)];
        partition.Cache.Forget();
    }

    private async Task Trim(IPartitionHold hold)
    {
        if (Stopwatch.GetElapsedTime(_trimmedAt).TotalSeconds < partition.Limits.TrimPeriodSeconds) return;
        _trimmedAt = Stopwatch.GetTimestamp();
        metrics.Trimmed(await hold.Trim());
    }

    private async Task<bool> Guarded(Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
        catch (NotHeldException)
        {
            Log.Lost(log, partition.Number, holder);
            metrics.Lost();
            health.Lost();
            _hold = null;
            _unsettled.Clear();
            Forget();
            return false;
        }
        catch (StreamsFaultException fault)
        {
            Log.Fault(log, partition.Number, fault.Message);
            metrics.Fault(fault.Fault);
            health.Fault(fault.Message);
            return false;
        }
    }
}
