using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Hosting;
using Orchestrator.Storage.Faults;
using Orleans;

namespace Orchestrator.Silo.Tests.RealTime;

/// <summary>The store refuses every write for a while, as a full device makes it, and has room again.</summary>
public sealed class FullDeviceTests(ITestOutputHelper output)
{
    /// <summary>More than the ten faults in a row after which Orleans ends an activation.</summary>
    private const int Refused = 40;

    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(10);

    /// <summary>The market's own scan offers something in nearly every slot: what is measured is the store's return, not the wait for an opportunity.</summary>
    [Fact]
    public Task Trading_goes_on_soon_after_there_is_room_again() => FillAndEmpty("scan", more: 3, BackWithin);

    /// <summary>The scanner finds something every few seconds, so that this says that it goes on, and nothing of how soon.</summary>
    [Fact(Explicit = true), Trait("soak", "true")]
    public Task A_session_on_the_feed_that_a_full_device_ended_is_begun_again_and_trades() => FillAndEmpty("grpc", more: 1, TimeSpan.FromSeconds(60));

    [Fact]
    public async Task On_a_full_device_a_halt_holds_status_and_health_name_the_fault_and_with_room_it_is_stored()
    {
        var directory = Directory.CreateTempSubdirectory("orch-test-");
        try
        {
            var device = new Device();
            await using var host = await RunTests.Start(directory.FullName, device, "simulation.feed=scan");
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var health = ActivatorUtilities.CreateInstance<StoreCheck>(host.Services);
            await RunTests.Until(host, status => status.Executed >= 1);
            device.IsFull = true;
            await device.WhenRefused(1).WaitAsync(TimeSpan.FromSeconds(60));

            var answer = await grains.GetGrain<IBrakeGrain>("main").Halt(Guid.CreateVersion7(), "funny prices", "operator:olga");

            Assert.Equal((HaltOutcome.Halted, false, false), (answer.Outcome, answer.Stored, answer.Audited));
            var refusing = await RunTests.Until(host, status => status.StoreFault is not null);
            Assert.Equal("HALTED", refusing.TradingState);
            Assert.StartsWith("store refuses: DiskFull: The device is full.", refusing.StateReason);
            var check = await health.CheckHealthAsync(new HealthCheckContext());
            Assert.Equal(HealthStatus.Unhealthy, check.Status);
            Assert.StartsWith("refuses writes: DiskFull: The device is full.", check.Description);

            device.IsFull = false;
            var stored = await RunTests.Until(host, status => status.StoreFault is null && status.StateReason == "funny prices");
            Assert.Equal("HALTED", stored.TradingState);
            Assert.NotEqual(HealthStatus.Unhealthy, (await health.CheckHealthAsync(new HealthCheckContext())).Status);
            Assert.Equal("funny prices", (await grains.GetGrain<IPortfolioGrain>("main").Book()).Halt?.Detail);
            await host.StopAsync();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task FillAndEmpty(string feed, int more, TimeSpan within)
    {
        var directory = Directory.CreateTempSubdirectory("orch-test-");
        try
        {
            var device = new Device();
            await using var host = await RunTests.Start(directory.FullName, device, $"simulation.feed={feed}");
            await RunTests.Until(host, status => status.Executed >= more);

            device.IsFull = true;
            await device.WhenRefused(Refused).WaitAsync(TimeSpan.FromSeconds(60));
            var before = (await RunTests.Until(host, _ => true)).Executed;
            device.IsFull = false;
            var roomSince = Stopwatch.GetTimestamp();
            await RunTests.Until(host, status => status.Executed >= before + more);

            var took = Stopwatch.GetElapsedTime(roomSince);
            output.WriteLine($"{device.Refusals} writes refused; {more} more executed {took.TotalSeconds:0.0} s after there was room");
            Assert.True(took < within, $"it took {took}");
            Assert.Empty(Conservation.Check(await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IPortfolioGrain>("main").Book()));
            await host.StopAsync();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private sealed class Device : Domain.Execution.IFaultPoints
    {
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _refusals;
        private int _awaited = int.MaxValue;

        public volatile bool IsFull;

        public int Refusals => Volatile.Read(ref _refusals);

        public Task WhenRefused(int times)
        {
            Volatile.Write(ref _awaited, times);
            return _enough.Task;
        }

        public void Reach(string point)
        {
            if (!IsFull || point != StorePoints.SqliteCommitBefore) return;
            if (Interlocked.Increment(ref _refusals) >= Volatile.Read(ref _awaited)) _enough.TrySetResult();
            throw new StoreFaultException(StoreFault.DiskFull, "The device is full.", "Free space on it.");
        }
    }
}
