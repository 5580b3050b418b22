using System.Collections.Immutable;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Feeds;

namespace Orchestrator.Silo.Markets;

/// <summary>Puts what is found on the channels. Whoever moves the market beats orchestrator and sniper: here a session only says where it stands.</summary>
internal sealed class DrivenOutlet(ChannelOutlet channels, IGrainFactory grains) : IFeedOutlet
{
    public Task Launched(Launch launch) => channels.Launched(launch);

    public Task Found(StrategyFinding finding) => channels.Found(finding);

    public Task Reached(FeedProgress progress) => grains.GetGrain<IFeedGrain>(FeedNames.Main).Reached(progress);

    public Task<Lamports> OwnCapital() => channels.OwnCapital();

    public Task<ImmutableArray<(Mint Token, SlippageSample Sample)>> Slippage(IReadOnlyList<Mint> tokens) => channels.Slippage(tokens);
}
