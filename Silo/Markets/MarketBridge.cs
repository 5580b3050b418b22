using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Silo.Configuration;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Silo.Markets;

/// <summary>Carries what happens on the simulated venue to the grains: the feed's pulse, prices, and opportunities.</summary>
/// <param name="feed">Where opportunities come from; null: the venue's own scan finds them.</param>
/// <param name="clock">Follows a market that other silos run too; null in event time, where the driver's clock rules.</param>
internal sealed partial class MarketBridge(
    IVenue venue, ChannelPublisher channels, IGrainFactory grains, LiveSettings settings, ILogger<MarketBridge> log, VenueFeed? feed = null, PacedClock? clock = null)
{
    /// <summary>How old the book's prices may get, in market time; a fifth of what the breakers accept.</summary>
    private static readonly TimeSpan MarkPeriod = TimeSpan.FromMinutes(1);

    private readonly PortfolioId _portfolio = new(settings.Current.Text("orchestrator.portfolio"));
    private DateTimeOffset _nextMarks, _advancedTo;
    private Task _launches = Task.CompletedTask, _positions = Task.CompletedTask;
    private ulong _lastSlot;

    /// <summary>True: what is found is no longer offered.</summary>
    public bool Quiet { get; set; }

    /// <summary>Lets the market run to this moment and tells what came of it.</summary>
    public async Task Advance(DateTimeOffset to, CancellationToken cancel)
    {
        if (feed is not null)
        {
            feed.Quiet = Quiet;
            await CatchUp(feed, to, cancel);
        }

        var findings = await venue.Advance(to, cancel);
        var head = await venue.Chain.Head(cancel);
        clock?.Follow(head.BlockTime);
        if (head.Slot == _lastSlot) return;
        _lastSlot = head.Slot;

        if (to >= _nextMarks)
        {
            await grains.GetGrain<IPortfolioGrain>(_portfolio.Value).SetMarks(await Marks(to, cancel));
            _nextMarks = to + MarkPeriod;
        }

        await grains.GetGrain<IOrchestratorGrain>(_portfolio.Value).Beat(head.Slot, to);
        await Look(to);
        if (feed is not null) await feed.Tell(cancel);
        foreach (var finding in Quiet ? [] : findings) await channels.Publish(_portfolio, ToEvent(finding));
    }

    /// <summary>
    /// Launches and positions are looked at. In real time that is not waited for, as with the real chain's pulse: what was found on the market must not wait for a grain that was on a silo
    /// which is just leaving, nor what is held for a look at launches.
    /// </summary>
    private async Task Look(DateTimeOffset at)
    {
        var (sniper, exits) = (grains.GetGrain<ISniperGrain>(_portfolio.Value), grains.GetGrain<IExitGrain>(_portfolio.Value));
        if (clock is null)
        {
            await sniper.Beat(at);
            await exits.Beat(at);
            return;
        }

        if (_launches.IsCompleted) _launches = Told(sniper.Beat(at));
        if (_positions.IsCompleted) _positions = Told(exits.Beat(at));
    }

    private async Task Told(Task beat)
    {
        try
        {
            await beat;
        }
        catch (Exception fault)
        {
            // The next slot's beat looks again.
            NotLooked(fault);
        }
    }

    /// <summary>After a start or a standstill many slots are due at once: they are told in parts that a subscriber can follow.</summary>
    private async Task CatchUp(VenueFeed feed, DateTimeOffset to, CancellationToken cancel)
    {
        if (to - _advancedTo > feed.PartMax)
        {
            for (var at = (await venue.Chain.Head(cancel)).BlockTime + feed.PartMax; at < to; at += feed.PartMax)
            {
                await venue.Advance(at, cancel);
                await feed.Tell(cancel);
            }
        }

        _advancedTo = to;
    }

    private async Task<ImmutableArray<Mark>> Marks(DateTimeOffset at, CancellationToken cancel)
    {
        var marks = ImmutableArray.CreateBuilder<Mark>();
        foreach (var token in VenueToken.All)
        {
            if (token.Mint.IsSol) continue;
            // A large amount, so that a price of a fraction of a lamport keeps its digits.
            var units = new BaseUnits(MarkUnits);
            marks.Add(new Mark(token.Mint, await venue.Mark(new BalanceChange(token.Mint, new SignedUnits(MarkUnits)), cancel), units, at));
        }

        return marks.ToImmutable();
    }

    private const ulong MarkUnits = 1_000_000_000_000;

    internal static ArbitrageFound ToEvent(ArbitrageFinding finding) => new(
        finding.Id, finding.Strategy, finding.RouteKey, finding.Token, finding.Route, finding.Input, finding.ExpectedOutput, finding.ExpectedProfit,
        finding.RequiredCapital, finding.FlashLoanAmount, finding.FlashLoanFee, finding.SlippageBound, finding.Risk, finding.Confidence,
        finding.Slot, finding.ObservedAt, finding.ExpiresAt);

    [LoggerMessage(3012, LogLevel.Warning, "Launches or positions could not be looked at; the next slot goes on")]
    private partial void NotLooked(Exception fault);
}
