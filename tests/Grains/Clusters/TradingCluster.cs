using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Exits;
using Orchestrator.Grains.Feed;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Grains.Journal;
using Orchestrator.Grains.Portfolio;
using Orchestrator.Grains.Sniping;
using Orchestrator.Grains.Strategy;
using Orchestrator.Grains.Tests.Exits;
using Orchestrator.Grains.Tests.Feed;
using Orchestrator.Grains.Tests.Sniping;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Orchestrator.Grains.Tests.Clusters;

/// <summary>One silo with the real grains, Orleans' own streams and transactions, and scripted ports.</summary>
public sealed class TradingCluster : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    public static readonly Mint Bonk = new("DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263");

    private readonly InProcessTestCluster cluster;
    private long ids;

    private TradingCluster(InProcessTestCluster cluster, MemoryStore store)
    {
        this.cluster = cluster;
        Store = store;
    }

    public FakeTimeProvider Time { get; private init; } = null!;

    public MemoryStore Store { get; }

    public ScriptedChain Chain { get; private init; } = null!;

    public ScriptedPlanner Planner { get; private init; } = null!;

    public ScriptedSigner Signer { get; private init; } = null!;

    public ScriptedAnchor Anchor { get; private init; } = null!;

    public ScriptedFaults Faults { get; private init; } = null!;

    public ScriptedSettings Settings { get; private init; } = null!;

    public ScriptedResearch Research { get; private init; } = null!;

    public ScriptedSniper Sniper { get; private init; } = null!;

    public ScriptedExits Exits { get; private init; } = null!;

    public ScriptedFeed Feed { get; private init; } = null!;

    public ScriptedJournal Journal { get; private init; } = null!;

    public CountingWorkBarrier Barrier { get; private init; } = null!;

    public IGrainFactory Grains => cluster.Client;

    public IClusterClient Client => cluster.Client;

    public ChannelPublisher Publisher => cluster.Silos[0].ServiceProvider.GetRequiredService<ChannelPublisher>();

    public IEnumerable<SiloAddress> Addresses => cluster.Silos.Select(silo => silo.SiloAddress);

    public IServiceProvider Services => cluster.Silos[0].ServiceProvider;

    /// <param name="orchestrated">The orchestrator is there too, in event time; without it the test has every epoch to itself.</param>
    /// <param name="silos">More than one share the store and the scripted ports.</param>
    /// <param name="more">What a silo has besides, or instead.</param>
    public static async Task<TradingCluster> Launch(MemoryStore? store = null, bool orchestrated = false, short silos = 1, Action<IServiceCollection>? more = null)
    {
        store ??= new MemoryStore();
        var chain = new ScriptedChain();
        var (time, faults, settings, barrier) = (new FakeTimeProvider(Start), new ScriptedFaults(), new ScriptedSettings(), new CountingWorkBarrier());
        var (planner, signer, anchor) = (new ScriptedPlanner(chain), new ScriptedSigner(), new ScriptedAnchor());
        var (research, sniper, journal, feed) = (new ScriptedResearch(), new ScriptedSniper(), new ScriptedJournal(), new ScriptedFeed());
        var exits = new ScriptedExits();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseTransactions();
            foreach (var provider in (string[])[ChannelNames.Provider, ChannelNames.ToldProvider])
                silo.AddMemoryStreams(provider, streams => streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(5))));
            foreach (var name in (ReadOnlySpan<string>)[StateNames.Grains, StateNames.Transactions, "PubSubStore"])
                silo.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => store.For(services));
            silo.Services.AddSingleton(new TradingClock(time));
            silo.Services.AddSingleton<IWorkBarrier>(barrier);
            silo.Services.AddSingleton<IFaultPoints>(faults);
            silo.Services.AddSingleton<IRiskSettings>(settings);
            silo.Services.AddSingleton<IStrategySettings>(settings);
            silo.Services.AddSingleton<ILaunchResearch>(research);
            silo.Services.AddSingleton<ISniperSettings>(sniper);
            silo.Services.AddSingleton<IExitMarket>(exits);
            silo.Services.AddSingleton<IExitSettings>(exits);
            silo.Services.AddSingleton<IFeedSessions>(feed);
            silo.Services.AddSingleton<IDecisionJournal>(journal);
            silo.Services.AddSingleton<IChain>(chain);
            silo.Services.AddSingleton<IExecutionPlanner>(planner);
            silo.Services.AddSingleton<ISigner>(signer);
            silo.Services.AddSingleton<IStoreAnchor>(anchor);
            silo.Services.Configure<ChannelOptions>(options => options.RetryDelay = TimeSpan.Zero);
            silo.Services.AddTradingGrains();
            if (orchestrated) silo.Services.AddOrchestrator().Configure<OrchestratorOptions>(options => options.EventTime = true);
            more?.Invoke(silo.Services);
            silo.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        });
        builder.ConfigureClient(client => client.AddMemoryStreams(ChannelNames.Provider).AddMemoryStreams(ChannelNames.ToldProvider));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TradingCluster(cluster, store)
        {
            Time = time, Chain = chain, Planner = planner, Signer = signer, Anchor = anchor, Faults = faults, Settings = settings, Barrier = barrier, Research = research, Sniper = sniper, Journal = journal, Feed = feed, Exits = exits,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.StopAllSilosAsync();
        await cluster.DisposeAsync();
    }

    public IPortfolioGrain Portfolio(string name) => Grains.GetGrain<IPortfolioGrain>(name);

    public IOpportunityGrain Saga(OpportunityId id) => Grains.GetGrain<IOpportunityGrain>(id.Value);

    /// <summary>Ids in the order they were asked for, at the cluster's trading time.</summary>
    public OpportunityId NewId()
    {
        Span<byte> random = stackalloc byte[10];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(random[2..], Interlocked.Increment(ref ids));
        return OpportunityId.Create(Time.GetUtcNow(), random);
    }

    public Trade TradeOf(OpportunityId id, Lamports? capital = null) => new(
        id, StrategyId.Arbitrage, Bonk, Mint.Sol, capital ?? new Lamports(100_000_000), Lamports.Zero, new BasisPoints(50),
        Time.GetUtcNow().AddSeconds(30), null, false, OpensPosition: false);

    /// <summary>A funded book and the epoch of its orchestrator.</summary>
    public async Task<Epoch> Fund(string portfolio, decimal sol = 10)
    {
        var deposit = new Movement(NewId(), MovementKind.Deposit, Mint.Sol, new BaseUnits((ulong)Lamports.FromSol(sol).Value));
        Assert.Equal(MoveOutcome.Moved, await Portfolio(portfolio).Move(deposit));
        return await Portfolio(portfolio).TakeOver();
    }

    /// <summary>Ends the activation; the next call makes another one that only knows what is stored.</summary>
    public Task Deactivate(IGrain grain) => cluster.DeactivateAsync(grain);
}
