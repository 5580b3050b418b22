using System.Collections;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Live;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Journey.Tests.Drills;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Hosting;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>The live process that is killed: takes over what the dead left, offers one trade, and ends when all has its end.</summary>
internal static class LiveLife
{
    public const string Verb = "--live-life";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20), LifeMax = TimeSpan.FromMinutes(4);

    public static async Task<int> Run(string text)
    {
        var orders = LifeOrders.Read(text);
        using var chain = new ChainCalls(orders.Chain[0], orders.Chain[1], orders.Chain[2]);
        // Two in a look show every commitment on the way; an expiry is some 200 blocks away.
        // Every second life dies wherever it comes to its point first, also with a trade that it took over; the others with a trade of their own.
        var points = new ArmedPoints(new KillingPoints(orders.Kill)) { IsArmed = orders.Number % 2 == 0 || orders.Kill?.Point.StartsWith("saga.adopted", StringComparison.Ordinal) == true };
        await using var pump = new BlockPump(chain, points, orders.Scene == LifeScene.Drops ? 4 : 2).Start();
        var (before, _) = LifeWitness.Read(orders.Witness);
        using var witness = new LifeWitness(orders.Witness, chain);
        var load = SettingsLoader.Merge("", "life", (Hashtable)Environment.GetEnvironmentVariables(), orders.Overrides);
        var host = TradingHost.Build(new TradingHostOptions
        {
            Settings = load.Settings ?? throw new InvalidOperationException(string.Join('\n', load.Errors)), ServeApi = false, Faults = pump, Witness = witness,
        });
        await host.StartAsync();
        await using var system = new LiveSystem(host, chain, new LiveWorld(chain));
        var lease = await system.Grains.GetGrain<ILiveLeaseGrain>("main").Arm(new Lamports(5 * Lamports.PerSol), new Lamports(Lamports.PerSol), TimeSpan.FromHours(1), "drill");
        if (lease.Outcome is not (LeaseOutcome.Armed or LeaseOutcome.AlreadyArmed)) throw new InvalidOperationException($"The lease: {lease.Outcome}");
        // What the dead have left is brought to its end first: it needs many blocks, and the trade of this life must not die of them.
        if (!await LiveKillAudit.SettledAsync(system, before)) throw new TimeoutException("What was taken over did not end.");
        points.IsArmed = true;
        pump.Slow();
        var opportunity = await system.OpportunityAsync((byte)orders.Number);
        var journal = system.Grains.GetGrain<IDecisionJournalGrain>("main");
        var offered = await system.Grains.GetGrain<IOrchestratorGrain>("main").Offer(opportunity);
        if (!offered.Accepted) throw new InvalidOperationException($"The offer: {offered.Code}");

        using var timer = new PeriodicTimer(Look);
        var saga = system.Grains.GetGrain<IOpportunityGrain>(opportunity.Id.Value);
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < LifeMax;)
        {
            await timer.WaitForNextTickAsync();
            if ((await saga.Read()).Result is { } result && (await system.Book.Book()).Reservations.IsEmpty)
            {
                Console.WriteLine($"ended {result.Outcome} {result.Code}");
                return 0;
            }

            // On a machine that stood still an offer may be too old when it is taken: the point was not reached, and nothing is wrong.
            if (await journal.Find(opportunity.Id) is not { Outcome: not DecisionOutcome.Executed } refused) continue;
            Console.WriteLine($"refused {refused.Outcome} {refused.Reason} {refused.Detail}");
            return 0;
        }

        var decision = await journal.Find(opportunity.Id);
        Console.WriteLine($"decided {decision?.Outcome} {decision?.Reason} {decision?.Detail}");
        Console.WriteLine($"still {(await saga.Read()).State}, {(await system.Book.Book()).Reservations.Length} reservations");
        return 1;
    }

    private sealed class ArmedPoints(IFaultPoints points) : IFaultPoints
    {
        private volatile bool _isArmed;

        public bool IsArmed
        {
            set => _isArmed = value;
        }

        public void Reach(string point)
        {
            if (_isArmed) points.Reach(point);
        }
    }
}
