using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Sniping;

/// <summary>Launches to be looked at again, by when. Bounded: a full list refuses the newest, which is counted. For one activation.</summary>
internal sealed class WatchList
{
    public const int LaunchesMax = 10_000;

    private readonly SortedDictionary<(DateTimeOffset From, string Pool), LaunchWatch> _due = [];
    private readonly Dictionary<string, DateTimeOffset> _byPool = new(StringComparer.Ordinal);

    public int Count => _due.Count;

    public long Refused { get; private set; }

    public void Add(LaunchWatch watch)
    {
        if (_byPool.TryGetValue(watch.Pool, out var before)) _due.Remove((before, watch.Pool));
        else if (_due.Count >= LaunchesMax)
        {
            Refused++;
            return;
        }

        _byPool[watch.Pool] = watch.From;
        _due[(watch.From, watch.Pool)] = watch;
    }

    /// <summary>Takes the one that is due first; null when none is.</summary>
    public LaunchWatch? TakeDue(DateTimeOffset now)
    {
        while (_due.Count > 0)
        {
            var (key, watch) = _due.First();
            if (key.From > now) return null;
            _due.Remove(key);
            _byPool.Remove(watch.Pool);
            if (watch.Until >= now) return watch;
        }

        return null;
    }
}
