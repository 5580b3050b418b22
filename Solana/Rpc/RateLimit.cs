namespace Orchestrator.Solana.Rpc;

/// <summary>At most so many calls a second, with a burst. Callers queue in order for a bounded time, then are refused.</summary>
/// <remarks>Generic cell rate algorithm: one time stamp says when the next call would be due.</remarks>
public sealed class RateLimit(double callsPerSecond, int burst, TimeSpan waitMax, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _spacing = callsPerSecond > 0
        ? TimeSpan.FromSeconds(1 / callsPerSecond)
        : throw new ArgumentOutOfRangeException(nameof(callsPerSecond), callsPerSecond, "A rate must be above zero.");
    private readonly TimeSpan _tolerance = TimeSpan.FromSeconds(1 / callsPerSecond) * (Math.Max(1, burst) - 1);
    private DateTimeOffset _due = DateTimeOffset.MinValue;

    /// <summary>Takes a place. Null: refused, nothing taken; else how long to wait before calling.</summary>
    public TimeSpan? Take()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var due = _due > now ? _due : now;
            var wait = due - _tolerance - now;
            if (wait > waitMax) return null;
            _due = due + _spacing;
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>Nothing more before then: the provider itself said so.</summary>
    public void HoldUntil(DateTimeOffset time)
    {
        lock (_gate)
        {
            // The tolerance is added, because a full burst would otherwise still be let through.
            var due = time + _tolerance;
            if (due > _due) _due = due;
        }
    }
}
