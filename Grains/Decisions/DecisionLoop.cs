using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// Sweep, take the best, check risk on the book as it would be, reserve, command, settle. In real time nothing in a tick is
/// awaited: what takes time goes on by itself and holds its slot. In event time each step is awaited, so that one tape has one outcome.
/// </summary>
internal sealed class DecisionLoop
{
    /// <summary>Decisions that may wait for the journal before nothing more is taken.</summary>
    private const int UnwrittenMax = 20_000;

    private readonly LoopPorts _ports;
    private readonly PortfolioId _portfolio;
    private readonly ContinuationSet _continuations;
    private readonly BookCopy _book;
    private readonly Settling _settling;
    private readonly Commanding _commanding;
    private readonly SagaDriver _sagas;
    private readonly JournalWriter _journal;
    private readonly StorePause _pause;
    private readonly OwedWork _owed;
    private readonly EarlyArrivals _early;
    private readonly ContinuationSet _deciding;
    private DateTimeOffset _nextSweep;
    private int _toldQueueSize;
    private bool _toldLost;
    private (SignedUnits In, SignedUnits Out) _divided;

    public DecisionLoop(PortfolioId portfolio, LoopPorts ports, Action lostEpoch)
    {
        (_portfolio, _ports) = (portfolio, ports);
        var options = ports.Options.CurrentValue;
        Decider = new Decider(portfolio, () => ports.Options.CurrentValue.ConfigHash, ports.Metrics);
        Desk = new TradingDesk(options, Decider);
        Running = new RunningSet(ports.Metrics, ports.Time, () => ports.Options.CurrentValue.MaxConcurrent);
        _continuations = new ContinuationSet(options.EventTime, ports.Loggers);
        _book = new BookCopy(portfolio, ports);
        _deciding = new ContinuationSet(options.EventTime, ports.Loggers);
        _owed = new OwedWork(ports.Time);
        _early = new EarlyArrivals(options.QueueCapacity);
        _pause = new StorePause(ports.Time);
        _sagas = new SagaDriver(portfolio, ports, Running, Finished);
        Feed = new FeedWatch(portfolio, ports, _book, Decider, lostEpoch);
        _settling = new Settling(portfolio, ports, Running, Desk, _book, Decider);
        _commanding = new Commanding(
            portfolio, ports, new CommandPorts(request => ports.Grains.GetGrain<IPortfolioGrain>(portfolio.Value).Reserve(request), ports.Channels.Publish),
            Running, Decider, _book, Times, _pause, lostEpoch);
        _journal = new JournalWriter(ports, Decider, _pause);
    }

    public TradingDesk Desk { get; }

    public Decider Decider { get; }

    public RunningSet Running { get; }

    public DecisionTimes Times { get; } = new();

    public FeedWatch Feed { get; }

    public BookCopy Book => _book;

    public Settling Settling => _settling;

    public bool Ready { get; private set; }

    public bool Draining { get; set; }

    /// <summary>
    /// Becomes the only orchestrator the book listens to, then finds out what the one before left behind. Nothing is traded before that.
    /// </summary>
    /// <param name="rebuilding">Finds what the one before had in its queue; null in event time, where the driver tells everything itself.</param>
    public async Task TakeOver(QueueRebuilding? rebuilding = null)
    {
        var times = new StepTimes(_ports.Time);
        Decider.Epoch = await _ports.Grains.GetGrain<IPortfolioGrain>(_portfolio.Value).TakeOver();
        if (rebuilding is not null) _early.Begin(_ports.Clock.Now);
        times.Done("epoch");
        await _book.Refresh();
        // Adopting one gives it back or lets it run: the book that is walked is the one from before.
        var book = _book.Current;
        foreach (var id in book.Reservations.Select(reservation => reservation.Id).Concat(book.Settled.Select(settled => settled.Id))) Desk.Remember(id);
        var standings = _settling.LoadStandings();
        await AdoptOpen(book);
        times.Done($"{book.Reservations.Length} open");
        await standings;
        // Without its part a strategy would be bound by the portfolio's limits alone. A part that is only out of date is put right by the first tick.
        if (_ports.Options.CurrentValue.EventTime || _ports.Limits.CurrentValue.Risk.Strategies.Any(limit => book.Strategy(limit.Strategy).Budget is null)) await DivideCapital();
        times.Done("strategies");
        if (!_ports.Readiness.IsRehearsed) await new Rehearsal(_portfolio, _ports, Decider.Epoch).Run();
        times.Done("rehearsal");
        if (rebuilding is not null) _owed.Add(async () => Offer(await rebuilding.Find()));
        _owed.Add(() => AdoptSettled(book));
        // One tape has one outcome: there all of it is done before the first tick.
        if (_ports.Options.CurrentValue.EventTime) await _owed.Do();
        Ready = true;
        Log.TookOverIn(_ports.Loggers.CreateLogger<DecisionLoop>(), _portfolio, times.TotalMilliseconds, times.ToString());
        await DoOwed();
    }

