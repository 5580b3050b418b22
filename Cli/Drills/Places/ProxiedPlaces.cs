using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Drills.Places;

/// <summary>Each silo reaches Redis through a proxy of its own.</summary>
internal sealed class ProxiedPlaces : SiloPlaces
{
    private readonly List<FaultProxy> _proxies = [];

    public override async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies) await proxy.DisposeAsync();
    }

    protected override SiloPlace Make(int number, int redis, Uri venue)
    {
        var proxy = new FaultProxy(redis);
        _proxies.Add(proxy);
        return new SiloPlace(["storage.redis=" + proxy.Address], Launch.Plain) { Proxy = proxy };
    }
}
