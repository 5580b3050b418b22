using OpenTelemetry.Metrics;
using Orchestrator.Client.Api.Access;

namespace Orchestrator.Client.Api.Telemetry;

/// <summary>Every meter of the system, for Prometheus to fetch.</summary>
internal static class TelemetryServices
{
    public const string Path = "/metrics";

    /// <summary>Seconds. The default buckets begin where a decision must long be over.</summary>
    internal static readonly double[] SecondsBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120];

    private static readonly string[] Meters =
        ["orchestrator.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<PortfolioMetrics>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(Meters)
            .AddView(instrument => instrument.Unit == "s" && IsHistogram(instrument.GetType())
                ? new ExplicitBucketHistogramConfiguration { Boundaries = SecondsBuckets, CardinalityLimit = SeriesMax }
                : new MetricStreamConfiguration { CardinalityLimit = SeriesMax })
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 500));
    }

    /// <summary>
    /// Series of one instrument. The exporter reserves room for all of them at once: with its default of 2,000 and some two hundred
    /// instruments that alone is 100 MB.
    /// </summary>
    private const int SeriesMax = 200;

    public static void Map(WebApplication app)
    {
        // Observed when it is created: a gauge that nobody made is not on the page.
        var portfolio = app.Services.GetRequiredService<PortfolioMetrics>();
        app.UseWhen(http => http.Request.Path == Path, branch => branch.Use(async (http, next) =>
        {
            await portfolio.Refresh();
            await next(http);
        }));
        app.MapPrometheusScrapingEndpoint(Path).For(ApiRole.Viewer);
    }

    private static bool IsHistogram(Type instrument) =>
        instrument.IsGenericType && instrument.GetGenericTypeDefinition() == typeof(System.Diagnostics.Metrics.Histogram<>);
}
