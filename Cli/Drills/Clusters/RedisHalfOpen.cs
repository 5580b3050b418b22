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

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            await stage.Fill(notes);
            var length = TimeSpan.FromSeconds(chance.Next(SecondsMin, SecondsMax + 1));
            var mode = chance.Next(2) == 0 ? ProxyMode.HalfOpen : ProxyMode.AnswersLost;
            await Proxied.During(stage, stage.Alive, mode, length, $"{(mode == ProxyMode.HalfOpen ? "connections to Redis half-open" : "every answer of Redis lost")} for {length.TotalSeconds:0} s", notes, cancel);
        }
    }
}
