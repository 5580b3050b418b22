using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Hosting;
using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Transport.InProcess;

/// <summary>One partition: entries in order, which of them are read, which of those are settled, and who holds it.</summary>
internal sealed class InProcessPartition(int number, PartitionLimits limits, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _entries = new();
    private readonly Queue<(Entry Entry, string Reason)> _dead = new();
    private readonly SortedDictionary<EntryId, Entry> _pending = [];
    private LinkedListNode<Entry>? _lastRead;
    private EntryId _lastId = EntryId.Zero;
    private Hold? _holder;

    public IReadOnlyList<(Entry Entry, string Reason)> DeadLetters
    {
        get
        {
            lock (_gate) return [.. _dead];
        }
    }

    public bool Append(StreamId stream, byte[] payload)
    {
        Action? arrived;
        lock (_gate)
        {
            if (_entries.Count >= limits.LengthMax)
            {
                Trim(Math.Min(limits.RetainedLength, limits.LengthMax - 1));
                if (_entries.Count >= limits.LengthMax) return false;
            }

            var now = new EntryId(clock.GetUtcNow().ToUnixTimeMilliseconds(), 0);
            _lastId = EntryId.Max(now, _lastId.Next);
            _entries.AddLast(new Entry(_lastId, stream, payload));
            arrived = _holder?.Arrived;
        }

        arrived?.Invoke();
        return true;
    }

    public IReadOnlyList<Entry> Range(EntryId from, int max)
    {
        lock (_gate) return [.. _entries.SkipWhile(entry => entry.Id < from).Take(max)];
    }

    public IPartitionHold? Take(bool force, Action arrived)
    {
        lock (_gate)
        {
            if (_holder is not null && !force) return null;
            return _holder = new Hold(this, arrived, new Queue<Entry>(_pending.Values));
        }
    }

    private int Trim(long stay)
    {
        var oldest = clock.GetUtcNow().ToUnixTimeMilliseconds() - (long)(limits.RetainedSeconds * 1000);
        var removed = 0;
        while (_entries.First is { } first && _lastRead is not null && !_pending.ContainsKey(first.Value.Id) && first.Value.Id < _lastRead.Value.Id
            && (first.Value.Id.Milliseconds < oldest || _entries.Count > stay))
        {
            _entries.RemoveFirst();
            removed++;
        }

        return removed;
    }

    /// <summary>Dies with the next one: the partition knows only its newest holder.</summary>
    private sealed class Hold(InProcessPartition partition, Action arrived, Queue<Entry> claimed) : IPartitionHold
    {
        public Action Arrived => arrived;

        public Task<IReadOnlyList<Entry>> Read(int max) => Held<IReadOnlyList<Entry>>(() =>
        {
            var read = new List<Entry>();
            while (read.Count < max && claimed.TryDequeue(out var entry)) read.Add(entry);
            for (var next = Next(); read.Count < max && next is not null; next = next.Next)
            {
                read.Add(next.Value);
                partition._pending.Add(next.Value.Id, next.Value);
                partition._lastRead = next;
            }

            return read;
        });

        public void Again()
        {
            lock (partition._gate) claimed = new Queue<Entry>(partition._pending.Values);
        }

        public Task Acknowledge(IReadOnlyList<EntryId> ids) => Held(() =>
        {
            foreach (var id in ids) partition._pending.Remove(id);
            return true;
        });

        public Task<IReadOnlyList<Entry>> Range(EntryId from, EntryId before, int max) => Held<IReadOnlyList<Entry>>(
            () => [.. partition._entries.SkipWhile(entry => entry.Id < from).TakeWhile(entry => entry.Id < before).Take(max)]);

        public Task Bury(EntryId id, string reason) => Held(() =>
        {
            if (!partition._pending.Remove(id, out var entry)) return false;
            partition._dead.Enqueue((entry, reason));
            if (partition._dead.Count > partition.Limits.DeadLettersMax) partition._dead.Dequeue();
            return true;
        });

        public Task<long> Trim() => Held(() => (long)partition.Trim(partition.Limits.RetainedLength));

        public Task Release()
        {
            lock (partition._gate)
                if (partition._holder == this) partition._holder = null;
            return Task.CompletedTask;
        }

        private LinkedListNode<Entry>? Next() => partition._lastRead is { } last ? last.Next : partition._entries.First;

        private Task<T> Held<T>(Func<T> step)
        {
            lock (partition._gate)
                return partition._holder == this ? Task.FromResult(step()) : Task.FromException<T>(new NotHeldException($"{partition.Number}"));
        }
    }

    private PartitionLimits Limits => limits;

    private int Number => number;
}
