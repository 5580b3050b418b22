using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;
using Orchestrator.Storage.Journals;
using Orchestrator.Storage.Judgement;
using Orchestrator.Storage.Records;
using Orchestrator.Storage.Sealing;
using Orchestrator.Storage.Transactions;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Storage.Tests.Conformance;

/// <summary>A store of one kind with its data, which can be opened, closed and damaged.</summary>
internal abstract class TestStore(string? directory) : IAsyncDisposable
{
    public string Directory { get; } = directory ?? System.IO.Directory.CreateTempSubdirectory("orch-store-").FullName;

    public JournalLimits Journal { get; set; } = new();

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Opens the store as a process of its own would.</summary>
    public async Task<OpenedStore> Open(IFaultPoints? faults = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        // Never started: it brings the codecs of grain references, which a participant of a transaction holds.
        services.AddOrleansClient(client => client.UseLocalhostClustering());
        services.AddSingleton(Clock);
        services.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = ("tests", "tests"));
        services.AddSingleton(faults ?? NoFaultPoints.Instance);
        Register(services);
        var provider = services.BuildServiceProvider();
        try
        {
            return await OpenedStore.Start(provider);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    /// <summary>Changes one byte of the stored transactional state of a grain.</summary>
    public abstract Task DamageTransaction(string grain);

    /// <summary>Changes one byte of the stored state of a grain.</summary>
    public abstract Task DamageGrain(string grain);

    /// <summary>Deletes everything the store holds, and nothing of what is known of it outside.</summary>
    public abstract Task Empty();

    /// <summary>Puts the data back to what it is now, when the returned action runs.</summary>
    public abstract Task<Func<Task>> Snapshot();

    public virtual ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    protected abstract void Register(IServiceCollection services);
}

internal sealed class OpenedStore : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    private OpenedStore(ServiceProvider provider) => _provider = provider;

    public IJournals Journals => _provider.GetRequiredService<IJournals>();

    public IHeads Heads => _provider.GetRequiredService<IHeads>();

    public IStoreJudge Judge => _provider.GetRequiredService<IStoreJudge>();

    public IStore Store => _provider.GetRequiredService<IStore>();

    public IOuterHead OuterHead => _provider.GetRequiredService<IOuterHead>();

    public IFencedRecords Records => _provider.GetRequiredService<IFencedRecords>();

    public IGrainStorage Grains => _provider.GetRequiredKeyedService<IGrainStorage>(StoreNames.Grains);

    public static async Task<OpenedStore> Start(ServiceProvider provider)
    {
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        foreach (var participant in provider.GetServices<ILifecycleParticipant<ISiloLifecycle>>()) participant.Participate(lifecycle);
        await lifecycle.OnStart(CancellationToken.None);
        return new OpenedStore(provider);
    }

    public ITransactionalStateStorage<Book> Transactions(string grain = "book/1") => new FencedTransactionalState<Book>(
        Records, _provider.GetRequiredService<StateSerializer>(), FencedTransactionalStateFactory.Key(GrainId.Parse(grain), "book"));

    public async ValueTask DisposeAsync() => await _provider.DisposeAsync();
}
