using System.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.EventTime;
using Orchestrator.Silo.Hosting;
using Orchestrator.Solana.Simulation;
using Orleans;

namespace Orchestrator.Cli.Drills.Audits;

/// <summary>The whole system on a drill's store, on a clock that goes on where the drill's venue stands.</summary>
internal static class EventTimeSystem
{
    /// <summary>Market time that the last executions may take: a blockhash lives 40 slots on a drill's venue, the margin and finality 64 more.</summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(3);

    /// <summary>Market time that the exit rules may take to sell what is held, and its sales to be final.</summary>
    private static readonly TimeSpan SaleTime = TimeSpan.FromMinutes(5);

    /// <param name="settings">Pairs of <c>key=value</c>.</param>
    /// <param name="faults">Points of a drill; with them the log is on the console.</param>
    /// <exception cref="InvalidOperationException">The settings are refused.</exception>
    public static async Task<WebApplication> Open(IReadOnlyList<string> settings, IFaultPoints? faults, IIncomingGrainCallFilter? witness)
    {
        var load = SettingsLoader.Merge("", "drill", new Hashtable(), settings);
        var effective = load.Settings ?? throw new InvalidOperationException(string.Join('\n', load.Errors));
        var clock = new EventClock(new VenueSettings().Genesis);
        var host = TradingHost.Build(new TradingHostOptions
        {
            Settings = effective, EventClock = clock, ServeApi = false, ConsoleLog = faults is not null, Faults = faults, Witness = witness,
        });
        try
        {
            clock.MoveTo((await host.Services.GetRequiredService<IVenue>().Chain.Head(CancellationToken.None)).BlockTime);
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes nothing new, lets what runs end and what is held be sold by its rules.</summary>
    /// <returns>False when a reservation was still open at the end.</returns>
    public static async Task<bool> Settle(WebApplication host)
    {
        var driver = host.Services.GetRequiredService<MarketDriver>();
        var book = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IPortfolioGrain>("main");
        var settled = await driver.Finish(SettleTime, CancellationToken.None);
        for (var last = driver.Now + SaleTime; driver.Now < last && (await book.Snapshot()).OpenPositions > 0;) await driver.RunTo(driver.Now.AddSeconds(1), CancellationToken.None);
        return settled && await driver.Finish(SettleTime, CancellationToken.None);
    }
}
