using System.Collections;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.EventTime;
using Orchestrator.Silo.Hosting;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>What one life of the trading process is told: where its state is, how long it trades, and where it dies.</summary>
/// <param name="Settings">Pairs of <c>key=value</c>; the same for every life of a drill.</param>
/// <param name="Acknowledged">File that takes the id of every reservation the book said yes to.</param>
/// <param name="TradeSeconds">Market time to trade from where the venue stands; then it only settles.</param>
/// <param name="Kill">Null: it lives until all is settled.</param>
internal sealed record LifeOrders(string[] Settings, string Acknowledged, int TradeSeconds, Kill? Kill)
{
    /// <summary>Market time that the last executions may take: a blockhash lives 16 s here, the margin and finality 26 s more.</summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(3);

    public string Write() => JsonSerializer.Serialize(this);

    public static LifeOrders Read(string text) => JsonSerializer.Deserialize<LifeOrders>(text)!;

    /// <summary>The whole system on this drill's store, on a clock that goes on where the venue stands.</summary>
    public async Task<WebApplication> Open(KillingPoints? faults, AcknowledgedReservations? witness)
    {
        var load = SettingsLoader.Merge("", "drill", new Hashtable(), Settings);
        if (load.Settings is not { } settings) throw new InvalidOperationException(string.Join('\n', load.Errors));
        var clock = new EventClock(new VenueSettings().Genesis);
        var host = TradingHost.Build(new TradingHostOptions
        {
            Settings = settings, EventClock = clock, ServeApi = false, ConsoleLog = faults is not null, Faults = faults, Witness = witness,
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
}
