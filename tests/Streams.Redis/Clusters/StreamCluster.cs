using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Telemetry;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.TestingHost;

namespace Orchestrator.Streams.Redis.Tests.Clusters;

/// <summary>Silos of this process with the provider under test, a client, and what their consumers heard.</summary>
public sealed class StreamCluster : IAsyncDisposable
{
    public const string Provider = "streams";

    private readonly InProcessTestCluster _cluster;

    private StreamCluster(InProcessTestCluster cluster, Recorder recorder) => (_cluster, Recorder) = (cluster, recorder);

    public Recorder Recorder { get; }

    public IGrainFactory Grains => _cluster.Client;

    public int Silos => _cluster.Silos.Count;

    /// <param name="silo">Adds the provider to a silo.</param>
    /// <param name="client">Adds it to the client; null when only silos have it.</param>
    /// <param name="answer">How long a grain may take to answer; five seconds unless told.</param>
    internal static async Task<StreamCluster> Launch(int silos, Action<ISiloBuilder> silo, Action<IClientBuilder>? client, TimeSpan? answer = null)
    {
        var recorder = new Recorder();
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSilo((_, host) =>
        {
            host.AddMemoryGrainStorage("PubSubStore");
            host.Services.AddSingleton(recorder);
            host.Configure<ClusterMembershipOptions>(membership =>
            {
                (membership.ProbeTimeout, membership.NumMissedProbesLimit, membership.NumVotesForDeathDeclaration) = (TimeSpan.FromMilliseconds(500), 2, 1);
                (membership.TableRefreshTimeout, membership.IAmAliveTablePublishTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            });
            host.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = answer ?? TimeSpan.FromSeconds(5));
            host.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.None));
            silo(host);
        });
        builder.ConfigureClient(host => client?.Invoke(host));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new StreamCluster(cluster, recorder);
    }

    public IAsyncStream<string> Stream(string space, string key, int silo = -1) =>
        (silo < 0 ? _cluster.Client.ServiceProvider : _cluster.Silos[silo].ServiceProvider)
            .GetRequiredKeyedService<IStreamProvider>(Provider).GetStream<string>(StreamId.Create(space, key));

    public StreamsHealth Health(int silo) => _cluster.Silos[silo].ServiceProvider.GetRequiredKeyedService<StreamsHealth>(Provider);

    public IMeterFactory Meters(int silo) => _cluster.Silos[silo].ServiceProvider.GetRequiredService<IMeterFactory>();

    public Task Kill(int silo) => _cluster.KillSiloAsync(_cluster.Silos[silo]);

    public Task Stop(int silo) => _cluster.StopSiloAsync(_cluster.Silos[silo]);

    public Task StartOneMore() => _cluster.StartAdditionalSiloAsync();

    public Task Deactivate(IGrain grain) => _cluster.DeactivateAsync(grain);

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
