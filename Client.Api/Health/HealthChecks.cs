using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Hosting;

namespace Orchestrator.Client.Api.Health;

/// <summary>Which probe a check belongs to. A host adds its own (store, feed, RPC) with <see cref="Ready"/>.</summary>
public static class HealthTags
{
    /// <summary>Traffic may come: counted by <c>/health/ready</c> and <c>/health/startup</c>.</summary>
    public const string Ready = "ready";

    /// <summary>This process works, whatever the rest does: counted by <c>/health/live</c>.</summary>
    public const string Live = "live";
}

/// <summary>At least one silo is a member in good standing, and says so in time.</summary>
internal sealed class SiloCheck(TradingCluster cluster) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var active = (await cluster.Ask(cluster.Management.GetHosts(onlyActive: true, cancellationToken))).Count;
        return active > 0 ? HealthCheckResult.Healthy($"{active} active") : HealthCheckResult.Unhealthy("no active silo");
    }
}

/// <summary>The orchestrator answers, is ready to trade, and its ticks go on between two looks.</summary>
internal sealed class OrchestratorCheck(TradingCluster cluster, TimeProvider time) : IHealthCheck
{
    /// <summary>200 periods of the loop; in replay and demo the driver ticks faster than that.</summary>
    internal static readonly TimeSpan StillAfter = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private (long Epoch, long Ticks) _seen = (-1, -1);
    private long _movedAt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var pulse = await cluster.Ask(cluster.Orchestrator.Ping());
        if (!pulse.Ready) return HealthCheckResult.Unhealthy($"epoch {pulse.Epoch}: not ready, it reconciles or drains");
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_seen != (pulse.Epoch.Value, pulse.Ticks)) (_seen, _movedAt) = ((pulse.Epoch.Value, pulse.Ticks), now);
            var still = time.GetElapsedTime(_movedAt, now);
            return still < StillAfter
                ? HealthCheckResult.Healthy($"epoch {pulse.Epoch}, tick {pulse.Ticks}")
                : HealthCheckResult.Unhealthy($"epoch {pulse.Epoch}: no tick for {still.TotalSeconds:0.0} s");
        }
    }
}

/// <summary>The process takes no new work once it was told to stop.</summary>
internal sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("stopping") : HealthCheckResult.Healthy());
}

/// <summary>The thread pool takes up work in time: a process whose pool is starved answers probes late and everything else never.</summary>
internal sealed class ThreadPoolCheck(TimeProvider time, Action<Action> queue) : IHealthCheck
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public ThreadPoolCheck(TimeProvider time) : this(time, static work => ThreadPool.UnsafeQueueUserWorkItem(static run => run(), work, preferLocal: false))
    {
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = time.GetTimestamp();
        queue(ran.SetResult);
        try
        {
            await ran.Task.WaitAsync(Patience, time, cancellationToken);
            return HealthCheckResult.Healthy($"{time.GetElapsedTime(queued).TotalMilliseconds:0.0} ms");
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"work waited longer than {Patience.TotalSeconds} s");
        }
    }
}
