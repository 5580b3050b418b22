using System.Diagnostics;
using Orchestrator.Cli.Drills;
using Orchestrator.Cli.Drills.Audits;
using Orchestrator.Journey.Tests.Processes;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>What one drill did, and what its audit found.</summary>
/// <param name="Missed">Kills that a life never reached; they count for nothing.</param>
internal sealed record DrillOutcome(string Store, int Seed, IReadOnlyList<Kill> Kills, IReadOnlyList<Kill> Missed, DrillAudit Audit, TimeSpan Took);

/// <summary>One venue, one store, and a trading process that is killed and started again until all its kills are done; then the audit.</summary>
internal static class KillDrill
{
    /// <summary>Market time that each life trades.</summary>
    private const int TradeSeconds = 20;

    private static readonly TimeSpan LifeTime = TimeSpan.FromMinutes(4);

    public static async Task<DrillOutcome> Run(string provider, int seed, IEnumerable<Kill> kills)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var store = await DrillStore.Open(provider);
        var (venue, address) = await VenueProcess.Start(Path.Combine(store.Directory, "venue"), (ulong)seed);
        await using (venue)
        {
            var orders = Orders(store, address, seed);
            var (done, missed) = (new List<Kill>(), new List<Kill>());
            foreach (var kill in kills) (await Dies(orders with { Kill = kill }) ? done : missed).Add(kill);
            var audit = await DrillAudit.Of(
                orders.Settings, AcknowledgedReservations.Read(orders.Acknowledged), [], Path.Combine(store.Directory, "venue", JudgeVenue.SignaturesFile));
            return new DrillOutcome(provider, seed, done, missed, audit, Stopwatch.GetElapsedTime(begun));
        }
    }

    /// <returns>How often each point is passed by a life that nobody kills.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> Points(string provider, int seed)
    {
        await using var store = await DrillStore.Open(provider);
        var (venue, address) = await VenueProcess.Start(Path.Combine(store.Directory, "venue"), (ulong)seed);
        await using (venue)
        {
            await using var life = OwnProcess.Again(TradingLife.Verb, Orders(store, address, seed).Write());
            Assert.True(await life.Exit(LifeTime) == 0, life.Said);
            return life.Said.Split('\n').Where(line => line.StartsWith(TradingLife.Passed, StringComparison.Ordinal))
                .Select(line => line.Split(' ')).ToDictionary(words => words[1], words => int.Parse(words[2]));
        }
    }

    /// <returns>True when it died where it was told to; false when it lived to the end.</returns>
    private static async Task<bool> Dies(LifeOrders orders)
    {
        await using var life = OwnProcess.Again(TradingLife.Verb, orders.Write());
        var status = await life.Exit(LifeTime);
        Assert.True(status is 137 or 0, $"{orders.Kill} ended with {status}:\n{life.Said}");
        return status == 137;
    }

    private static LifeOrders Orders(DrillStore store, string venue, int seed) => new(
        [
            .. store.Settings, "orchestrator.mode=replay", $"simulation.seed={seed}", $"simulation.venue_address={venue}",
            // A tenth of the usual ticks: a drill is about the steps, not about their rhythm.
            "orchestrator.decision_loop_interval_ms=100", "arbitrage.ten_token.min_profit_threshold_sol=0.005",
            $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}",
        ],
        Path.Combine(store.Directory, "acknowledged.log"), TradeSeconds, null);
}
