using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>A silo that was told to end, hands over and is gone.</summary>
internal static class Leaving
{
    /// <summary>How long it may be neither there nor gone: whoever asks it something waits as long.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="at">When it was told, by <see cref="DrillStage.Now"/>.</param>
    public static async Task Ended(DrillSilo silo, long at, DrillNotes notes)
    {
        if (await silo.Process.Exit(Patience) is var status and not 0) notes.Missed($"{silo.Name} ended with {status}, not with 0");
        var took = silo.Process.ExitedAt.ToUnixTimeMilliseconds() - at;
        if (took > Most.TotalMilliseconds) notes.Missed($"{silo.Name} was gone only {took} ms after it was told to end");
    }
}
