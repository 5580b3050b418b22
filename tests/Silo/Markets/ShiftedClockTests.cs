using Orchestrator.Silo.Markets;

namespace Orchestrator.Silo.Tests.Markets;

public sealed class ShiftedClockTests
{
    private static readonly TimeSpan Behind = TimeSpan.FromHours(1);

    [Fact]
    public void A_market_that_another_silo_runs_ahead_takes_the_clock_along()
    {
        var clock = new ShiftedClock(Behind);
        var market = clock.GetUtcNow() + TimeSpan.FromMinutes(10);

        clock.Follow(market);

        Assert.InRange(clock.GetUtcNow(), market, market + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_market_that_lags_does_not_hold_the_clock_back()
    {
        var clock = new ShiftedClock(Behind);
        var before = clock.GetUtcNow();

        clock.Follow(before - TimeSpan.FromMinutes(10));

        Assert.True(clock.GetUtcNow() >= before);
    }
}
