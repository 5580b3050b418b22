using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Portfolio;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Decisions;

public sealed class RehearsalTests
{
    private const string Book = "main";

    [Fact]
    public async Task What_is_rehearsed_before_the_first_decision_reaches_the_book_and_leaves_no_trace()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await cluster.Fund(Book);
        var before = await cluster.Portfolio(Book).Book();
        var counted = new List<string>();
        // Other clusters of this process count as well.
        var factory = cluster.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, hears) =>
        {
            if (!ReferenceEquals(instrument.Meter.Scope, factory)) return;
            if (instrument is { Meter.Name: OrchestratorMetrics.MeterName } or { Meter.Name: CapitalMetrics.MeterName, Name: "orchestrator.capital.older_epochs" })
                hears.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => { lock (counted) counted.Add(instrument.Name); });
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => { lock (counted) counted.Add(instrument.Name); });
        listener.Start();

        // The first call activates it: it takes over, rehearses, and only then answers.
        var status = await cluster.Grains.GetGrain<IOrchestratorGrain>(Book).Status();

        string[] reached;
        lock (cluster.Faults.Reached) reached = [.. cluster.Faults.Reached];
        Assert.Single(reached, "book.commit.after:reserve");
        Assert.DoesNotContain("command.publish.before", reached);
        var book = await cluster.Portfolio(Book).Book();
        Assert.Equal(status.Epoch, book.Epoch);
        Assert.True(before.Assets.SequenceEqual(book.Assets));
        Assert.Empty(book.Reservations);
        Assert.Empty(book.Settled);
        Assert.Empty(book.Touches);
        Assert.Equal((0L, 0L, 0L), (status.Received, status.Executed, status.Rejected));
        Assert.Empty(cluster.Journal.Records);
        Assert.Equal(0, cluster.Barrier.UnderWay);
        lock (counted) Assert.Empty(counted);
    }
}
