using Orchestrator.Solana.Archive;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

public sealed class RealDayTests(ITestOutputHelper output)
{
    [Fact]
    public void The_real_day_of_swaps_is_reproduced_from_the_rebuilt_opening_state()
    {
        var day = RealDay.Load();
        int swaps = 0, exact = 0, closed = 0, pools = 0;
        var reasons = new List<string>();
        foreach (var events in day.Events.GroupBy(e => e.Pool))
        {
            var pool = DayPool.AtTheEnd(events.Key, day)!;
            var rewind = new DayRewind(pool, day);
            foreach (var happened in events.Reverse()) rewind.Undo(happened);

            var forward = new DayReplay(pool, day, rewind.Price);
            foreach (var happened in events) forward.Do(happened);

            swaps += forward.Swaps;
            exact += forward.Exact;
            pools++;
            var ends = forward.SqrtPrice == pool.End.SqrtPrice && forward.Tick == pool.End.TickCurrentIndex
                && pool.LiquidityAt(forward.Tick) == pool.End.Liquidity;
            if (ends) closed++;
            reasons.AddRange(rewind.Unexplained);
            output.WriteLine($"{events.Key}: {forward.Exact} of {forward.Swaps} swaps exact, opening price known to {rewind.Price.High - rewind.Price.Low + 1} of 2^64ths, "
                + $"{rewind.SolvedPositions} positions solved, "
                + (ends ? "ends as its account" : $"ends at √price {forward.SqrtPrice}, tick {forward.Tick}, its account at {pool.End.SqrtPrice}, tick {pool.End.TickCurrentIndex}"));
        }
        foreach (var reason in reasons) output.WriteLine(reason);
        output.WriteLine($"{exact} of {swaps} swaps exact ({100m * exact / swaps:F3} %), {closed} of {pools} pools end as their accounts");
        Assert.NotEqual(0, swaps);
        Assert.Equal(swaps, exact);
        Assert.Equal(pools, closed);
        Assert.Empty(reasons);
    }
}
