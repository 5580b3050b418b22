using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Decisions;

/// <summary>
/// An opportunity arrives at the orchestrator by its channel → score, queue, risk, a durable reservation → the command is on its channel,
/// beside bare durable writes of the same store at the same moments: idle one between every two decisions, under load one every 20 ms.
/// </summary>
internal static class DecisionLoad
{
    private const int OfferedPerSecond = 1000;

    /// <summary>Of the offered ones, one in so many is executed: fifty a second, five times as many as slots of 400 ms allow on the chain.</summary>
    private const int ExecutableOneIn = 20;

    private const int PoisonedPerSecond = 100;

    /// <summary>A p99 is one decision in a hundred: to tell two apart takes many.</summary>
    private const int PoisonSpans = 4;

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
            await WarmUp.Of(offering.OneByOne);
            var bare = await new BareWrites(system.Records).OneByOne();
            report.Note($"{store}: a bare write, one after the other on a machine that does nothing else: {bare}.");
            var (write, beside) = (new BareWrites(system.Records).Writer("between"), new List<double>());
            probe.Clear();
            await offering.OneByOne(duration, async () => beside.Add(await BareWrites.Timed(write)));
            Tell(report, $"{store}, idle", probe.Times(), new(beside));
            TellStages(report, $"{store} idle", probe);

            await Measure($"{store}, {OfferedPerSecond}/s offered, one in {ExecutableOneIn} executable", Mixed);
            var (clean, poisoned) = await ByTurns.Of(probe, PoisonSpans * duration, Mixed, span => Task.WhenAll(Mixed(span), offering.Poison(PoisonedPerSecond, span)));
            report.Add(new("poison", $"{store}, the same and {PoisonedPerSecond}/s that cannot be read, by turns: decision p99", $"{Times.Show(poisoned.P99)} (p50 {Times.Show(poisoned.P50)}, n {poisoned.Count})",
                $"without {Times.Show(clean.P99)} (p50 {Times.Show(clean.P50)}, n {clean.Count})", $"{poisoned.P99 / clean.P99:0.0}×", null, null));
            await Measure($"{store}, {OfferedPerSecond}/s offered, all executable", span => offering.AtRate(OfferedPerSecond, span, "main"));

            Task<double> Mixed(TimeSpan span) => offering.Mixed(OfferedPerSecond, ExecutableOneIn, span);

            async Task Measure(string what, Func<TimeSpan, Task<double>> load)
            {
                await WarmUp.Of(load);
                probe.Clear();
                var commanded = probe.Commanded;
                var underLoad = load(duration);
                var beside = await new BareWrites(system.Records).While(underLoad);
                var rate = await underLoad;
                var (times, executed) = (probe.Times(), (probe.Commanded - commanded) / duration.TotalSeconds);
                Tell(report, what, times, beside);
                TellStages(report, what, probe);
                var status = await system.Orchestrator().Status();
                report.Note($"{what}: {rate:0}/s came, {executed:0} commands/s; {status.QueueSize} waited at the end; not executed since the start: {string.Join(", ", status.Reasons.Take(4).Select(reason => $"{reason.Count} {reason.Reason}"))}; {status.DeadLettered} dead letters; tick lateness p99 {status.TickLatenessP99 * 1000:0.0} ms.");
            }
        }

        report.Note("Executable opportunities name pools that do not exist: the planner refuses them after the command, so that a slot is free again at once. Where all are executable the loop therefore takes as many as the machine can, and a decision's time is that of a machine without rest.");
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
