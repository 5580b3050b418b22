using System.Diagnostics;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Feeds;

/// <summary>A whole feed session on the simulated market's blocks over loopback gRPC: from a block on the wire to the opportunity it opens, and how much it takes at full speed.</summary>
internal static class FeedLoad
{
    private const double GoalMs = 5;

    private static readonly TimeSpan BetweenSlots = TimeSpan.FromMilliseconds(5);

    public static async Task Run(Report report, TimeSpan duration)
    {
        await using var market = await Listening.StartAsync();
        using var timer = new PeriodicTimer(BetweenSlots);
        var (pauses, collections) = (GC.GetTotalPauseDuration(), GC.CollectionCount(2));
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < duration;)
        {
            await timer.WaitForNextTickAsync();
            market.Tell(timed: true);
        }

        pauses = GC.GetTotalPauseDuration() - pauses;
        var (own, all) = (market.Outlet.Own, market.Outlet.All);
        report.Add(new(
            "feed", "block on the wire to the opportunity it opens: p99", $"{Times.Show(own.P99)} (p50 {Times.Show(own.P50)}, max {Times.Show(own.Max)}, n {own.Count})",
            null, null, $"< {GoalMs:0} ms", own.Count > 0 && own.P99 < GoalMs));
        report.Add(new(
            "feed", "block on the wire to every opportunity told, those that a better one had hidden included: p99",
            $"{Times.Show(all.P99)} (p50 {Times.Show(all.P50)}, max {Times.Show(all.Max)}, n {all.Count})", null, null, $"< {GoalMs:0} ms", all.Count > 0 && all.P99 < GoalMs));

        var told = market.Told;
        var from = Stopwatch.GetTimestamp();
        await market.Flood(duration / 2);
        var took = Stopwatch.GetElapsedTime(from);
        report.Add(new("feed", "updates through session, pools and scanner at full speed", $"{(market.Told - told) / took.TotalSeconds:#,0}/s", null, null, null, null));
        report.Note($"Server, market and session share one process; the market is the demo's with 60 pools, of which about a third change in each slot, one slot each {BetweenSlots.TotalMilliseconds:0} ms. "
            + $"Its collector stood still for {pauses.TotalMilliseconds:0} ms of {duration.TotalSeconds:0} s, {GC.CollectionCount(2) - collections} full collections by then. Full speed waits for the session every 32 slots.");
    }
}
