using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Clock;
using Orchestrator.Solana.Execution;

namespace Orchestrator.Silo.Live;

/// <summary>Shadow mode: asks the chain what every planned message would do, and writes down how far that is from what paper trading would have booked.</summary>
internal sealed partial class ShadowPlanner(IExecutionPlanner planner, MessageEffects effects, string directory, TradingClock clock, ILogger<ShadowPlanner> log) : IExecutionPlanner
{
    /// <summary>A command is planned again after a restart of its saga; each is measured once.</summary>
    private const int RememberedMax = 4_096;

    private readonly Lock _gate = new();
    private readonly HashSet<Domain.OpportunityId> _measured = [];

    public async ValueTask<PlanOutcome> Plan(ExecutionCommand command, CancellationToken cancel)
    {
        var plan = await planner.Plan(command, cancel);
        try
        {
            // What opens or closes a position has no profit that could be compared before it is over.
            if (!command.Route.IsDefaultOrEmpty && command.Route[0].Input == command.Route[^1].Output && IsNew(command.Id)) await Measure(command, plan, cancel);
        }
        catch (Exception fault) when (fault is ChainUnavailableException or IOException or UnauthorizedAccessException)
        {
            NotMeasured(command.Id.ToString(), fault);
        }

        return plan;
    }

    private async Task Measure(ExecutionCommand command, PlanOutcome plan, CancellationToken cancel)
    {
        var (change, error) = plan.Message is { } message ? await effects.Of(message, cancel) : (0, plan.Refusal);
        var gap = new ShadowGap(command.Id.ToString(), command.Strategy.Value, command.ExpectedProfit.Value, error is null ? change : 0, error, clock.Now);
        lock (_gate) ShadowGapFile.Append(directory, gap);
        Measured(gap.Id, gap.Paper, gap.Chain, gap.Gap, gap.Code);
    }

    private bool IsNew(Domain.OpportunityId id)
    {
        lock (_gate)
        {
            if (_measured.Count >= RememberedMax) _measured.Clear();
            return _measured.Add(id);
        }
    }

    [LoggerMessage(3034, LogLevel.Information, "Shadow {Id}: paper {Paper}, chain {Chain}, gap {Gap} lamports {Code}")]
    private partial void Measured(string id, long paper, long chain, long gap, string? code);

    [LoggerMessage(3035, LogLevel.Warning, "Shadow {Id} could not be measured")]
    private partial void NotMeasured(string id, Exception fault);
}
