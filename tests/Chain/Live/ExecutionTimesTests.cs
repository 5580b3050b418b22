using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orchestrator.Chain.Tests.Live.Kills;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>How long the way from the queue to the network takes with the real runtime in the loop. Written down, not judged: the machine decides it.</summary>
public sealed class ExecutionTimesTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const int WarmUp = 60, Trades = 240, Batches = 12, InFlight = 10;

    private LiveWorld _world = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync(Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0));
    }

    [Fact(Explicit = true), Trait("soak", "true")]
    public async Task From_the_queue_to_the_network()
    {
        using var files = new LiveFiles(_world, Chain);
        var clock = new Clock();
        await using var pump = new BlockPump(Chain, clock, 2).Start();
        await using var system = await LiveSystem.StartAsync(files, Chain, _world, faults: pump, settings: ["breakers.consecutive_losses=50", "risk.daily_flash_loan_limit_sol=100000"]);
        await system.ArmAsync();
        var (landed, outcomes) = (0, new ConcurrentDictionary<ExecutionOutcome, int>());
        for (var n = 1; n <= WarmUp + Trades; n++)
        {
            await Chain.SetAccountsAsync(_world.Pools());
            await Chain.SimulationMicrosAsync();
            pump.Hold();
            var result = await EndAsync(system, await OfferAsync(system, clock, n, LiveWorld.Loan));
            if (n <= WarmUp) continue;
            outcomes.AddOrUpdate(result.Outcome, 1, (_, count) => count + 1);
            if (result.Outcome != ExecutionOutcome.Landed) continue;
            landed++;
            clock.Keep(result.Stages, (await Chain.SimulationMicrosAsync()).Sum());
        }

        var rates = new List<double>();
        for (var batch = 0; batch < Batches; batch++)
        {
            // Ten trades on one pair of pools: in shallow ones the first moves the price by more than the inner bound of the others allows, and they fail.
            await Chain.SetAccountsAsync(_world.Pools(depth: 1_000));
            var begun = Stopwatch.GetTimestamp();
            clock.Begin();
            var ids = await Task.WhenAll(Enumerable.Range(0, InFlight).Select(i => OfferAsync(system, null, 1_000 + (batch * InFlight) + i, LiveWorld.Sol)));
            var results = await Task.WhenAll(ids.Select(id => EndAsync(system, id)));
            Assert.All(results, result => Assert.Equal(ExecutionOutcome.Landed, result.Outcome));
            rates.Add(InFlight / Stopwatch.GetElapsedTime(begun, clock.LastSend).TotalSeconds);
        }

        Assert.True(landed > Trades / 2, string.Join(", ", outcomes));
        await File.WriteAllTextAsync(Path.Combine(SourceTree.Chain, "..", "..", "docs", "reports", "execution-times.md"), Report(clock, landed, rates));
    }

    private static string Report(Clock clock, int landed, List<double> rates)
    {
        var text = new StringBuilder("""
            # From the queue to the network, with the Solana runtime in the loop

            The live product (own store, keystore and signer's memory on disk) executes flash-loan arbitrages on litesvm through two RPC doors and a block engine of a process beside it,
            on the same cores. *Command to bytes ready* begins when the command is stored and ends when the signed intent is durable: planning with its reads, simulation of the very bytes,
            pin in the book, signature with the signer's memory on disk, intent on disk. Goal: queue to sent below 30 ms at p99. *Plan* and *simulate* hold the calls to
            the nodes, and with them the runtime's JSON. No block is made while one trade is on its way (a chain makes one in 400 ms); afterwards they come every 10 ms, so that it is final soon.
            Written by
            `Orchestrator.Chain.Tests -explicit only -trait soak=true -class '*ExecutionTimes*'`.


            """.ReplaceLineEndings("\n"));
        text.Append(CultureInfo.InvariantCulture, $"{landed} landed trades after {WarmUp} to warm up, one at a time, {Environment.ProcessorCount} cores; {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC.\n\n| | p50 | p99 |\n|---|---|---|\n");
        foreach (var (name, times) in clock.All)
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {At(times, 0.5):0.00} ms | {At(times, 0.99):0.00} ms |\n");
        text.Append(CultureInfo.InvariantCulture, $"\nWith {InFlight} in flight, from the first offer to the last send: {At(rates, 0.5):0.0} executions/s (median of {rates.Count} batches).\n");
        return text.ToString();
    }

    private static double At(IEnumerable<double> times, double share)
    {
        var sorted = times.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    /// <param name="clock">Begins when the offer is given, so that what a scanner has read before it does not count.</param>
    private async Task<Domain.OpportunityId> OfferAsync(LiveSystem system, Clock? clock, int n, ulong loan)
    {
        var made = await LiveSystem.OpportunityOf(Chain, _world, (byte)n, loan);
        var id = Domain.OpportunityId.Create(made.CreatedAt, [(byte)(n >> 8), (byte)n, 1, 2, 3, 4, 5, 6, 7, 8]);
        clock?.Begin();
        var receipt = await system.Grains.GetGrain<IOrchestratorGrain>("main").Offer(made with { Id = id, RouteKey = new Domain.RouteKey($"gap/{n}") });
        Assert.True(receipt.Accepted, receipt.Code);
        return id;
    }

    private static async Task<ExecutionResult> EndAsync(LiveSystem system, Domain.OpportunityId id)
    {
        var saga = system.Grains.GetGrain<IOpportunityGrain>(id.Value);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(60);)
        {
            await timer.WaitForNextTickAsync();
            if (await saga.Read() is { Result: { } result }) return result;
            if (await system.Grains.GetGrain<IDecisionJournalGrain>("main").Find(id) is { Outcome: not DecisionOutcome.Executed } refused)
                Assert.Fail($"{refused.Outcome}: {refused.Reason} {refused.Detail}");
        }

        throw new TimeoutException($"{(await saga.Read()).State}");
    }

    /// <summary>Looks at the clock when the saga passes its named points. One trade at a time.</summary>
    private sealed class Clock : IFaultPoints
    {
        private readonly ConcurrentDictionary<string, long> _passed = [];
        private readonly SortedDictionary<string, List<double>> _times = new(StringComparer.Ordinal);
        private long _begun, _lastSend;

        public long LastSend => Volatile.Read(ref _lastSend);

        public IEnumerable<(string Name, List<double> Times)> All => _times.Select(pair => (pair.Key, pair.Value));

        public void Begin()
        {
            _passed.Clear();
            Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
        }

        public void Reach(string point)
        {
            var now = Stopwatch.GetTimestamp();
            _passed.TryAdd(point, now);
            if (point == "saga.send.after") Volatile.Write(ref _lastSend, now);
        }

        /// <param name="runtimeMicros">What the runtime itself took to simulate it.</param>
        public void Keep(IEnumerable<StageTime> stages, long runtimeMicros)
        {
            var (ready, runtime) = (Between("saga.accepted.after", "saga.intent.after"), TimeSpan.FromMicroseconds(runtimeMicros));
            Add("command to bytes ready", ready);
            Add("of it, the runtime's own simulation", runtime);
            Add("command to bytes ready, without the runtime's own simulation", ready - runtime);
            Add("queue to sent: from the offer to the engine's answer", Stopwatch.GetElapsedTime(_begun, _passed["saga.send.after"]));
            foreach (var stage in stages) Add($"stage {stage.Stage}", TimeSpan.FromSeconds(stage.Seconds));
            var at = _begun;
            foreach (var (point, passed) in _passed.OrderBy(point => point.Value))
            {
                if (passed > _passed["saga.send.after"]) break;
                Add($"to {point}", Stopwatch.GetElapsedTime(at, passed));
                at = passed;
            }
        }

        private TimeSpan Between(string from, string to) => Stopwatch.GetElapsedTime(_passed[from], _passed[to]);

        private void Add(string name, TimeSpan took)
        {
            if (!_times.TryGetValue(name, out var times)) _times[name] = times = [];
            times.Add(took.TotalMilliseconds);
        }
    }
}
