using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Domain.Money;

namespace Orchestrator.Benchmarks.Queues;

/// <summary>
/// The risk check through a grain call: an offer to the orchestrator that all twelve checks judge and one refuses. The answer comes after
/// score, queue, take, checks and the decision; nothing of it waits for the store.
/// </summary>
internal static class RiskLoad
{
    private const double GoalMicroseconds = 100;
    private const int WarmUp = 2_000, Counted = 6_000;

    /// <summary>More than one trade may borrow.</summary>
    private static readonly Lamports TooMuch = new(9_000 * Lamports.PerSol);

    public static async Task Run(Report report)
    {
        await using var system = await TradingSystem.Start("embedded");
        var orchestrator = system.Orchestrator();
        var rejected = (await orchestrator.Status()).Rejected;
        var alive = TimeSpan.FromSeconds(5);
        var times = await Times.Of(WarmUp, Counted, () => orchestrator.Offer(system.Offers.Next(alive, TooMuch)));
        var after = await orchestrator.Status();
        var judged = after.Rejected - rejected;
        if (judged < WarmUp + Counted)
            report.Note($"Risk check: only {judged} of {WarmUp + Counted} were refused at once; state {after.TradingState}, {after.QueueSize} waiting, {after.Expired} expired, {after.Dropped} dropped.");
        var ping = await Times.Of(WarmUp, Counted, () => orchestrator.Ping());
        report.Add(new(
            "risk check", "offer, score, queue, twelve checks, refusal, one grain call: p99", $"{Times.Show(times.P99)} (p50 {Times.Show(times.P50)}, n {times.Count})",
            $"empty call p50 {Times.Show(ping.P50)}, p99 {Times.Show(ping.P99)}", $"{times.P50 / ping.P50:0.0}× p50", $"< {GoalMicroseconds:0} µs", times.P99 * 1000 < GoalMicroseconds));
    }
}
