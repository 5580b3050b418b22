using System.Net;
using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Drills.Places;

/// <summary>Each silo is alone on a host of its own, and a router lies between it and everything else.</summary>
internal sealed class NetworkPlaces(DrillNetwork network) : SiloPlaces
{
    private FaultProxy? _venue;

    public override IPAddress RedisAddress => network.RedisAddress;

    public DrillNetwork Network => network;

    public override async ValueTask DisposeAsync()
    {
        if (_venue is not null) await _venue.DisposeAsync();
        await network.DisposeAsync();
    }

    protected override SiloPlace Make(int number, int redis, Uri venue)
    {
        // The venue listens at the loopback address only; this passes everything on, always.
        _venue ??= new FaultProxy(venue.Port, network.VenueAddress);
        var host = network.Host(number);
        return new SiloPlace(
            [$"cluster.address={host.Address}", $"storage.redis={network.RedisAddress}:{redis}", $"simulation.venue_address=http://{_venue.Address}", $"network.allowed_hosts={network.VenueAddress}"], new Launch(host.Inside, [])) { Host = host };
    }
}
