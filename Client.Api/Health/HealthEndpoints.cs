using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Reading;
using Orchestrator.Client.Api.Wire;

namespace Orchestrator.Client.Api.Health;

/// <param name="Status">healthy, degraded or unhealthy: the worst of the checks.</param>
public sealed record HealthView(string Status, ImmutableArray<HealthCheckView> Checks);

/// <param name="Detail">Never an exception's text, which could show what is not for everyone.</param>
public sealed record HealthCheckView(string Name, string Status, string? Detail, double DurationMs);

/// <summary>Answers of the probes. Each is shared for half a second, because anyone may ask as often as he likes.</summary>
internal sealed class HealthReads
{
    private static readonly TimeSpan Age = TimeSpan.FromMilliseconds(500);

    private volatile bool _started;

    public HealthReads(HealthCheckService checks, TimeProvider time)
    {
        All = new(() => checks.CheckHealthAsync(), Age, time);
        Ready = new(() => checks.CheckHealthAsync(check => check.Tags.Contains(HealthTags.Ready)), Age, time);
        Live = new(() => checks.CheckHealthAsync(check => check.Tags.Contains(HealthTags.Live)), Age, time);
    }

    public SharedRead<HealthReport> All { get; }

    public SharedRead<HealthReport> Ready { get; }

    public SharedRead<HealthReport> Live { get; }

    /// <summary>Ready once is started for good: what goes wrong later is for the other probes to say.</summary>
    public async Task<HealthReport> Startup()
    {
        if (_started) return new HealthReport(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero);
        var report = await Ready.Get();
        if (report.Status == HealthStatus.Healthy) _started = true;
        return report;
    }
}

internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Probe(routes, "/health", "health", "Every check.", reads => reads.All.Get().AsTask());
        Probe(routes, "/health/startup", "health-startup", "Healthy from the first time on that everything was ready.", reads => reads.Startup());
        Probe(routes, "/health/ready", "health-ready", "Whether work may come; false while it drains.", reads => reads.Ready.Get().AsTask());
        Probe(routes, "/health/live", "health-live", "Whether this process works, whatever the cluster does.", reads => reads.Live.Get().AsTask());
    }

    private static void Probe(IEndpointRouteBuilder routes, string path, string name, string summary, Func<HealthReads, Task<HealthReport>> read) =>
        routes.MapGet(path, async (HttpResponse response, HealthReads reads) =>
        {
            var report = await read(reads);
            response.Headers.CacheControl = "no-store";
            response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return ApiJson.Ok(ViewOf(report), ApiJson.Default.HealthView);
        }).Probe().WithName(name).WithSummary(summary).WithTags("health").Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);

    private static HealthView ViewOf(HealthReport report) => new(
        Words.Of(report.Status),
        [.. report.Entries.Select(entry => new HealthCheckView(
            entry.Key, Words.Of(entry.Value.Status), entry.Value.Exception is null ? entry.Value.Description : "the check itself failed: " + entry.Value.Exception.GetType().Name,
            Words.Milliseconds(entry.Value.Duration.TotalSeconds)))]);
}
