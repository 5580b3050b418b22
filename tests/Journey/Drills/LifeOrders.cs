using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Orchestrator.Cli.Drills.Audits;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>What one life of the trading process is told: where its state is, how long it trades, and where it dies.</summary>
/// <param name="Settings">Pairs of <c>key=value</c>; the same for every life of a drill.</param>
/// <param name="Acknowledged">File that takes the id of every reservation the book said yes to.</param>
/// <param name="TradeSeconds">Market time to trade from where the venue stands; then it only settles.</param>
/// <param name="Kill">Null: it lives until all is settled.</param>
internal sealed record LifeOrders(string[] Settings, string Acknowledged, int TradeSeconds, Kill? Kill)
{
    public string Write() => JsonSerializer.Serialize(this);

    public static LifeOrders Read(string text) => JsonSerializer.Deserialize<LifeOrders>(text)!;

    public Task<WebApplication> Open(KillingPoints faults, AcknowledgedReservations witness) => EventTimeSystem.Open(Settings, faults, witness);
}
