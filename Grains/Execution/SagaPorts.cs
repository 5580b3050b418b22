using Microsoft.Extensions.Logging;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Portfolio;
using Orleans;

namespace Orchestrator.Grains.Execution;

/// <summary>What every saga acts through.</summary>
/// <param name="Clock">Trading time: deadlines before an intent, and stamps.</param>
/// <param name="Time">Real time: only to measure stages.</param>
public sealed record SagaPorts(
    IExecutionPlanner Planner, IChain Chain, ISigner Signer, IStoreAnchor Anchor, IFaultPoints Faults, ChannelPublisher Publisher, IRiskSettings Settings, IGrainFactory Grains,
    TradingClock Clock, TimeProvider Time, SagaMetrics Metrics, ILogger<SagaPorts> Log);
