using System.Net;

namespace Orchestrator.Cli.Drills.Places;

/// <summary>The places of one drill's silos, and whatever lies between them and the rest.</summary>
internal abstract class SiloPlaces : IAsyncDisposable
{
    private readonly List<SiloPlace> _all = [];

    /// <summary>Where silos find Redis, if not at the loopback address.</summary>
    public virtual IPAddress? RedisAddress => null;

    /// <param name="directory">For what the places need on the disk.</param>
    /// <exception cref="MissingPartException">This machine lacks what is needed for it.</exception>
    public static async Task<SiloPlaces> Open(DrillRoute route, string directory) => route switch
    {
        DrillRoute.Direct => new DirectPlaces(),
        DrillRoute.Proxies => new ProxiedPlaces(),
        DrillRoute.Networks => new NetworkPlaces(await DrillNetwork.Open()),
        DrillRoute.Clocks => new ClockPlaces(directory),
        _ => throw new ArgumentOutOfRangeException(nameof(route), route, "There is no such way."),
    };

    /// <param name="taken">Places of silos that live.</param>
    /// <param name="redis">Port of Redis at the loopback address.</param>
    /// <param name="venue">The venue at the loopback address.</param>
    public SiloPlace Next(IReadOnlyCollection<SiloPlace> taken, int redis, Uri venue)
    {
        if (_all.Find(place => !taken.Contains(place)) is { } free) return free;
        var made = Make(_all.Count + 1, redis, venue);
        _all.Add(made);
        return made;
    }

    public abstract ValueTask DisposeAsync();

    /// <param name="number">From 1.</param>
    protected abstract SiloPlace Make(int number, int redis, Uri venue);

    private sealed class DirectPlaces : SiloPlaces
    {
        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        protected override SiloPlace Make(int number, int redis, Uri venue) => SiloPlace.Plain;
    }
}
