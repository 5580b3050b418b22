using Orchestrator.Benchmarks.Decisions;
using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Reads;

/// <summary>Status reads over HTTP beside a loop that trades, and what they do to its decisions; clients and server share the machine and this process.</summary>
internal static class ReadLoad
{
    private const int Connections = 16, OfferedPerSecond = 100, ExecutableOneIn = 10, ReadsPerSecond = 5_500, Spans = 4;
    private const double GoalPerSecond = 5_000, GoalP99 = 10;

    public static async Task Run(Report report, TimeSpan duration)
    {
        using var probe = new LoopProbe();
        await using var system = await TradingSystem.Start("embedded");
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections })
        {
            BaseAddress = new Uri(system.Host.Urls.Single()),
        };
        var offering = new Offering(system, probe);
        await WarmUp.Of(span => Task.WhenAll(Trade(span), Callers.Paced(Connections, ReadsPerSecond, span, Read)));
        var rates = new List<double>();
        var (alone, beside) = await ByTurns.Of(probe, Spans * duration, Trade, async span =>
        {
            var reading = Callers.Paced(Connections, ReadsPerSecond, span, Read);
            await Trade(span);
            rates.Add(await reading);
        });
        var rate = rates.Average();
        report.Add(new(
            "cached reads", $"GET /api/v1/status, {Connections} connections, {ReadsPerSecond}/s asked, {OfferedPerSecond} opportunities/s beside", $"{rate:0}/s",
            null, null, $"≥ {GoalPerSecond:0}/s", rate >= GoalPerSecond));
        report.Add(new(
            "cached reads", "decision p99 beside them, by turns", $"{Times.Show(beside.P99)} (p50 {Times.Show(beside.P50)}, n {beside.Count})",
            $"without reads {Times.Show(alone.P99)} (p50 {Times.Show(alone.P50)}, n {alone.Count})", $"{beside.P99 / alone.P99:0.0}×", $"< {GoalP99:0} ms", beside.P99 < GoalP99));
        var flatOut = Trade(duration * 1.3 + TimeSpan.FromSeconds(1));
        probe.Clear();
        var most = await Callers.Rate(Connections, duration, _ => Read);
        var starved = probe.Times();
        await flatOut;
        report.Note($"Reads flat out, {Connections} connections: {most:0}/s; decisions beside them {starved}. `api.requests_per_second` (500 for each key by default) keeps a caller from that.");

        Task<double> Trade(TimeSpan span) => offering.Mixed(OfferedPerSecond, ExecutableOneIn, span);

        async Task Read()
        {
            using var answer = await http.GetAsync("/api/v1/status");
            answer.EnsureSuccessStatusCode();
        }
    }
}
