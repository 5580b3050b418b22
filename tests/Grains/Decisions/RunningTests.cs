using Orchestrator.Domain;
using Orchestrator.Grains.Decisions;
using Xunit;

namespace Orchestrator.Grains.Tests.Decisions;

/// <summary>How often an execution is looked at whose saga cannot go on.</summary>
public sealed class RunningTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Looks_that_fail_wait_twice_as_long_each_time_up_to_the_bound()
    {
        var running = new Running(OpportunityId.Create(Start, new byte[16]));
        List<double> waited = [];
        for (var look = 0; look < 6; look++)
        {
            running.LookFailed(Start, Interval);
            waited.Add((running.NextLook - Start).TotalMilliseconds);
        }

        Assert.Equal([400, 800, 1_600, 2_000, 2_000, 2_000], waited);
    }

    [Fact]
    public void A_look_that_went_well_ends_the_waiting()
    {
        var running = new Running(OpportunityId.Create(Start, new byte[16]));
        for (var look = 0; look < 100_000; look++) running.LookFailed(Start, Interval);
        Assert.Equal(Running.PauseMax, running.NextLook - Start);

        running.Looked();
        running.LookFailed(Start, Interval);

        Assert.Equal(TimeSpan.FromMilliseconds(400), running.NextLook - Start);
    }

    [Fact]
    public void An_interval_above_the_bound_is_kept()
    {
        var running = new Running(OpportunityId.Create(Start, new byte[16]));
        running.LookFailed(Start, TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(10), running.NextLook - Start);
    }
}
