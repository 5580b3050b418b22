using System.Diagnostics;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Spectre.Console;

namespace Orchestrator.Cli.Demo;

/// <summary>What a demo's picture is made of.</summary>
internal static class DemoFigures
{
    public static BoardFigures Of(DemoPulse pulse, DemoPhase phase, int seconds, string? address)
    {
        var (status, book) = (pulse.Status, pulse.Book);
        return new(
            status.Mode, status.TradingState, status.StateReason, Words(phase), Math.Min(1, pulse.Elapsed.TotalSeconds / seconds), book.Total, book.Realised, book.Reserved, book.Heat,
            status.QueueSize, status.QueueCapacity, status.Running, status.RunningLimit, status.Received, status.Executed, status.Rejected, status.Expired, status.Dropped,
            status.DecisionP50 * 1000, status.DecisionP99 * 1000, Refusals(status.Reasons.Select(reason => KeyValuePair.Create(reason.Reason, reason.Count))), status.Now, address, book.ConservationViolations);
    }

    public static string Words(DemoPhase phase) => phase switch
    {
        DemoPhase.Starting => "starting",
        DemoPhase.Trading => "trading a simulated market",
        DemoPhase.Finishing => "letting the last executions finish",
        _ => "checking the books",
    };

    public static List<KeyValuePair<string, long>> Refusals(IEnumerable<KeyValuePair<string, long>> reasons) =>
        [.. reasons.Where(reason => !IsOfAnotherOutcome(reason.Key)).OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal)];

    /// <summary>The counts name what was not executed, whatever became of it; the board counts those apart.</summary>
    private static bool IsOfAnotherOutcome(string reason) => reason is Domain.Decisions.DecisionReasons.ExpiredInQueue or Domain.Decisions.DecisionReasons.ExpiredOnArrival
        or Domain.Decisions.DecisionReasons.Shed or Domain.Decisions.DecisionReasons.Refreshed or Domain.Decisions.DecisionReasons.Faulted
        or Domain.Decisions.DecisionReasons.CancelledByOperator or Domain.Decisions.DecisionReasons.Commanded;
}

/// <summary>A live board, for a person at a terminal. It is drawn in place, so that nothing scrolls.</summary>
internal sealed class LiveDemo(LiveDisplayContext live, int seconds) : IDemoWatcher
{
    private DemoPhase _phase;
    private DemoPulse? _last;

    public void Phase(DemoPhase phase)
    {
        _phase = phase;
        Draw();
    }

    public void Pulse(DemoPulse pulse)
    {
        _last = pulse;
        Draw();
    }

    private void Draw() => live.UpdateTarget(
        _last is null ? new Markup($"[grey]{DemoFigures.Words(_phase)} …[/]") : Board.Draw(DemoFigures.Of(_last, _phase, seconds, _last.Address)));
}

/// <summary>A line now and then on the error stream, for logs and pipes.</summary>
internal sealed class PlainDemo(Terminal terminal, int seconds) : IDemoWatcher
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private long _last;

    public void Phase(DemoPhase phase) => terminal.Error.WriteLine(DemoFigures.Words(phase) + " …");

    public void Pulse(DemoPulse pulse)
    {
        if (_last != 0 && Stopwatch.GetElapsedTime(_last) < Period) return;
        _last = Stopwatch.GetTimestamp();
        var status = pulse.Status;
        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"market {pulse.Elapsed.TotalSeconds:0} of {seconds} s  executed {status.Executed}  rejected {status.Rejected}  expired {status.Expired}  running {status.Running}  equity {pulse.Book.Total.ToSol():0.0000} SOL  p99 {status.DecisionP99 * 1000:0.00} ms"));
    }
}
