using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Hosting;

namespace Orchestrator.Client.Api.Access;

/// <summary>
/// A token bucket per caller: so many requests a second, and a second's worth at once. As many buckets as there are names in the key file,
/// and one for all who gave no valid key.
/// </summary>
internal sealed class RequestBudgets(IOptions<ClientApiOptions> options, TimeProvider time)
{
    public const string Nobody = "";

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <returns>Null when the request may pass, else the whole seconds to wait.</returns>
    public int? Take(string caller)
    {
        var rate = options.Value.RequestsPerSecond;
        return _buckets.GetOrAdd(caller, static (_, start) => new Bucket(start.Rate, start.Now), (Rate: rate, Now: time.GetTimestamp())).Take(rate, time);
    }

    private sealed class Bucket(double level, long at)
    {
        private readonly Lock _gate = new();
        private double _level = level;
        private long _at = at;

        public int? Take(int rate, TimeProvider time)
        {
            lock (_gate)
            {
                var now = time.GetTimestamp();
                _level = Math.Min(rate, _level + time.GetElapsedTime(_at, now).TotalSeconds * rate);
                _at = now;
                if (_level < 1) return (int)Math.Ceiling((1 - _level) / rate);
                _level--;
                return null;
            }
        }
    }
}
