using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Every connection to Redis goes dead without a word, or takes questions and loses the answers; only new ones are good again.</summary>
internal sealed class RedisHalfOpen : IClusterDrill
{
    private const int SecondsMin = 3, SecondsMax = 8;

    public string Name => "redis-half-open";

    public string About => "connections to Redis go silent without closing, or lose every answer, for 3 to 8 s: what was written and not confirmed is not done again";

    public int TimesByDefault => 2;

    public bool Audited => true;

    public DrillRoute Route => DrillRoute.Proxies;

    public Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel) =>
        LastingFaults.Repeat(stage, times, notes, chance, (SecondsMin, SecondsMax), () => chance.Next(3) switch
        {
            0 => LastingFault.Of("every connection to Redis half-open", stage.Alive, ProxyMode.HalfOpen),
            1 => LastingFault.Of("the connections to Redis of the silo that traded half-open", [stage.Orchestrating], ProxyMode.HalfOpen),
            _ => LastingFault.Of("every answer of Redis lost", stage.Alive, ProxyMode.AnswersLost),
        }, cancel);
}
