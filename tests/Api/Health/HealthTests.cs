using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Api.Tests.World;
using Orchestrator.Client.Api.Health;

namespace Orchestrator.Api.Tests.Health;

/// <summary>Each check fails when what it watches fails.</summary>
public sealed class HealthTests(SharedSilo silo)
{
    private static readonly TimeSpan Shared = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task An_orchestrator_that_is_not_ready_is_not_ready_for_traffic_but_alive()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.Ready = false;

        Assert.Equal("unhealthy", Check(await api.Get("/health"), HttpStatusCode.ServiceUnavailable, "orchestrator"));
        Assert.Equal("unhealthy", Check(await api.Get("/health/ready"), HttpStatusCode.ServiceUnavailable, "orchestrator"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.Get("/health/startup")).Status);
        Assert.Equal("healthy", Check(await api.Get("/health/live"), HttpStatusCode.OK, "thread_pool"));
    }

    [Fact]
    public async Task A_loop_that_stands_still_is_unhealthy_and_one_that_goes_on_again_is_not()
    {
        var time = new FakeTimeProvider();
        await using var api = await ApiHost.Start(silo, services: services => services.AddSingleton<TimeProvider>(time));
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/health/ready")).Status);
        api.Portfolio.TicksGoOn = false;
        time.Advance(Shared);
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/health/ready")).Status);

        time.Advance(OrchestratorCheck.StillAfter);
        Assert.Equal("unhealthy", Check(await api.Get("/health/ready"), HttpStatusCode.ServiceUnavailable, "orchestrator"));

        api.Portfolio.TicksGoOn = true;
        time.Advance(Shared);
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/health/ready")).Status);
    }

    [Fact]
    public async Task An_orchestrator_that_faults_is_unhealthy_without_its_exceptions_words()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.Fault = new InvalidOperationException("words of the inside");

        var answer = await api.Get("/health");

        Assert.Equal("unhealthy", Check(answer, HttpStatusCode.ServiceUnavailable, "orchestrator"));
        Assert.Equal("healthy", Check(answer, HttpStatusCode.ServiceUnavailable, "silo"));
        Assert.DoesNotContain("words of the inside", answer.Body);
    }

    [Fact]
    public async Task Without_a_silo_nothing_is_ready()
    {
        await using var api = await ApiHost.Start(silo, grains: new NoCluster());

        var answer = await api.Get("/health/ready");

        Assert.Equal("unhealthy", Check(answer, HttpStatusCode.ServiceUnavailable, "silo"));
        Assert.Equal("unhealthy", Check(answer, HttpStatusCode.ServiceUnavailable, "orchestrator"));
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/health/live")).Status);
    }

    [Fact]
    public async Task A_check_of_the_host_counts_where_it_is_tagged()
    {
        await using var api = await ApiHost.Start(
            silo, services: services => services.AddHealthChecks().AddCheck("store", () => HealthCheckResult.Unhealthy("settings unsafe"), [HealthTags.Ready]));

        Assert.Equal("unhealthy", Check(await api.Get("/health/ready"), HttpStatusCode.ServiceUnavailable, "store"));
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/health/live")).Status);
    }

    [Fact]
    public async Task A_process_that_was_told_to_stop_is_not_ready()
    {
        await using var api = await ApiHost.Start(silo);
        var check = ActivatorUtilities.CreateInstance<StoppingCheck>(api.Services, new Stopping());

        Assert.Equal(HealthStatus.Unhealthy, (await check.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    [Fact]
    public async Task A_start_that_was_reached_stays_reached()
    {
        var time = new FakeTimeProvider();
        await using var api = await ApiHost.Start(silo, services: services => services.AddSingleton<TimeProvider>(time));
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/health/startup")).Status);

        api.Portfolio.Ready = false;
        time.Advance(Shared);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.Get("/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/health/startup")).Status);
    }

    [Fact]
    public async Task A_starved_thread_pool_is_unhealthy()
    {
        var time = new FakeTimeProvider();
        var check = new ThreadPoolCheck(time, static _ => { /* a pool that never gets to it */ });

        var result = check.CheckHealthAsync(new HealthCheckContext());
        time.Advance(ThreadPoolCheck.Patience);

        Assert.Equal(HealthStatus.Unhealthy, (await result).Status);
    }

    private static string? Check(Answer answer, HttpStatusCode status, string name)
    {
        Assert.Equal(status, answer.Status);
        return answer.Json.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == name).GetProperty("status").GetString();
    }

    private sealed class Stopping : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping { get; } = new(canceled: true);

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => throw new NotSupportedException();
    }
}
