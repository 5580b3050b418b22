using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Scoring;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// Goes the way of a decision before the first real one does: that one would otherwise wait for the code of checks, transaction and command to be compiled,
/// ten times as long as it may take. It is the loop's own code. The real book is asked once for a reservation of a negative amount, which it refuses before it
/// looks at anything else; a book made for it grants one; the command is written down and not sent. Nothing of it is counted, logged or kept.
/// </summary>
internal sealed class Rehearsal(PortfolioId portfolio, LoopPorts ports, Epoch epoch)
{
    /// <summary>The first compiles, those after it find what the first had to fetch.</summary>
    private const int RoundsMax = 8;

    /// <summary>Real time: a takeover is short.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(100);

    /// <exception cref="InvalidOperationException">The book took a negative amount.</exception>
    public async Task Run()
    {
        await AskInVain();
        using var unheard = new Unheard();
        var quiet = ports with { Metrics = new OrchestratorMetrics(unheard), Loggers = NullLoggerFactory.Instance, Faults = new NoFaultPoints() };
        var copy = new BookCopy(portfolio, quiet);
        await copy.Refresh();
        var running = new RunningSet(quiet.Metrics, ports.Time, () => RoundsMax);
        var commanding = new Commanding(
            portfolio, quiet, new CommandPorts(Ask, Write), running,
            new Decider(portfolio, () => "", quiet.Metrics) { Epoch = epoch }, copy, new DecisionTimes(), new StorePause(ports.Time), () => { });
        var begun = ports.Time.GetTimestamp();
        for (var round = 0; round < RoundsMax && (round == 0 || ports.Time.GetElapsedTime(begun) < Budget); round++)
        {
            var now = ports.Clock.Now;
            var opportunity = Smallest(round, now);
            var score = Scorer.Score(opportunity, ports.Limits.CurrentValue.Weights, StrategyStanding.Unknown);
            var candidate = new Candidate(opportunity, score, ports.Time.GetTimestamp());
            commanding.Refuses(candidate, new Freshness(0, null, false), now);
            await commanding.ReserveAndCommand(candidate, now);
            running.Remove(opportunity.Id);
        }

        ports.Readiness.Rehearsed();
    }

    private async Task<ReserveResult> Ask(ReserveRequest request)
    {
        // As the real answer, this one comes later.
        await Task.Yield();
        return Grant(request, ports.Limits.CurrentValue, ports.Clock.Now);
    }

    private async Task AskInVain()
    {
        var impossible = Trade.Of(Smallest(RoundsMax, ports.Clock.Now)) with { Capital = new Lamports(-1) };
        var answer = await ports.Grains.GetGrain<IPortfolioGrain>(portfolio.Value).Reserve(new ReserveRequest(impossible, epoch));
        if (answer.Outcome is not (ReserveOutcome.Malformed or ReserveOutcome.OlderEpoch))
            throw new InvalidOperationException($"The book answered {answer.Outcome} to a negative amount.");
    }

    /// <summary>From a book with one SOL that nothing has paused: the real one may not trade before its feed has spoken.</summary>
    private ReserveResult Grant(ReserveRequest request, TradingLimits limits, DateTimeOffset now)
    {
        var deposit = new Movement(OpportunityId.Create(now, new byte[10]), MovementKind.Deposit, Mint.Sol, new BaseUnits((ulong)Lamports.PerSol));
        var book = CapitalBook.Empty(portfolio).TakeOver().Next.Move(deposit, limits.Risk, limits.Breakers, now).Next;
        var (next, result) = book.Reserve(request with { Epoch = book.Epoch }, limits.Risk, EmptySettledArchive.Instance, now);
        Conservation.Check(next);
        ChannelPublisher.Rehearse(PortfolioSnapshot.Of(next, limits.Risk, now));
        return result.Outcome == ReserveOutcome.Reserved ? result : new ReserveResult(ReserveOutcome.Reserved, null, result.Report);
    }

    private static Task Write(ExecutionCommand command)
    {
        ChannelPublisher.Rehearse(command);
        return Task.CompletedTask;
    }

    /// <summary>A trade of one lamport, each under an id of its own.</summary>
    private static Opportunity Smallest(int round, DateTimeOffset now) => new(
        OpportunityId.Create(now, [0, 0, 0, 0, 0, 0, 0, 0, 1, (byte)round]), StrategyId.Arbitrage, Mint.Sol, new RouteKey("rehearsal"), Mint.Sol, Lamports.Zero, 0, 0,
        new Lamports(1), Lamports.Zero, new BasisPoints(0), null, now, now + TimeSpan.FromMinutes(1), null, "", null, []);

    /// <summary>Instruments that nobody listens to.</summary>
    private sealed class Unheard : IMeterFactory
    {
        private readonly List<Meter> _made = [];

        public Meter Create(MeterOptions options)
        {
            // A name of its own: listeners choose by name.
            var meter = new Meter("orchestrator.rehearsal");
            _made.Add(meter);
            return meter;
        }

        public void Dispose()
        {
            foreach (var meter in _made) meter.Dispose();
        }
    }
}
