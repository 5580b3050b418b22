using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Decisions;

/// <summary>What a long queue, and what many portfolios, do to the time of a decision. Embedded store.</summary>
internal static class CrowdLoad
{
    private const int Short = 10, Long = 10_000, Portfolios = 50;

    /// <summary>Over all portfolios together: little enough that only their number differs.</summary>
    private const int OfferedPerSecond = 100;

    public static async Task Run(Report report, TimeSpan duration)
    {
        var shallow = await Queued(Short, duration);
        var deep = await Queued(Long, duration);
        report.Add(new("queue depth", $"decision p99 with {Long} queued", Show(deep), $"with {Short} queued {Show(shallow)}", $"{deep.P99 / shallow.P99:0.0}×", null, null));
        var one = await Spread(1, duration);
        var many = await Spread(Portfolios, duration);
        report.Add(new("portfolios", $"decision p99 with {Portfolios} portfolios, {OfferedPerSecond}/s over all", Show(many), $"with 1 {Show(one)}", $"{many.P99 / one.P99:0.0}×", null, null));
        report.Note("Queue depth: all slots are always in use; a decision's time then begins when a slot becomes free.");
    }

    private static string Show(Times times) => $"{Times.Show(times.P99)} (p50 {Times.Show(times.P50)}, n {times.Count})";

    private static async Task<Times> Queued(int depth, TimeSpan duration)
    {
        using var probe = new LoopProbe();
        await using var system = await TradingSystem.Start("embedded", DecisionLoad.FrequentLooks, "orchestrator.opportunity_timeout_seconds=3600", "orchestrator.queue_capacity=11000");
        var offering = new Offering(system, probe);
        await WarmUp.Of(span => offering.KeepQueued(depth, span, () => { }));
        await offering.KeepQueued(depth, duration, probe.Clear);
        return probe.Times();
    }

    private static async Task<Times> Spread(int portfolios, TimeSpan duration)
    {
        using var probe = new LoopProbe();
        await using var system = await TradingSystem.Start("embedded", DecisionLoad.FrequentLooks);
        var names = Enumerable.Range(0, portfolios).Select(number => number == 0 ? "main" : $"p{number}").ToArray();
        foreach (var name in names.Skip(1))
        {
            await system.Fund(name);
            await system.Orchestrator(name).Ping();
        }

        var offering = new Offering(system, probe);
        await WarmUp.Of(span => offering.AtRate(OfferedPerSecond, span, names));
        probe.Clear();
        await offering.AtRate(OfferedPerSecond, duration, names);
        return probe.Times();
    }
}
