using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Grains.Sniping;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams.Core;

namespace Orchestrator.Grains.Token;

[GenerateSerializer, Alias("token-state")]
public sealed class TokenState
{
    [Id(0)]
    public TokenMemory Memory { get; set; } = TokenMemory.Empty;

    /// <summary>The newest verdict of each launch that is remembered.</summary>
    [Id(1)]
    public ImmutableArray<PoolVerdict> Verdicts { get; set; } = [];
}

/// <summary>Remembers one token and judges its launches. Costs nothing while nobody asks.</summary>
[GrainType("token"), ImplicitStreamSubscription(ChannelNames.NewTokenLaunches)]
internal sealed class TokenGrain : Grain, ITokenGrain, IStreamSubscriptionObserver
{
    /// <summary>Between two looks at a launch that time may still lift.</summary>
    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks at a launch that is decided: whether its pool is still there.</summary>
    private static readonly TimeSpan LookTime = TimeSpan.FromMinutes(1);

    private readonly IPersistentState<TokenState> state;
    private readonly LaunchAnalysis analysis;
    private readonly ChannelPublisher channels;
    private readonly ChannelReader<LaunchSeen> launches;

    public TokenGrain([PersistentState("token", StateNames.Grains)] IPersistentState<TokenState> state, LaunchAnalysis analysis, ChannelReading channels)
    {
        (this.state, this.analysis, this.channels) = (state, analysis, channels.Publisher);
        launches = new ChannelReader<LaunchSeen>(TradingChannels.Launches, (_, launch) => Launched(launch), channels);
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => launches.Attach(handleFactory);

    public Task Learn(ExecutionResult result) => Store(state.State.Memory.Learn(result));

    public Task<TokenView> Read()
    {
        var memory = state.State.Memory;
        return Task.FromResult(new TokenView(
            new Mint(this.GetPrimaryKeyString()), memory.LastTradedAt, memory.Trades, memory.Realised, memory.Slippage(), memory.Launches, Verdicts));
    }

    public Task<ImmutableArray<SlippageSample>> Slippage() => Task.FromResult(state.State.Memory.Samples);

    public async Task<PoolVerdict?> Judge(string pool, bool offers) =>
        state.State.Memory.Launches.FirstOrDefault(launch => launch.PoolId == pool) is { } launch ? await Judge(launch, offers) : null;

    private ImmutableArray<PoolVerdict> Verdicts => state.State.Verdicts.IsDefault ? [] : state.State.Verdicts;

    private async Task Launched(LaunchSeen launch)
    {
        await Store(state.State.Memory.See(launch));
        var known = Verdicts.FirstOrDefault(one => one.Pool == launch.PoolId);
        // An operator asks once more about a launch that is known: judged anew, offered only in his second step.
        if (launch.Source == LaunchSource.Manual) await Judge(launch, offers: false);
        else if (known?.Offered is { } offered) await Offer(offered);
        else if (known is null && analysis.Settings.Enabled) await Judge(launch, offers: true);
    }

    private async Task<PoolVerdict> Judge(LaunchSeen launch, bool offers)
    {
        var (verdict, emptied) = await analysis.Judge(launch, state.State.Memory.Launches);
        var before = Verdicts.FirstOrDefault(one => one.Pool == launch.PoolId);
        var offered = before?.Offered ?? (offers && verdict.Approved && analysis.Settings.Enabled ? OfferOf(launch, verdict) : null);
        var next = new PoolVerdict(launch.PoolId, verdict, offered, emptied || before?.Emptied == true);
        // Stored before it is told: whoever tells it again tells the same.
        state.State.Verdicts = [.. Verdicts.Where(one => one.Pool != launch.PoolId && state.State.Memory.Launches.Any(known => known.PoolId == one.Pool)), next];
        await state.WriteOrDeactivate(this);
        if (offered is not null && before?.Offered is null) await Offer(offered);
        await WatchAgain(launch, next);
        return next;
    }

    private Task WatchAgain(LaunchSeen launch, PoolVerdict known)
    {
        var (now, policy) = (analysis.Now, analysis.Settings.Policy);
        var until = launch.ObservedAt + policy.AgeMax;
        if (known.Emptied || now > until) return Task.CompletedTask;
        var young = launch.ObservedAt + policy.AgeMin;
        var next = !known.Verdict.MayChange ? now + LookTime : now < young ? young : now + RetryTime;
        return GrainFactory.GetGrain<ISniperGrain>(analysis.Settings.Portfolio.Value).Watch(new LaunchWatch(launch.TokenMint, launch.PoolId, next, until));
    }

    private Opportunity OfferOf(LaunchSeen launch, LaunchVerdict verdict)
    {
        var id = OpportunityId.Create(analysis.Now, SHA256.HashData(Encoding.UTF8.GetBytes($"snipe\n{launch.PoolId}\n{launch.Signature}")));
        return SnipeOffer.Of(id, launch.TokenMint, launch.PoolId, verdict, analysis.Settings.Policy, analysis.Now);
    }

    private Task Offer(Opportunity offered) =>
        offered.IsExpired(analysis.Now) ? Task.CompletedTask : channels.Publish(analysis.Settings.Portfolio, offered);

    private Task Store(TokenMemory next)
    {
        if (ReferenceEquals(next, state.State.Memory)) return Task.CompletedTask;
        state.State.Memory = next;
        return state.WriteOrDeactivate(this);
    }
}
