using Orchestrator.Silo.Configuration;
using Orleans.Configuration;

namespace Orchestrator.Silo.Hosting;

/// <summary>How soon silos notice that one of them is gone, and how long its transactions hold up others. The trade-off is decision 32.</summary>
internal static class ClusterTimings
{
    /// <summary>A transaction of one book takes about a millisecond; what is held longer belongs to a silo that is gone.</summary>
    private static readonly TimeSpan LockTime = TimeSpan.FromSeconds(2);

    public static ISiloBuilder AddClusterTimings(this ISiloBuilder silo, EffectiveSettings settings)
    {
        silo.Configure<SiloOptions>(options =>
        {
            if (settings.TextOrNull("cluster.silo_name") is { } name) options.SiloName = name;
        });
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // Fixed, so that the time until a silo is declared dead does not depend on what was measured while it was well.
            var probe = TimeSpan.FromMilliseconds(settings.Whole("cluster.probe_timeout_ms"));
            (membership.ProbeTimeout, membership.MinProbeTimeout, membership.MaxProbeTimeout) = (probe, probe, probe);
            membership.NumMissedProbesLimit = (int)settings.Whole("cluster.missed_probes");
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            // A cluster that died as a whole is recognised as dead by the age of these.
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
            membership.NumMissedTableIAmAliveLimit = 3;
            membership.MaxJoinAttemptTime = TimeSpan.FromMinutes(1);
        });
        // In one process there is no other silo that could be gone: there a lock held for long means a slow disk, and Orleans' own patience is right.
        return settings.Text("storage.provider") == "embedded" ? silo : silo.Configure<TransactionalStateOptions>(transactions =>
        {
            transactions.LockTimeout = LockTime;
            transactions.LockAcquireTimeout = LockTime;
            transactions.PrepareTimeout = LockTime;
            transactions.RemoteTransactionPingFrequency = TimeSpan.FromMilliseconds(500);
        });
    }
}
