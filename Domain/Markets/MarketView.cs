using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Domain.Markets;

/// <summary>
/// The pools as they are now. One writer, which is whoever hosts the feed; any number of readers, who take no lock and always see a pool whole.
/// High-rate data never leaves the process.
/// </summary>
public sealed class MarketView
{
    /// <summary>Pools kept at most; further ones are refused and counted.</summary>
    public const int PoolsMax = 16_384;

    /// <summary>Changes remembered for readers that are behind; whoever is further behind looks at everything again. A power of two.</summary>
    internal const int ChangesKept = 8_192;

    private readonly ConcurrentDictionary<string, PoolState> _pools = new(StringComparer.Ordinal);
    private readonly string?[] _changes = new string?[ChangesKept];
    private MarketHead _head = new(default, DateTimeOffset.MinValue);
    private long _changeCount, _refused, _membership;
    private int _trust, _writing;

    /// <summary>Raised on the writer's thread after a change. It must only wake somebody.</summary>
    public event Action? Changed;

    public MarketHead Head => Volatile.Read(ref _head);

    public int Count => _pools.Count;

    /// <summary>Changes since the start.</summary>
    public long ChangeCount => Volatile.Read(ref _changeCount);

    /// <summary>Pools that found no room.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Grows when a pool comes or goes.</summary>
    public long Membership => Volatile.Read(ref _membership);

    public IEnumerable<PoolState> Pools => _pools.Select(pair => pair.Value);

    public bool TryFind(string pool, [MaybeNullWhen(false)] out PoolState state) => _pools.TryGetValue(pool, out state);

    /// <summary>True when the feed answers for this state: nothing was missed since it was written, and the feed spoke within <paramref name="bound"/>.</summary>
    public bool IsCurrent(PoolState state, DateTimeOffset now, TimeSpan bound) =>
        state.Trust == Volatile.Read(ref _trust) && now - Head.At <= bound;

    /// <summary>A reader of changes that begins now.</summary>
    public PoolChanges Follow() => new(this);

    /// <summary>Writer: this is the pool now. False when it is a new one and there is no room.</summary>
    public bool Publish(IPoolCurve curve, ulong slot, ulong writeVersion)
    {
        Enter();
        try
        {
            var known = _pools.ContainsKey(curve.Pool);
            if (!known && _pools.Count >= PoolsMax)
            {
                Volatile.Write(ref _refused, _refused + 1);
                return false;
            }

            _pools[curve.Pool] = new PoolState(curve, slot, writeVersion, _trust);
            if (!known) Volatile.Write(ref _membership, _membership + 1);
            Note(curve.Pool);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Writer: the pool can no longer be quoted.</summary>
    public void Withdraw(string pool)
    {
        Enter();
        try
        {
            if (!_pools.TryRemove(pool, out _)) return;
            Volatile.Write(ref _membership, _membership + 1);
            Note(pool);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }

        Changed?.Invoke();
    }

    /// <summary>Writer: the feed has told everything up to this slot.</summary>
    public void Advance(in MarketClock clock, DateTimeOffset at) => Volatile.Write(ref _head, new MarketHead(clock, at));

    /// <summary>Writer: something may have been missed. No state counts as current until it is written again.</summary>
    public void Distrust() => Volatile.Write(ref _trust, _trust + 1);

    /// <summary>The pool of a change, or null when the change is too old to be known.</summary>
    internal string? ChangeAt(long index)
    {
        var pool = Volatile.Read(ref _changes[index & (ChangesKept - 1)]);
        // The place may have been written again meanwhile: then the answer is not trusted.
        return ChangeCount - index < ChangesKept ? pool : null;
    }

    private void Note(string pool)
    {
        Volatile.Write(ref _changes[_changeCount & (ChangesKept - 1)], pool);
        Volatile.Write(ref _changeCount, _changeCount + 1);
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _writing, 1) != 0) throw new InvalidOperationException("A market view has one writer.");
    }
}
