namespace Orchestrator.Grains.Tests.Clusters;

/// <summary>One cluster for the tests of a class; each test has keys of its own.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    public TradingCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await TradingCluster.Launch();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
