using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Lending;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Clock;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Feeds;
using Orchestrator.Silo.Starting;
using Orchestrator.Solana.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Silo.Live;

/// <summary>Shadow and live: the same grains, and ports that reach the real chain.</summary>
internal static class LiveTrading
{
    public static bool IsMode(string mode) => mode is "shadow" or "live";

    public static IServiceCollection AddLivePorts(this IServiceCollection services, EffectiveSettings settings, LivePorts ports)
    {
        var isLive = settings.Text("orchestrator.mode") == "live";
        // By a factory, so that the container closes them with the host.
        services.AddSingleton(_ => ports);
        services.AddSingleton<IChain>(_ => new LiveChain(
            ports.Rpc, ports.Jito, settings.Switch("execution.also_by_node"), sends: isLive, ports.Wallet, ports.Board, TimeProvider.System));
        services.AddSingleton<IExecutionPlanner>(provider =>
        {
            var (planner, clock) = (new LivePlanner(ports.Rpc, ports.Terms(settings), ports.Board, ports.Jupiter), provider.GetRequiredService<TradingClock>());
            return isLive
                ? new LeasedPlanner(planner, provider.GetRequiredService<IGrainFactory>(), clock)
                : new ShadowPlanner(planner, new MessageEffects(ports.Rpc, ports.Wallet), settings.Text("storage.data_directory"), clock, provider.GetRequiredService<ILogger<ShadowPlanner>>());
        });
        services.AddSingleton(_ => isLive ? ports.Signer : new ShadowSigner(ports.Signer));
        ImmutableArray<PublicKey> reserves = [.. ports.Policy.Reserves.Select(reserve => reserve.Reserve)];
        services.AddSingleton<IExitMarket>(_ => new LiveExitMarket(ports.Rpc, reserves));
        services.AddSingleton<ILendingMarket>(_ => new LiveLendingMarket(ports.Rpc, reserves));
        services.AddSingleton<ILaunchResearch>(_ => WitnessedResearch.Of(ports.Rpc, SolReserves.SaveMainPool, TimeProvider.System));
        services.AddSingleton<WalletBalances>();
        services.AddSingleton<Reconciliation>();
        return services;
    }

    public static IServiceCollection AddLiveStart(this IServiceCollection services, EffectiveSettings settings)
    {
        services.AddSingleton<IStartStep, RecordsStep>();
        services.AddSingleton<IStartStep, PreflightStep>();
        services.AddSingleton<IStartStep, WalletFundingStep>();
        services.AddSingleton<IStartStep, TakeOverStep>();
        services.AddSingleton<IStartStep, ReconcileStep>();
        services.AddHostedService<StartSequence>();
        services.AddHostedService<ChainPulse>();
        if (FeedPlan.Of(settings) is { } plan) services.AddFeed(plan);
        services.AddHostedService<Reconciler>();
        if (settings.Text("orchestrator.mode") == "live") services.AddHostedService<LeaseKeeper>();
        return services;
    }
}
