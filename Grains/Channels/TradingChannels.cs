using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces.Channels;

namespace Orchestrator.Grains.Channels;

/// <summary>The six channels. A schema's number grows when a field changes its meaning or a required one is added.</summary>
public static class TradingChannels
{
    public static readonly Channel<LaunchSeen> Launches =
        new(ChannelNames.NewTokenLaunches, 1, ChannelJson.Default.LaunchSeen, HasConsumer: true, BodyFaults.Of);

    public static readonly Channel<ArbitrageFound> Arbitrage =
        new(ChannelNames.ArbitrageOpportunities, 1, ChannelJson.Default.ArbitrageFound, HasConsumer: true, BodyFaults.Of);

    public static readonly Channel<Opportunity> Opportunities =
        new(ChannelNames.OpportunityQueue, 1, ChannelJson.Default.Opportunity, HasConsumer: true, BodyFaults.Of);

    public static readonly Channel<ExecutionCommand> Commands =
        new(ChannelNames.OrchestratorCommands, 1, ChannelJson.Default.ExecutionCommand, HasConsumer: true, BodyFaults.Of);

    public static readonly Channel<ExecutionResult> Results =
        new(ChannelNames.ExecutionResults, 1, ChannelJson.Default.ExecutionResult, HasConsumer: true, BodyFaults.Of);

    /// <summary>For readers besides the loop, which asks the book itself; so nobody waits for its events.</summary>
    public static readonly Channel<PortfolioSnapshot> Capital =
        new(ChannelNames.CapitalState, 1, ChannelJson.Default.PortfolioSnapshot, HasConsumer: false, _ => null);
}
