using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;
using Orchestrator.Storage.Journals;
using Orchestrator.Storage.Judgement;
using Orchestrator.Storage.Records;
using Orchestrator.Storage.Sealing;
using Orchestrator.Storage.Telemetry;
using Orchestrator.Storage.Transactions;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Storage.Sqlite;

public static class EmbeddedStoreHostingExtensions
{
    /// <summary>The store in the process, and all else that one process needs: localhost clustering and reminders in memory.</summary>
    public static ISiloBuilder AddEmbeddedStore(this ISiloBuilder silo, EmbeddedStoreOptions options)
    {
        silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort);
        silo.UseInMemoryReminderService();
        silo.Services.AddEmbeddedStore(options);
        return silo;
    }

    /// <summary>Grain storage, transactional state, journals, heads and judgement; the store opens with its first use.</summary>
    /// <exception cref="StoreFaultException">From the first use, when the store may not be opened.</exception>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services, EmbeddedStoreOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IConfigurationValidator, EmbeddedStoreOptionsValidator>();
        services.TryAddSingleton<IFaultPoints>(NoFaultPoints.Instance);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StoreTrouble>().AddSingleton<StateSerializer>();
        services.AddSingleton(provider => SqliteStore.Open(options, provider.GetRequiredService<IFaultPoints>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteStore>>()));
        services.AddMetrics().AddSingleton<StoreMetrics>().AddSingleton<SqliteRecords>();
        services.AddSingleton<IFencedRecords>(provider => new WatchedRecords(
            new MeasuredRecords(provider.GetRequiredService<SqliteRecords>(), provider.GetRequiredService<StoreMetrics>(), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<StoreTrouble>()));
        services.AddSingleton<IJournals, SqliteJournals>();
        services.AddSingleton<IHeads, SqliteHeads>();
        services.AddSingleton<IStoreJudge, SqliteJudge>();
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().OuterHead);
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddKeyedSingleton<ITransactionalStateStorageFactory, FencedTransactionalStateFactory>(StoreNames.Transactions);
        foreach (var name in (ReadOnlySpan<string>)[StoreNames.Grains, StoreNames.PubSub])
            services.AddGrainStorage(name, (provider, key) => new FencedGrainStorage(
                provider.GetRequiredService<IFencedRecords>(), provider.GetRequiredService<StateSerializer>(),
                provider.GetRequiredService<IActivatorProvider>(), key));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, StoreGate>();
        return services;
    }
}
