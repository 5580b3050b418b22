using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orchestrator.Grains.Decisions;

/// <summary>The shell of the loop: timer, reminder, channels and questions. What it decides is in <see cref="DecisionLoop"/>.</summary>
[GrainType("orchestrator"), KeepAlive]
[ImplicitStreamSubscription(ChannelNames.ArbitrageOpportunities)]
[ImplicitStreamSubscription(ChannelNames.OpportunityQueue)]
[ImplicitStreamSubscription(ChannelNames.ExecutionResults)]
internal sealed class OrchestratorGrain(LoopPorts ports, ChannelReading reading) : Grain, IOrchestratorGrain, IRemindable, IStreamSubscriptionObserver
{
    private const string KeepAliveReminder = "keep-alive";

    private DecisionLoop _loop = null!;
    private PortfolioId _portfolio;
    private long _ticks;
    private long _lastTick;
    private readonly DecisionTimes _lateness = new();
    private DateTimeOffset _activatedAt;

    private OrchestratorOptions Options => ports.Options.CurrentValue;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _portfolio = new PortfolioId(this.GetPrimaryKeyString());
        _activatedAt = ports.Clock.Now;
        _loop = new DecisionLoop(_portfolio, ports, DeactivateOnIdle);
        await _loop.TakeOver(Options.EventTime ? null : new QueueRebuilding(_portfolio, ports, reading));
        Log.TookOver(ports.Loggers.CreateLogger(typeof(OrchestratorGrain).FullName!), _portfolio, _loop.Decider.Epoch, _loop.Running.Count);
        if (Options.EventTime) return;

        // A reminder brings the activation back after its silo is lost, at most a minute later; the silos' own ping is faster. Who asks for it may be on a silo that is just leaving.
        _loop.Owe(() => this.RegisterOrUpdateReminder(KeepAliveReminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));
        this.RegisterGrainTimer(OnTimer, new GrainTimerCreationOptions(Options.Interval, Options.Interval) { KeepAlive = true });
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _loop.Draining = true;
        await _loop.FlushJournal();
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.StreamId.GetNamespace() switch
    {
        ChannelNames.ArbitrageOpportunities => new ChannelReader<ArbitrageFound>(
            TradingChannels.Arbitrage, (_, found) => Arrived(Findings.ToOpportunity(found)), reading).Attach(handleFactory),
        ChannelNames.OpportunityQueue => new ChannelReader<Opportunity>(
            TradingChannels.Opportunities, (_, opportunity) => Arrived(opportunity), reading).Attach(handleFactory),
        ChannelNames.ExecutionResults => new ChannelReader<ExecutionResult>(
            TradingChannels.Results, (_, result) => Finished(result), reading).Attach(handleFactory),
        var other => throw new InvalidOperationException($"The orchestrator does not read {other}."),
    };

    public Task<OrchestratorPulse> Ping() => Task.FromResult(new OrchestratorPulse(_loop.Decider.Epoch, _ticks, _loop.Ready && !_loop.Draining));

    public async Task<OfferReceipt> Offer(Opportunity opportunity)
    {
        var receipt = _loop.Offer(opportunity);
        if (receipt.Accepted) await Wake();
        return receipt;
    }

    public Task<TickReport> Tick()
    {
        if (!Options.EventTime) throw new InvalidOperationException("This orchestrator runs in real time: it ticks by itself.");
        _ticks++;
        return _loop.Tick();
    }

    public Task Beat(ulong slot, DateTimeOffset at)
    {
        _loop.Feed.Beat(slot, at);
        return Task.CompletedTask;
    }

    public Task<bool> Cancel(OpportunityId id, string actor) => Task.FromResult(_loop.Desk.Cancel(id, actor, ports.Clock.Now));

    public Task<ImmutableArray<QueueEntry>> Queue(int skip, int take) =>
        Task.FromResult(_loop.Desk.Page(Math.Max(0, skip), Math.Clamp(take, 0, QueuePageMax)));

    public Task<OrchestratorStatus> Status() =>
        Task.FromResult(StatusReport.Of(_portfolio, _loop, Options, ports.Clock.Now, _activatedAt, _lateness.Percentile(0.99), reading.Metrics.DeadLettered, ports.Anchor));

    public async Task<DrainReport> Drain(TimeSpan patience)
    {
        _loop.Draining = true;
        var until = ports.Time.GetTimestamp();
        while (_loop.Running.Count > 0 && ports.Time.GetElapsedTime(until) < patience)
            await Task.Delay(Options.Interval, ports.Time);
        await _loop.FlushJournal();
        return new DrainReport(_loop.Running.Count == 0, [.. _loop.Running.Ids]);
    }

    public async Task HandOver(SiloAddress successor, TimeSpan patience)
    {
        _loop.StandStill();
        await Task.WhenAny(_loop.WhenDecided(), Task.Delay(patience, ports.Time));
        await _loop.FlushJournal();
        RequestContext.Set(IPlacementDirector.PlacementHintKey, successor);
        MigrateOnIdle();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private const int QueuePageMax = 500;

    private Task OnTimer()
    {
        var now = ports.Time.GetTimestamp();
        if (_lastTick != 0)
        {
            var late = Math.Max(0, (ports.Time.GetElapsedTime(_lastTick, now) - Options.Interval).TotalSeconds);
            _lateness.Add(late);
            ports.Metrics.Late(late);
        }

        _lastTick = now;
        _ticks++;
        return _loop.Tick();
    }

    private async Task Arrived(Opportunity opportunity)
    {
        _loop.Hear(opportunity);
        await Wake();
    }

    private Task Finished(ExecutionResult result)
    {
        _loop.Finished(result);
        return Task.CompletedTask;
    }

    /// <summary>Arrivals do not wait for the next tick. In event time they do: the driver says when.</summary>
    private Task Wake() => Options.EventTime ? Task.CompletedTask : _loop.Take(ports.Clock.Now);
}
