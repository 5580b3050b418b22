using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;
using Orchestrator.Storage.Journals;
using Orchestrator.Storage.Judgement;
using Orchestrator.Storage.Records;
using Orchestrator.Storage.Sealing;
using Orchestrator.Storage.Telemetry;
using Orchestrator.Storage.Transactions;
using Orleans;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Metadata;
using Orleans.Persistence;
using Orleans.Runtime.Hosting;
using Orleans.Transactions.Abstractions;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

public static class RedisStoreHostingExtensions
{
    /// <summary>The store on Redis, with Orleans' own clustering and reminders on the same connection.</summary>
    public static ISiloBuilder AddRedisStore(this ISiloBuilder silo, RedisStoreOptions options)
    {
        silo.Services.AddRedisStore(options);
        silo.UseRedisClustering(_ => { });
        silo.UseRedisReminderService(_ => { });
        silo.Services.AddOptions<RedisClusteringOptions>().Configure<RedisConnection>((clustering, connection) =>
        {
            clustering.ConfigurationOptions = options.ToClientOptions();
            clustering.CreateMultiplexer = async _ => (await connection.Get(), true);
        });
        silo.Services.AddOptions<RedisReminderTableOptions>().Configure<RedisConnection>((reminders, connection) =>
        {
            reminders.ConfigurationOptions = options.ToClientOptions();
            reminders.CreateMultiplexer = async _ => (await connection.Get(), true);
        });
        if (options.DirectoryGrains.Count > 0) silo.AddDirectory(options);
        return silo;
    }

    private static void AddDirectory(this ISiloBuilder silo, RedisStoreOptions options)
    {
        silo.AddRedisGrainDirectory(StoreNames.Directory, (OptionsBuilder<RedisGrainDirectoryOptions> directory) =>
            directory.Configure<RedisConnection>((each, connection) =>
            {
                each.ConfigurationOptions = options.ToClientOptions();
                each.CreateMultiplexer = async _ => (await connection.Get(), true);
            }));
        silo.Services.AddSingleton<IGrainPropertiesProvider>(new DirectoryChoice(options.DirectoryGrains));
    }

    /// <summary>Grain storage, transactional state, journals, heads and judgement; the store opens with its first use.</summary>
    /// <exception cref="StoreFaultException">From the first use, when the store may not be opened.</exception>
    public static IServiceCollection AddRedisStore(this IServiceCollection services, RedisStoreOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IConfigurationValidator, RedisStoreOptionsValidator>();
        services.TryAddSingleton<IFaultPoints>(NoFaultPoints.Instance);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StoreTrouble>().AddSingleton<StateSerializer>();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<RedisStore>();
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<RedisStore>());
        services.AddSingleton<IOuterHead>(provider => provider.GetRequiredService<RedisStore>());
        services.AddMetrics().AddSingleton<StoreMetrics>().AddSingleton<RedisRecords>();
        services.AddSingleton<IFencedRecords>(provider => new WatchedRecords(
            new MeasuredRecords(provider.GetRequiredService<RedisRecords>(), provider.GetRequiredService<StoreMetrics>(), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<StoreTrouble>()));
        services.AddSingleton<IJournals, RedisJournals>();
        services.AddSingleton<IHeads, RedisHeads>();
        services.AddSingleton<IStoreJudge, RedisJudge>();
        services.AddKeyedSingleton<ITransactionalStateStorageFactory, FencedTransactionalStateFactory>(StoreNames.Transactions);
        foreach (var name in (ReadOnlySpan<string>)[StoreNames.Grains, StoreNames.PubSub]) services.AddRedisGrains(name, options);
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, StoreGate>();
        return services;
    }

    /// <summary>The connection of the store, for whoever shares its server. The store owns and closes it.</summary>
    /// <exception cref="StoreFaultException"><see cref="StoreFault.StoreUnreachable"/>; the next call tries again.</exception>
    public static Task<IConnectionMultiplexer> RedisOfStore(this IServiceProvider services) => services.GetRequiredService<RedisConnection>().Get();

    private static void AddRedisGrains(this IServiceCollection services, string name, RedisStoreOptions options)
    {
        services.AddOptions<RedisStorageOptions>(name).Configure<RedisConnection, StateSerializer>((storage, connection, serializer) =>
        {
            storage.ConfigurationOptions = options.ToClientOptions();
            storage.CreateMultiplexer = async _ => (await connection.Get(), true);
            storage.GrainStorageSerializer = serializer;
        });
        services.AddGrainStorage(name, (provider, key) => new RedisGrains(
            ActivatorUtilities.CreateInstance<RedisGrainStorage>(provider, key, provider.GetRequiredService<StateSerializer>(),
                provider.GetRequiredService<IOptionsMonitor<RedisStorageOptions>>().Get(key)),
            provider.GetRequiredService<RedisStore>(), provider.GetRequiredService<IFaultPoints>()));
    }
}
