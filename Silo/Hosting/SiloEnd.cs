using Orleans.Runtime;

namespace Orchestrator.Silo.Hosting;

/// <summary>
/// Bounds how long a silo that leaves is neither there nor gone. Grains that call each other in a circle while they are ended wait for each other (Orleans ends an activation only when none of its calls runs,
/// and holds back what comes meanwhile), and with them every caller on another silo, until the host loses its patience. What counts is stored, and was handed over or drained before: what is stuck goes with the silo.
/// </summary>
/// <remarks>Registered right after Orleans' own service, so that it is stopped right before it.</remarks>
internal sealed class SiloEnd(Orleans.Runtime.Silo silo, RunEnd end, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    /// <summary>A silo that ends because it cannot go on ends no better by waiting.</summary>
    private static readonly TimeSpan MostAfterFault = TimeSpan.FromSeconds(1);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(end.Fault is null ? Most : MostAfterFault, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await silo.StopAsync(both.Token);
    }
}
