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
    private const int WarmUp = 2_000, Counted = 2_000;

    /// <summary>Each round has a p99 of its own. Their median says what the check takes; what else runs on the machine spoils some rounds, not most.</summary>
    private const int Rounds = 21;

    /// <summary>More than one trade may borrow.</summary>
    private static readonly Lamports TooMuch = new(9_000 * Lamports.PerSol);

    public static async Task Run(Report report)
    {
        await using var system = await TradingSystem.Start("embedded");
        var orchestrator = system.Orchestrator();
        var rejected = (await orchestrator.Status()).Rejected;
        var alive = TimeSpan.FromSeconds(5);
        await Times.Of(0, WarmUp, Offer);
        var rounds = new List<Times>();
        var pings = new List<Times>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await Times.Of(0, Counted, Offer));
            pings.Add(await Times.Of(0, Counted, () => orchestrator.Ping()));
        }

        var after = await orchestrator.Status();
        var judged = after.Rejected - rejected;
        if (judged < WarmUp + Rounds * Counted)
            report.Note($"Risk check: only {judged} of {WarmUp + Rounds * Counted} were refused at once; state {after.TradingState}, {after.QueueSize} waiting, {after.Expired} expired, {after.Dropped} dropped.");
        var p99 = new Times(rounds.Select(round => round.P99));
        var (p50, empty, emptyP99) = (Median(rounds, round => round.P50), Median(pings, ping => ping.P50), Median(pings, ping => ping.P99));
        report.Add(new(
            "risk check", $"offer, score, queue, twelve checks, refusal, one grain call: p99, median of {Rounds} rounds of {Counted}",
            $"{Times.Show(p99.P50)} (best {Times.Show(rounds.Min(round => round.P99))}, worst {Times.Show(p99.Max)}; p50 {Times.Show(p50)})",
            $"empty call p50 {Times.Show(empty)}, p99 {Times.Show(emptyP99)}", $"{p50 / empty:0.0}× p50", $"< {GoalMicroseconds:0} µs", p99.P50 * 1000 < GoalMicroseconds));

        Task Offer() => orchestrator.Offer(system.Offers.Next(alive, TooMuch));
    }

    private static double Median(IEnumerable<Times> rounds, Func<Times, double> of) => new Times(rounds.Select(of)).P50;
}
