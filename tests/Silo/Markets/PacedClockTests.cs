using Microsoft.Extensions.Time.Testing;
using Orchestrator.Silo.Markets;

namespace Orchestrator.Silo.Tests.Markets;

public sealed class PacedClockTests
{
    private static readonly DateTimeOffset Market = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_goes_at_the_pace_of_real_time_from_where_the_market_stood()
    {
        var real = new FakeTimeProvider(Market.AddYears(1));
        var clock = new PacedClock(Market, real);

        real.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(Market.AddSeconds(3), clock.GetUtcNow());
    }

    [Theory]
    [InlineData(+1)]
    [InlineData(-1)]
    public void A_wall_clock_that_jumps_by_an_hour_does_not_move_it(int hours)
    {
        var real = new SetClock();
        var clock = new PacedClock(Market, real);

        real.Wall = real.Wall.AddHours(hours);

        Assert.Equal(Market, clock.GetUtcNow());
    }

    [Fact]
    public void A_market_that_another_silo_runs_ahead_takes_the_clock_along()
    {
        var real = new FakeTimeProvider();
        var clock = new PacedClock(Market, real);
        var ahead = Market.AddMinutes(10);

        clock.Follow(ahead);
        real.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ahead.AddSeconds(1), clock.GetUtcNow());
    }

    [Fact]
    public void A_market_that_lags_does_not_hold_the_clock_back()
    {
        var clock = new PacedClock(Market, new FakeTimeProvider());

        clock.Follow(Market.AddMinutes(-10));

        Assert.Equal(Market, clock.GetUtcNow());
    }

    /// <summary>A wall clock that is set while time goes on: the time stamps of the other fake follow its wall clock.</summary>
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = Market.AddYears(1);

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => 0;
    }
}
