using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>kill -9 of Redis under load; it comes back with its log after some seconds, and trading resumes by itself.</summary>
internal sealed class RedisRestart : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private const int SecondsMax = 5;

    public string Name => "redis-restart";

    public string About => "kill -9 of Redis under load and a start with its log after up to 5 s: trading resumes by itself";

    public int TimesByDefault => 2;

    public bool Audited => true;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            var away = TimeSpan.FromMilliseconds(chance.Next(200, SecondsMax * 1000));
            var last = await stage.Commands.LastBefore(DrillStage.Now, DrillStage.Now);
            await stage.Redis.Kill();
            var at = DrillStage.Now;
            notes.Fault($"Redis killed and away for {away.TotalMilliseconds:0} ms");
            await Task.Delay(away, cancel);
            await stage.Redis.Start();
            var first = await stage.Commands.FirstAfter(at, Patience);
            if (last is { } before) notes.Gap(first.At - before);
            await stage.Fill(notes);
            await stage.Commands.FirstAfter(DrillStage.Now, Patience);
        }
    }
}
