using Microsoft.Extensions.Logging;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Braking;

/// <summary>Asks book and audit at once, and again every second until both have the halt. Holds no state of the store itself.</summary>
[GrainType("brake")]
internal sealed class BrakeGrain(TradingClock clock, TimeProvider time, ILogger<BrakeGrain> log) : Grain, IBrakeGrain
{
    /// <summary>Longest wait for book and audit before the operator is answered; both are asked again afterwards.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Lines kept for an audit that refuses. An operator who halts more often than this while it does says nothing new.</summary>
    private const int LinesMax = 64;

    private readonly List<Line> _lines = [];
    private Wanted? _wanted;
    private IGrainTimer? _timer;

    private IPortfolioGrain Book => GrainFactory.GetGrain<IPortfolioGrain>(this.GetPrimaryKeyString());

    private IOperatorAuditGrain Audit => GrainFactory.GetGrain<IOperatorAuditGrain>(this.GetPrimaryKeyString());

    public async Task<BrakeAnswer> Halt(Guid id, string reason, string by)
    {
        var (wanted, line) = (new Wanted(reason, by), new Line(id, by, reason, clock.Now));
        // Kept before anything is awaited: whatever fails from here on, the halt is asked for again.
        _wanted = wanted;
        if (_lines.Count < LinesMax) _lines.Add(line);
        _timer ??= this.RegisterGrainTimer(Again, new GrainTimerCreationOptions(Period, Period) { KeepAlive = true });

        var auditing = Write(line, reason);
        var (outcome, refused) = await Store(wanted);
        var unaudited = await auditing;
        if (refused is not null || unaudited is not null) Log.NotDurable(log, this.GetPrimaryKeyString(), by, reason, refused is null, unaudited is null);
        StopAskingWhenDone();
        return new BrakeAnswer(outcome ?? HaltOutcome.Halted, refused is null, unaudited is null, refused ?? unaudited);
    }

    public async Task<HaltOutcome> Resume(string reason, string by)
    {
        var lifted = _wanted;
        var outcome = await Book.Resume(reason, by);
        if (outcome == HaltOutcome.ReasonMissing) return outcome;
        // A halt that came meanwhile is another one.
        if (ReferenceEquals(_wanted, lifted)) _wanted = null;
        StopAskingWhenDone();
        return outcome == HaltOutcome.NotHalted && lifted is not null ? HaltOutcome.Resumed : outcome;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_wanted is not { } wanted) return;
        if ((await Store(wanted)).Fault is { } fault) Log.NeverStored(log, this.GetPrimaryKeyString(), wanted.By, wanted.Reason, fault);
    }

    private async Task Again()
    {
        if (_wanted is { } wanted) await Store(wanted);
        foreach (var line in _lines.ToArray())
        {
            // Behind one that is refused the others wait, so that they stand in the order of the acts.
            if (await Write(line, $"{line.Reason} (written late: halted at {line.At:O})") is not null) break;
        }

        StopAskingWhenDone();
    }

    /// <summary>The book counts as halted in its process before its store is asked.</summary>
    private async Task<(HaltOutcome? Outcome, string? Fault)> Store(Wanted wanted)
    {
        try
        {
            var outcome = await Book.Halt(HaltCause.Operator, wanted.Reason, wanted.By).WaitAsync(Patience, time);
            // Whoever's halt it is that the book has now: it is halted.
            if (ReferenceEquals(_wanted, wanted)) _wanted = null;
            return (outcome, null);
        }
        catch (Exception fault)
        {
            Log.HaltNotStored(log, this.GetPrimaryKeyString(), fault);
            return (null, fault.GetBaseException().Message);
        }
    }

    private async Task<string?> Write(Line line, string detail)
    {
        try
        {
            await Audit.Record(line.Id, line.By, "halt", detail).WaitAsync(Patience, time);
            _lines.Remove(line);
            return null;
        }
        catch (Exception fault)
        {
            Log.HaltNotAudited(log, this.GetPrimaryKeyString(), fault);
            return fault.GetBaseException().Message;
        }
    }

    private void StopAskingWhenDone()
    {
        if (_wanted is not null || _lines.Count > 0) return;
        _timer?.Dispose();
        _timer = null;
    }

    private sealed record Wanted(string Reason, string By);

    private sealed record Line(Guid Id, string By, string Reason, DateTimeOffset At);
}
