using Orchestrator.Silo.Configuration;
using Orchestrator.Storage.Journals;
using Orchestrator.Storage.Redis;
using Orchestrator.Storage.Sqlite;

namespace Orchestrator.Silo.Hosting;

/// <summary>Chooses the store, and keeps the state of one mode apart from that of every other.</summary>
internal static class StoreSelection
{
    /// <summary>There is one of each, and everything waits for it: it must not end because another silo did.</summary>
    private static readonly string[] Singletons = ["orchestrator", "portfolio"];

    public static string ServiceIdOf(EffectiveSettings settings) => $"{settings.Text("storage.key_prefix")}-{settings.Text("orchestrator.mode")}";

    /// <summary>Paper state never meets live state: a directory and a prefix of its own for each mode.</summary>
    public static string DirectoryOf(EffectiveSettings settings) =>
        Path.Combine(settings.Text("storage.data_directory"), settings.Text("orchestrator.mode"));

    /// <param name="market">The clock that dates what the journal keeps.</param>
    public static ISiloBuilder AddStore(this ISiloBuilder silo, EffectiveSettings settings, TimeProvider market)
    {
        var (siloPort, gatewayPort) = ((int)settings.Whole("cluster.silo_port"), (int)settings.Whole("cluster.gateway_port"));
        var journal = new JournalLimits
        {
            RecordsMax = settings.Whole("storage.journal_retention_records"),
            AgeMax = TimeSpan.FromDays(settings.Whole("storage.journal_retention_days")),
            Clock = market,
        };
        if (settings.Text("storage.provider") == "embedded")
            return silo.AddEmbeddedStore(new EmbeddedStoreOptions
            {
                DataDirectory = DirectoryOf(settings), Journal = journal, SiloPort = siloPort, GatewayPort = gatewayPort,
            });

        var password = settings.TextOrNull("storage.redis_password");
        silo.ConfigureEndpoints(ClusterAddress.Of(settings), siloPort, gatewayPort);
        return silo.AddRedisStore(new RedisStoreOptions
        {
            Connection = settings.Text("storage.redis") + (password is null ? "" : ",password=" + password),
            HeadDirectory = DirectoryOf(settings),
            DirectoryGrains = Singletons,
            Journal = journal,
        });
    }
}
