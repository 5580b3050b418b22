using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Client.Api.Telemetry;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Execution;
using Orchestrator.Grains.Feed;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Benchmarks.Memory;

/// <summary>What metrics hold in memory after everything that a day records was recorded and fetched, through the exporter that the API uses.</summary>
internal static class MetricsMemory
{
    private const double GoalMegabytes = 100;

    /// <summary>Of one day: ticks of 10 ms, slots, decisions at ten a second, and fetches every fifteen seconds.</summary>
    private const int Ticks = 8_640_000, Slots = 216_000, Decisions = 864_000, Fetches = 5_760;

    public static async Task Run(Report report, TimeSpan duration)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        TelemetryServices.Add(builder.Services);
        await using var app = builder.Build();
        app.MapPrometheusScrapingEndpoint(TelemetryServices.Path);
        await app.StartAsync();
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        var (loop, sagas, feed) = (new OrchestratorMetrics(meters), new SagaMetrics(meters), new FeedMetrics(meters));
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        string[] reasons = [.. Enumerable.Range(1, 12).Select(check => $"check_{check}"), "executed", "expired", "shed"];
        var page = "";
        var (first, tally) = (0L, FeedTally.Empty);
        for (var fetch = 0; fetch < Fetches; fetch++)
        {
            for (var tick = 0; tick < Ticks / Fetches; tick++) loop.Late(tick % 100 / 10_000.0);
            for (var decision = 0; decision < Decisions / Fetches; decision++)
            {
                loop.Decided((DecisionOutcome)(decision % 5), reasons[decision % reasons.Length]);
                loop.Commanded(decision % 50 / 10_000.0);
                sagas.Ended((ExecutionOutcome)(decision % 4));
                sagas.Stage("plan", TimeSpan.FromMilliseconds(decision % 30));
            }

            for (var slot = 0; slot < Slots / Fetches; slot++)
            {
                var next = tally with { Received = tally.Received + 100, Filtered = tally.Filtered + 90, Opportunities = tally.Opportunities + 1 };
                feed.Progressed("main", tally, next);
                tally = next;
            }

            page = await http.GetStringAsync(TelemetryServices.Path);
            if (fetch == 0) first = GC.GetTotalMemory(forceFullCollection: true);
        }

        var held = GC.GetTotalMemory(forceFullCollection: true);
        report.Add(new(
            "metrics", $"memory of metrics after a day's worth: {Ticks:#,0} ticks, {Slots:#,0} slots, {Decisions:#,0} decisions, {Fetches:#,0} fetches of {page.Length / 1e3:0} kB",
            $"{(held - before) / 1e6:0.0} MB, exporter and its web server included", $"{(first - before) / 1e6:0.0} MB after the first fetch", null, $"≤ {GoalMegabytes:0} MB a day", (held - before) / 1e6 <= GoalMegabytes));
        report.Note("Instruments and labels are fixed in number and bounded to 200 series each, so that a day adds nothing to what the first fetch holds.");
    }
}