    /// <summary>Open reservations hold capital and slots: nothing is traded before each of them is driven again or given back.</summary>
    private async Task AdoptOpen(CapitalBook book)
    {
        var views = await _sagas.Read([.. book.Reservations.Select(reservation => reservation.Id)]);
        foreach (var reservation in book.Reservations) await _sagas.Adopt(reservation, views[reservation.Id], Decider.Epoch);
    }

    /// <summary>
    /// The book settles before the saga stores that it did, and the saga stores it before anybody learns: a crash may have come between. What was earned is known to the strategies' own
    /// state in all but the last moments of the earlier life.
    /// </summary>
    private async Task AdoptSettled(CapitalBook book)
    {
        var views = await _sagas.Read([.. book.Settled.Select(settled => settled.Id)]);
        foreach (var settled in book.Settled)
            // One whose result has come meanwhile is over; added now it would never be removed.
            if (!_settling.IsSettled(settled.Id) && _sagas.AdoptSettled(views[settled.Id]) is { } result) await _continuations.Start(() => _settling.LearnAgain(result));
    }

    /// <summary>Done at a tick, and again when it fails.</summary>
    public void Owe(Func<Task> piece) => _owed.Add(piece);

    private Task DoOwed() => _owed.IsDue ? _continuations.Start(_owed.Do) : Task.CompletedTask;

    /// <summary>Nothing more is begun, ticks included; what is under way goes on.</summary>
    public void StandStill() => (Draining, Ready) = (true, false);

    private void Offer((IReadOnlyList<Opportunity> Undecided, IReadOnlySet<OpportunityId> Decided) found)
    {
        // A channel tells again what its holder had not settled: what has a decision is no new opportunity then.
        foreach (var id in found.Decided) Desk.Remember(id);
        foreach (var opportunity in found.Undecided.Concat(_early.End())) Offer(opportunity);
        Log.Rebuilt(_ports.Loggers.CreateLogger<DecisionLoop>(), _portfolio, found.Undecided.Count, found.Decided.Count);
    }

    /// <summary>What a channel tells.</summary>
    public void Hear(Opportunity opportunity)
    {
        if (!_early.Keeps(opportunity)) Offer(opportunity);
    }

    public OfferReceipt Offer(Opportunity opportunity)
    {
        if (Draining) return new(opportunity.Id, false, "draining", "This orchestrator hands over and takes nothing new.");
        if (opportunity.DataSlot is { } slot) Feed.See(slot);
        var receipt = Desk.Offer(opportunity, _ports.Clock.Now, _ports.Time.GetTimestamp());
        TellQueueSize();
        return receipt;
    }

    /// <summary>One tick. In real time it returns without having waited for anything.</summary>
    public async Task<TickReport> Tick()
    {
        if (!Ready) return new(0, 0, 0, 0);
        var now = _ports.Clock.Now;
        var commandedBefore = Decider.Count(DecisionOutcome.Executed);
        Desk.Weights = _ports.Limits.CurrentValue.Weights;

        Desk.Sweep(now);
        Desk.RescoreSome();
        await _continuations.Start(() => Feed.Watch(now));
        var settled = await _settling.Apply(now, _continuations);
        await _settling.AdaptWhenDue(now, _continuations);
        if (_book.IsStale(now)) await _continuations.Start(_book.Refresh);
        await DoOwed();
        if (_divided != CapitalMoved) await _continuations.Start(DivideCapital);
        var taken = await Take(now);
        if (_ports.Options.CurrentValue.EventTime || _journal.IsDue) await _deciding.Start(WriteThenDrive);
        await DriveDue(now);
        if (now >= _nextSweep)
        {
            _nextSweep = now + _ports.Options.CurrentValue.SweepInterval;
            await _continuations.Start(() => _commanding.ExpireDue());
        }

        TellQueueSize();
        return new(taken, (int)(Decider.Count(DecisionOutcome.Executed) - commandedBefore), settled, Running.Slots);
    }

