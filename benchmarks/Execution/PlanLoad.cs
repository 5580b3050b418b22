using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Solana;

namespace Orchestrator.Benchmarks.Execution;

/// <summary>What planning and signing cost by themselves: pools, reserve and balances are at hand, nothing waits for a node or a disk.</summary>
internal static class PlanLoad
{
    private const double GoalNanoseconds = 200_000;

    public static Task Run(Report report, TimeSpan duration)
    {
        using var trade = new MadeTrade();
        var message = trade.Build(MadeTrade.AsFound);
        report.Note($"execution: a flash loan, two Raydium CPMM swaps, two guards and a tip over a lookup table, {message.Length} bytes; sizing anew looks at 97 sizes on both pools");
        var costs = Loop.Time(
            duration, () => trade.Build(MadeTrade.AsFound), () => trade.Build(MadeTrade.ToBeSized), () => trade.Sign(message), () => trade.Sign(trade.Build(MadeTrade.AsFound)),
            () => trade.Sign(trade.Build(MadeTrade.ToBeSized)));
        Add(report, "build the message as it was found", costs[0], hasGoal: false);
        Add(report, "build the message, sized anew", costs[1], hasGoal: false);
        Add(report, "decode, judge by the policy and sign", costs[2], hasGoal: false);
        Add(report, "plan and sign without I/O, as found", costs[3], hasGoal: true);
        Add(report, "plan and sign without I/O, sized anew", costs[4], hasGoal: true);
        return Task.CompletedTask;
    }

    private static void Add(Report report, string what, Cost cost, bool hasGoal) => report.Add(new(
        "execution", what, cost.Time, null, $"{cost.Bytes:0} B", hasGoal ? "< 200 µs" : null, hasGoal ? cost.Nanoseconds < GoalNanoseconds : null));
}
