using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Journal;
using Orchestrator.Grains.Strategy;
using Orleans;

namespace Orchestrator.Grains.Decisions;

/// <summary>What every loop of this silo is given.</summary>
/// <param name="Clock">Market time: every decision reads it.</param>
/// <param name="Time">Real time: durations and waits between attempts.</param>
public sealed record LoopPorts(
    IGrainFactory Grains,
    ChannelPublisher Channels,
    IDecisionJournal Journal,
    TradingClock Clock,
    TimeProvider Time,
    IOptionsMonitor<OrchestratorOptions> Options,
    IOptionsMonitor<TradingLimits> Limits,
    OrchestratorMetrics Metrics,
    IFaultPoints Faults,
    IStoreAnchor Anchor,
    CapitalDivision Division,
    Readiness Readiness,
    ILoggerFactory Loggers);