    /// <summary>Takes as many as there are free slots: exits before entries, and exits alone while nothing new is opened. Called by ticks and by arrivals.</summary>
    public async Task<int> Take(DateTimeOffset now)
    {
        var options = _ports.Options.CurrentValue;
        // A driver lets all that the market told be handled before it ticks; an arrival wakes the loop itself in real time.
        var ticked = options.EventTime ? _ports.Time.GetTimestamp() : 0;
        var taken = 0;
        while (options.Enabled && Ready && !Draining && Running.Slots < options.MaxConcurrent && Decider.Waiting < UnwrittenMax && !_pause.Lasts
            && !StoreIsLost && Desk.TryTake(_book.State) is { } candidate)
        {
            taken++;
            var freshness = new Freshness(Feed.Slot, candidate.Opportunity.DataSlot, Desk.WasDecided(candidate.Opportunity.Id));
            Desk.Remember(candidate.Opportunity.Id);
            candidate.ReadyStamp = Math.Max(ticked, Math.Max(candidate.ArrivedStamp, Running.FullUntil));
            if (_commanding.Refuses(candidate, freshness, now)) continue;
            await _deciding.Start(() => Command(candidate, now));
        }

        return taken;
    }

    /// <summary>
    /// A result has come, by its channel or from its saga. In real time its slot is free at once and the next best one has it; in event time the
    /// tick takes all results of its moment together, in their order.
    /// </summary>
    public void Finished(ExecutionResult result)
    {
        _settling.Receive(result);
        if (!_ports.Options.CurrentValue.EventTime) _continuations.Start(SettleAndTake).Ignore();
    }

    private async Task SettleAndTake()
    {
        var now = _ports.Clock.Now;
        if (!Ready || await _settling.Apply(now, _continuations) == 0) return;
        await Take(now);
    }

    private async Task Command(Candidate candidate, DateTimeOffset now)
    {
        if (!await _commanding.ReserveAndCommand(candidate, now)) return;
        // In event time the tick writes what all of its decisions are, in one write.
        if (!_ports.Options.CurrentValue.EventTime) await WriteThenDrive();
    }

    /// <summary>Store, then promise: the decisions go to the journal, and only then are the sagas driven that they command.</summary>
    private async Task WriteThenDrive()
    {
        do
        {
            if (!await _journal.WriteSome()) return;
            await DriveDue(_ports.Clock.Now);
        }
        while (_ports.Options.CurrentValue.EventTime || _journal.IsDue);
    }

    private async Task DriveDue(DateTimeOffset now)
    {
        foreach (var running in Running.Due(now, _ports.Options.CurrentValue.PollInterval, Decider.WrittenTo))
            await _continuations.Start(() => _sagas.Drive(running, Decider.Epoch));
    }

    /// <summary>On a store that was emptied or put back nothing is begun: the book cannot say so itself any more.</summary>
    private bool StoreIsLost
    {
        get
        {
            if (_ports.Anchor.Lost is not { } lost) return false;
            if (!_toldLost) Log.StoreLost(_ports.Loggers.CreateLogger<DecisionLoop>(), _portfolio, lost);
            return _toldLost = true;
        }
    }

    /// <summary>What was put in and taken out: when it changes, every strategy's part does.</summary>
    private (SignedUnits In, SignedUnits Out) CapitalMoved => (_book.Current.Sol.Deposited, _book.Current.Sol.Withdrawn);

    private async Task DivideCapital()
    {
        _divided = CapitalMoved;
        await _ports.Division.Divide(_portfolio);
        await _book.Refresh();
    }

    private void TellQueueSize()
    {
        _ports.Metrics.Waiting(Desk.Queue.Count - _toldQueueSize);
        _toldQueueSize = Desk.Queue.Count;
    }

    /// <summary>Completes when all that was taken is decided, commanded and written. A saga that is being driven need not be waited for: it is driven on by whoever takes over.</summary>
    public Task WhenDecided() => _deciding.WhenQuiet();

    /// <summary>For the last moment of an activation: what was decided is written before it goes.</summary>
    public Task FlushJournal() => _journal.WriteAll();
}
