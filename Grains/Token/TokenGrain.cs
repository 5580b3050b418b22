using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams.Core;

namespace Orchestrator.Grains.Token;

[GenerateSerializer, Alias("token-state")]
public sealed class TokenState
{
    [Id(0)]
    public TokenMemory Memory { get; set; } = TokenMemory.Empty;
}

/// <summary>Remembers one token. Costs nothing while nobody asks.</summary>
[GrainType("token"), ImplicitStreamSubscription(ChannelNames.NewTokenLaunches)]
internal sealed class TokenGrain : Grain, ITokenGrain, IStreamSubscriptionObserver
{
    private readonly IPersistentState<TokenState> state;
    private readonly ChannelReader<LaunchSeen> launches;

    public TokenGrain([PersistentState("token", StateNames.Grains)] IPersistentState<TokenState> state, ChannelReading channels)
    {
        this.state = state;
        launches = new ChannelReader<LaunchSeen>(TradingChannels.Launches, (_, launch) => Store(state.State.Memory.See(launch)), channels);
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => launches.Attach(handleFactory);

    public Task Learn(ExecutionResult result) => Store(state.State.Memory.Learn(result));

    public Task<TokenView> Read()
    {
        var memory = state.State.Memory;
        return Task.FromResult(new TokenView(
            new Mint(this.GetPrimaryKeyString()), memory.LastTradedAt, memory.Trades, memory.Realised, memory.Slippage(), memory.Launches));
    }

    private Task Store(TokenMemory next)
    {
        if (ReferenceEquals(next, state.State.Memory)) return Task.CompletedTask;
        state.State.Memory = next;
        return state.WriteOrDeactivate(this);
    }
}
