namespace Orchestrator.Client.Api.Reading;

/// <summary>
/// One read for all who ask within its age, and one in flight at a time: thousands of readers cost the cluster ten calls a second.
/// A fault is given to those who waited for it and is not kept.
/// </summary>
internal sealed class SharedRead<T>(Func<Task<T>> read, TimeSpan maxAge, TimeProvider time) where T : class
{
    private readonly Lock _gate = new();
    private Held? _held;
    private Task<T>? _flight;
    private long _generation;

    /// <summary>What was read last, however old; null before the first read.</summary>
    public (T Value, TimeSpan Age)? Last => _held is { } held ? (held.Value, time.GetElapsedTime(held.At)) : null;

    public ValueTask<T> Get()
    {
        if (_held is { } held && time.GetElapsedTime(held.At) < maxAge) return new ValueTask<T>(held.Value);
        lock (_gate)
        {
            if (_held is { } again && time.GetElapsedTime(again.At) < maxAge) return new ValueTask<T>(again.Value);
            return new ValueTask<T>(_flight ??= Fly(_generation));
        }
    }

    /// <summary>After a change: whoever asks from here on sees it. A read that began before is not shared with them.</summary>
    public void Expire()
    {
        lock (_gate)
        {
            _generation++;
            _held = null;
            _flight = null;
        }
    }

    /// <summary>Age counts from the beginning of the read, when the answer was still the future.</summary>
    private async Task<T> Fly(long generation)
    {
        // The gate is held by whoever starts a flight; the read itself must not run under it.
        await Task.Yield();
        var at = time.GetTimestamp();
        try
        {
            var value = await read();
            lock (_gate)
            {
                if (generation == _generation) _held = new Held(value, at);
            }

            return value;
        }
        finally
        {
            lock (_gate)
            {
                if (generation == _generation) _flight = null;
            }
        }
    }

    private sealed record Held(T Value, long At);
}
