using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Decisions;

/// <summary>
/// An opportunity arrives at the orchestrator by its channel → score, queue, risk, a durable reservation → the command is on its channel,
/// beside a bare durable write of the same store.
/// </summary>
internal static class DecisionLoad
{
    private const int OfferedPerSecond = 1000;
    private const double GoalP99 = 10, GoalRatio = 4;

    /// <summary>A refused execution frees its slot when it is looked at: every 200 ms as set by default would leave too few decisions to judge.</summary>
    internal const string FrequentLooks = "execution.poll_interval_ms=10";

    public static async Task Run(Report report, TimeSpan duration)
    {
        foreach (var store in TradingSystem.Stores)
        {
            using var probe = new LoopProbe();
            await using var system = await TradingSystem.Start(store, FrequentLooks);
            var offering = new Offering(system, probe);
            await offering.OneByOne(TimeSpan.FromSeconds(3));

            var bare = await new BareWrites(system.Records).OneByOne();
            probe.Clear();
            await offering.OneByOne(duration);
            Tell(report, $"{store}, idle", probe.Times(), bare);
            TellStages(report, $"{store} idle", probe);

            await offering.AtRate(OfferedPerSecond, TimeSpan.FromSeconds(3), "main");
            probe.Clear();
            var commanded = probe.Commanded;
            var rate = await offering.AtRate(OfferedPerSecond, duration, "main");
            var executed = (probe.Commanded - commanded) / duration.TotalSeconds;
            Tell(report, $"{store}, {rate:0}/s offered", probe.Times(), bare);
            TellStages(report, $"{store} under load", probe);
            var status = await system.Orchestrator().Status();
            report.Note($"{store} under load: {executed:0} commands/s; {status.QueueSize} waited at the end; {status.Expired} expired in all; not executed: {string.Join(", ", status.Reasons.Take(4).Select(reason => $"{reason.Count} {reason.Reason}"))}; tick lateness p99 {status.TickLatenessP99 * 1000:0.0} ms.");
        }
    }

    /// <summary>Each one lies within the one before it: what is left between two is scheduling and messages.</summary>
    private static void TellStages(Report report, string where, LoopProbe probe) => report.Note(
        $"{where}: a decision {probe.Times()}; of it the reserve's transaction {probe.Reserves()}; of that one write of the book {probe.BookWrites()}; beside it writes of other state {probe.StateWrites()}.");

    private static void Tell(Report report, string where, Times decided, Times bare)
    {
        var ratio = decided.P50 / bare.P50;
        report.Add(new("decision", $"{where}: p99", $"{Times.Show(decided.P99)} (n {decided.Count}, max {Times.Show(decided.Max)})", null, null,
            $"< {GoalP99:0} ms", decided.P99 < GoalP99));
        report.Add(new("decision", $"{where}: p50", Times.Show(decided.P50), $"bare write p50 {Times.Show(bare.P50)}, p99 {Times.Show(bare.P99)}", $"{ratio:0.0}×",
            $"≤ {GoalRatio:0}×", ratio <= GoalRatio));
    }
}
