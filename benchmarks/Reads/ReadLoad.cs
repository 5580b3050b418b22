using Orchestrator.Benchmarks.Decisions;
using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Reads;

/// <summary>Status reads over HTTP beside a loop that trades; clients and server share the machine and this process.</summary>
internal static class ReadLoad
{
    private const int Connections = 16, OfferedPerSecond = 100;
    private const double GoalPerSecond = 5_000;

    public static async Task Run(Report report, TimeSpan duration)
    {
        using var probe = new LoopProbe();
        await using var system = await TradingSystem.Start("embedded");
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections })
        {
            BaseAddress = new Uri(system.Host.Urls.Single()),
        };
        var offering = new Offering(system, probe);
        // Longer than the reads and their warm-up: the loop never rests while they run.
        var trading = offering.AtRate(OfferedPerSecond, duration * 1.3 + TimeSpan.FromSeconds(2), "main");
        probe.Clear();
        var rate = await Callers.Rate(Connections, duration, _ => async () =>
        {
            using var answer = await http.GetAsync("/api/v1/status");
            answer.EnsureSuccessStatusCode();
        });
        var decided = probe.Times();
        await trading;
        report.Add(new(
            "cached reads", $"GET /api/v1/status, {Connections} connections, {OfferedPerSecond} opportunities/s beside", $"{rate:0}/s",
            $"decision {decided}", null, $"≥ {GoalPerSecond:0}/s", rate >= GoalPerSecond));
    }
}
