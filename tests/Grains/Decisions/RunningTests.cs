using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Decisions;
using Xunit;

namespace Orchestrator.Grains.Tests.Decisions;

/// <summary>How often an execution is looked at whose saga cannot go on.</summary>
public sealed class RunningTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Looks_that_fail_wait_twice_as_long_each_time_up_to_the_bound()
    {
        var running = new Running(OpportunityId.Create(Start, new byte[16]));
        List<double> waited = [];
        for (var look = 0; look < 6; look++)
        {
            running.LookFailed(Start, Interval);
            waited.Add((running.NextLook - Start).TotalMilliseconds);
        }

        Assert.Equal([400, 800, 1_600, 2_000, 2_000, 2_000], waited);
    }

    [Fact]
    public void A_look_that_went_well_ends_the_waiting()
    {
        var running = new Running(OpportunityId.Create(Start, new byte[16]));
        for (var look = 0; look < 100_000; look++) running.LookFailed(Start, Interval);
        Assert.Equal(Running.PauseMax, running.NextLook - Start);

        running.Looked();
        running.LookFailed(Start, Interval);

        Assert.Equal(TimeSpan.FromMilliseconds(400), running.NextLook - Start);
    }

    [Fact]
    public void An_interval_above_the_bound_is_kept()
    {
        var running = new Running(OpportunityId.Create(Start, new byte[16]));
        running.LookFailed(Start, TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(10), running.NextLook - Start);
    }

    [Fact]
    public void An_execution_is_looked_at_once_its_decision_is_written_and_not_before()
    {
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var set = new RunningSet(new OrchestratorMetrics(meters.GetRequiredService<IMeterFactory>()), TimeProvider.System, () => 10);
        var (early, late) = (Command(set, 1, decision: 4), Command(set, 2, decision: 5));

        Assert.Empty(set.Due(Start, Interval, writtenTo: 3));
        Assert.Equal([early], set.Due(Start, Interval, writtenTo: 4));
        Assert.Equal([late], set.Due(Start, Interval, writtenTo: 5));
    }

    private static Running Command(RunningSet set, byte number, long decision)
    {
        var running = set.Add(OpportunityId.Create(Start, [.. new byte[9], number]));
        running.Decision = decision;
        running.Command = new ExecutionCommand(
            running.Id, new PortfolioId("main"), new Epoch(1), StrategyId.Arbitrage, Mint.Sol, [], Lamports.Zero, Lamports.Zero, Lamports.Zero, Lamports.Zero,
            new BasisPoints(0), Start, Start, Mint.Sol);
        return running;
    }
}
