using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Tests.Rpc;

public sealed class RateLimitTests
{
    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public void A_burst_goes_at_once_then_calls_are_spaced_and_at_last_refused()
    {
        var clock = new Clock();
        var limit = new RateLimit(callsPerSecond: 10, burst: 3, waitMax: TimeSpan.FromMilliseconds(250), clock);
        double?[] waits = [.. Enumerable.Range(0, 7).Select(_ => limit.Take()?.TotalMilliseconds)];
        Assert.Equal([0, 0, 0, 100, 200, null, null], waits);
        clock.Now += TimeSpan.FromMilliseconds(100);
        Assert.Equal(200, limit.Take()?.TotalMilliseconds);
        clock.Now += TimeSpan.FromSeconds(10);
        Assert.Equal(0, limit.Take()?.TotalMilliseconds);
    }

    [Fact]
    public void After_a_429_nothing_goes_before_the_time_that_was_asked()
    {
        var clock = new Clock();
        var limit = new RateLimit(10, 3, TimeSpan.FromMilliseconds(250), clock);
        limit.HoldUntil(clock.Now + TimeSpan.FromSeconds(2));
        Assert.Null(limit.Take());
        clock.Now += TimeSpan.FromMilliseconds(1_750);
        Assert.Equal(250, limit.Take()?.TotalMilliseconds);
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(0, limit.Take()?.TotalMilliseconds);
    }

    [Fact]
    public void In_any_window_no_more_calls_go_than_rate_and_burst_allow() => Gen.Int[0, 300].Array[1, 200].Sample(pauses =>
    {
        var clock = new Clock();
        var limit = new RateLimit(20, 5, TimeSpan.FromSeconds(1), clock);
        var calls = new List<double>();
        foreach (var pause in pauses)
        {
            clock.Now += TimeSpan.FromMilliseconds(pause);
            if (limit.Take() is { } wait) calls.Add((clock.Now + wait - DateTimeOffset.UnixEpoch).TotalSeconds);
        }

        return calls.All(start => calls.Count(call => call >= start && call < start + 1 - 1e-6) <= 20 + 5);
    }, iter: 300);
}
