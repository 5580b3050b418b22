using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Live;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Hosting;
using Orchestrator.Solana.Keys;
using Orleans;
using Mint = Orchestrator.Domain.Money.Mint;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>The whole product in live mode on the real runtime.</summary>
internal sealed class LiveSystem(WebApplication host, ChainCalls chain, LiveWorld world) : IAsyncDisposable
{
    /// <summary>Blocks made at each look, so that an expiry takes tens of looks and not hundreds.</summary>
    private const int BlocksPerLook = 4;

    /// <summary>Blocks until a trade has been sent: less than half of a blockhash's life, however long the machine takes.</summary>
    private const int PlannedBlocksMax = 60;

    /// <summary>What has not been sent by then never will be, and only block height ends it.</summary>
    private static readonly TimeSpan PlannedMax = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20), LooksMax = TimeSpan.FromMinutes(2);

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public IPortfolioGrain Book => Grains.GetGrain<IPortfolioGrain>("main");

    public IServiceProvider Services => host.Services;

    public static async Task<LiveSystem> StartAsync(
        LiveFiles files, ChainCalls chain, LiveWorld world, bool byBundle = true, string mode = "live", IFaultPoints? faults = null, bool serveApi = false,
        params string[] settings)
    {
        var host = TradingHost.Build(new TradingHostOptions
        {
            Settings = files.Settings(byBundle, mode, settings), ServeApi = serveApi, ConsoleLog = false, Faults = faults,
        });
        try
        {
            await host.StartAsync();
            return new LiveSystem(host, chain, world);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async Task ArmAsync()
    {
        var receipt = await Grains.GetGrain<ILiveLeaseGrain>("main").Arm(new Lamports(5 * Lamports.PerSol), new Lamports(Lamports.PerSol), TimeSpan.FromHours(1), "test");
        Assert.Equal(LeaseOutcome.Armed, receipt.Outcome);
    }

    /// <summary>What a scanner would offer of the gap between the two pools.</summary>
    public Task<Opportunity> OpportunityAsync(byte n = 1, ulong loan = LiveWorld.Loan) => OpportunityOf(chain, world, n, loan);

    /// <inheritdoc cref="OpportunityAsync"/>
    public static async Task<Opportunity> OpportunityOf(ChainCalls chain, LiveWorld world, byte n, ulong loan = LiveWorld.Loan)
    {
        var slot = (await chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
        var (dollars, back) = LiveWorld.Trip(loan);
        var now = DateTimeOffset.UtcNow;
        var profit = (long)(back - loan - (loan / 2_000)) - 2_000_000;
        RouteLeg Leg(SwapPool pool, PublicKey from, PublicKey to, ulong give, ulong get) => new(
            "raydium", pool.Address.ToString(), new Mint(from.ToString()), new Mint(to.ToString()), new BaseUnits(give), new BaseUnits(get), new BasisPoints(10), slot);
        return new Opportunity(
            OpportunityId.Create(now, [n, 1, 2, 3, 4, 5, 6, 7, 8, 9]), StrategyId.Arbitrage, new Mint(Mints.Usdc.ToString()), new RouteKey($"gap/{n}"), Mint.Sol,
            new Lamports(profit), 0.1, 0.9, new Lamports(20_000_000), new Lamports((long)loan), new BasisPoints(50), slot, now, now.AddSeconds(25), null, "", null,
            [Leg(world.Dear, Mints.WrappedSol, Mints.Usdc, loan, dollars), Leg(world.Cheap, Mints.Usdc, Mints.WrappedSol, dollars, back)]);
    }

    /// <summary>Offers it and makes blocks until it has its end.</summary>
    public async Task<ExecutionResult> TradeAsync(Opportunity opportunity)
    {
        var receipt = await Grains.GetGrain<IOrchestratorGrain>("main").Offer(opportunity);
        Assert.True(receipt.Accepted, receipt.Code);
        return await EndAsync(opportunity.Id);
    }

    public async Task<ExecutionResult> EndAsync(OpportunityId id)
    {
        var saga = Grains.GetGrain<IOpportunityGrain>(id.Value);
        using var timer = new PeriodicTimer(Look);
        var begun = TimeProvider.System.GetTimestamp();
        for (var planned = 0; TimeProvider.System.GetElapsedTime(begun) < LooksMax;)
        {
            await timer.WaitForNextTickAsync();
            var seen = await saga.Read();
            if (seen.Result is { } result) return result;
            var isPlanned = seen.State is null or ExecutionState.Reserved or ExecutionState.Simulated or ExecutionState.Intent && TimeProvider.System.GetElapsedTime(begun) < PlannedMax;
            if (!isPlanned) await chain.AdvanceAsync(BlocksPerLook);
            else if (planned++ < PlannedBlocksMax) await chain.AdvanceAsync(1);
            if (await Grains.GetGrain<IDecisionJournalGrain>("main").Find(id) is { Outcome: not DecisionOutcome.Executed } refused)
                Assert.Fail($"{refused.Outcome}: {refused.Reason} {refused.Detail}");
        }

        var view = await saga.Read();
        var decision = await Grains.GetGrain<IDecisionJournalGrain>("main").Find(id);
        throw new TimeoutException($"{view.State} {string.Join(", ", view.Steps.IsDefault ? [] : view.Steps.Select(step => $"{step.State} {step.Note}"))}; decided {decision?.Outcome} {decision?.Reason} {decision?.Detail}");
    }

    /// <summary>Lamports of wallet and wrapped SOL together, as the chain has them.</summary>
    public async Task<long> OwnedAsync()
    {
        var ledger = new Ledger(chain);
        return (long)(await ledger.LamportsAsync(world.Wallet) + await ledger.TokensAsync(world.Wrapped));
    }

    /// <summary>Book and chain, compared by the product itself: empty when they are equal.</summary>
    public async Task<ImmutableArray<BalanceDifference>> ReconcileAsync()
    {
        for (var attempt = 0; attempt < 50; attempt++)
            if (await Services.GetRequiredService<Silo.Live.Reconciliation>().Compare(CancellationToken.None) is { } differences) return differences;
        throw new TimeoutException("Book and chain could not be compared.");
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
    }
}
