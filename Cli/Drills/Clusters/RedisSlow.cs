using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Redis answers every silo late for a while: nobody is declared dead for it, and trading is back when it is over.</summary>
internal sealed class RedisSlow : IClusterDrill
{
    private const int SecondsMin = 6, SecondsMax = 12, DelayMinMilliseconds = 50, DelayMaxMilliseconds = 400;

    public string Name => "redis-slow";

    public string About => "every answer of Redis comes 50 to 400 ms late for 6 to 12 s: trading goes on or comes back, and nothing is done twice";

    public int TimesByDefault => 2;

    public bool Audited => true;

    public DrillRoute Route => DrillRoute.Proxies;

    public Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel) =>
        LastingFaults.Repeat(stage, times, notes, chance, (SecondsMin, SecondsMax), () =>
        {
            var delay = TimeSpan.FromMilliseconds(chance.Next(DelayMinMilliseconds, DelayMaxMilliseconds + 1));
            foreach (var silo in stage.Alive) silo.Place.Proxy!.Delay = delay;
            return LastingFault.Of($"Redis {delay.TotalMilliseconds:0} ms late", stage.Alive, ProxyMode.Slow);
        }, cancel);
}
