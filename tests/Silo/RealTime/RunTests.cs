using System.Collections;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Hosting;
using Orchestrator.Solana.Simulation;
using Orleans;

namespace Orchestrator.Silo.Tests.RealTime;

/// <summary>The process as <c>orch run</c> starts it: timers, feed and drain by the clock on the wall.</summary>
public sealed class RunTests(ITestOutputHelper output)
{
    [Fact]
    public async Task It_trades_by_itself_drains_and_goes_on_after_a_restart()
    {
        var directory = Directory.CreateTempSubdirectory("orch-test-");
        try
        {
            Epoch first;
            Lamports total;
            await using (var host = await Start(directory.FullName))
            {
                var status = await Until(host, status => status.Executed >= 3);
                output.WriteLine($"{status.Received} received, {status.Executed} executed, p99 {status.DecisionP99 * 1000:0.0} ms, late p99 {status.TickLatenessP99 * 1000:0.0} ms");
                first = status.Epoch;
                using var http = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
                Assert.Contains("\"executed\"", await http.GetStringAsync("/api/v1/status"), StringComparison.Ordinal);
                Assert.Contains("orchestrator_decision_duration_seconds", await http.GetStringAsync("/metrics"), StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
                Assert.Contains("5 partitions, ", await http.GetStringAsync("/health"), StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/cluster")).StatusCode);
                await host.StopAsync();
            }

            await using (var host = await Start(directory.FullName))
            {
                var status = await Until(host, status => status.Executed >= 1);
                Assert.True(status.Epoch > first);
                var book = await Book(host).Book();
                Assert.Empty(Conservation.Check(book));
                total = book.Equity();
                await host.StopAsync();
            }

            Assert.True(total > Lamports.Zero);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    internal static async Task<OrchestratorStatus> Until(WebApplication host, Func<OrchestratorStatus, bool> enough)
    {
        var orchestrator = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IOrchestratorGrain>("main");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        OrchestratorStatus? last = null;
        try
        {
            while (await timer.WaitForNextTickAsync(patience.Token))
            {
                last = await orchestrator.Status();
                if (enough(last)) return last;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Not seen within 60 s; last: {last}; {string.Join(", ", last?.Reasons ?? [])}");
        }

        throw new InvalidOperationException("The timer ended.");
    }

    private static IPortfolioGrain Book(WebApplication host) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<IPortfolioGrain>("main");

    internal static async Task<WebApplication> Start(string directory, Domain.Execution.IFaultPoints? faults = null, params string[] more)
    {
        // Slots of 20 ms: the market runs twenty times as fast, so many trades come too late and lose. A run of five losses rightly
        // pauses the strategy, also over a restart; that is another test's matter, so the breaker stands at its ceiling here.
        var settings = SettingsLoader.Merge("", "t.toml", new Hashtable(),
        [
            "simulation.seed=3", "simulation.slot_ms=20", "breakers.consecutive_losses=50", $"storage.data_directory={directory}",
            "api.address=http://127.0.0.1:0", $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}", .. more,
        ]).Settings!;
        var host = TradingHost.Build(new TradingHostOptions { Settings = settings, ConsoleLog = false, Faults = faults });
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            // What it holds, a test starts again with.
            await host.DisposeAsync();
            throw;
        }
    }
}
