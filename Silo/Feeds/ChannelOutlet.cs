using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Markets;

namespace Orchestrator.Silo.Feeds;

/// <summary>Puts what a session finds on the channels, and beats orchestrator, sniper and the feed's grain.</summary>
internal sealed partial class ChannelOutlet(ChannelPublisher channels, IGrainFactory grains, LiveSettings settings, ILogger<ChannelOutlet> log) : IFeedOutlet
{
    private Task _looking = Task.CompletedTask;

    private PortfolioId Portfolio => new(settings.Current.Text("orchestrator.portfolio"));

    /// <summary>One launch has one event id, however often a feed tells it.</summary>
    public Task Launched(Launch launch) => channels.Publish(
        EventIds.For(ChannelNames.NewTokenLaunches, launch.Pool, launch.Signature),
        new LaunchSeen(
            (LaunchKind)launch.Form, launch.Token, launch.Quote, launch.Program, launch.Pool, launch.Creator, launch.InitialLiquidity, launch.TokenUnits,
            launch.Slot ?? 0, launch.Signature, launch.ObservedAt, LaunchSource.Geyser));

    public Task Found(StrategyFinding finding) => finding.Cycle is { } cycle
        ? channels.Publish(Portfolio, MarketBridge.ToEvent(cycle))
        : channels.Publish(Portfolio, finding.Opportunity);

    public async Task Reached(FeedProgress progress)
    {
        await grains.GetGrain<IOrchestratorGrain>(Portfolio.Value).Beat(progress.Slot, progress.At);
        await grains.GetGrain<IFeedGrain>(FeedNames.Main).Reached(progress);
        // Not awaited: a look at launches waits for nodes, and the feed must not. One round at a time.
        if (_looking.IsCompleted) _looking = Look(progress.At);
    }

    public async Task<Lamports> OwnCapital() => (await grains.GetGrain<IPortfolioGrain>(Portfolio.Value).Snapshot()).Available;

    public async Task<ImmutableArray<(Mint Token, SlippageSample Sample)>> Slippage(IReadOnlyList<Mint> tokens)
    {
        var known = await Task.WhenAll(tokens.Select(token => grains.GetGrain<ITokenGrain>(token.Value).Slippage()));
        return [.. tokens.Zip(known).SelectMany(one => one.Second.Select(sample => (one.First, sample)))];
    }

    private async Task Look(DateTimeOffset at)
    {
        try
        {
            await grains.GetGrain<ISniperGrain>(Portfolio.Value).Beat(at);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A later beat looks again; the launches stay on the list.
            NotLooked(fault);
        }
    }

    [LoggerMessage(3051, LogLevel.Warning, "Launches could not be looked at again; the next beat goes on")]
    private partial void NotLooked(Exception fault);
}
