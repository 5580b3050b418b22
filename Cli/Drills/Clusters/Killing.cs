using Orchestrator.Cli.Drills.Stages;
using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>A silo that a drill has killed.</summary>
/// <param name="Where">The point that it died at, or that it was killed where it was.</param>
/// <param name="WasTrading">The orchestrator ran in it.</param>
/// <param name="Ordered">When the kill was ordered, in Unix milliseconds.</param>
internal readonly record struct Killed(DrillSilo Silo, string Where, bool WasTrading, long Ordered)
{
    public long At => Silo.Process.ExitedAt.ToUnixTimeMilliseconds();

    public override string ToString() => $"{Silo.Name} killed at {Where}{(WasTrading ? ", it was trading" : "")}";
}

/// <summary>kill -9 at a named step.</summary>
internal static class Killing
{
    /// <summary>Some steps are taken only where the orchestrator runs, others only where the book is: who does not come to its point by then is spared.</summary>
    private static readonly TimeSpan MeantPatience = TimeSpan.FromSeconds(3);

    /// <summary>How long any of them may take after that.</summary>
    private static readonly TimeSpan OthersPatience = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(60);

    /// <summary>Kills the silo that is meant, or one of the others when it does not pass the point.</summary>
    /// <returns>Null when none of them passed it in time; then all live.</returns>
    public static async Task<Killed?> At(DrillStage stage, DrillSilo meant, string point, int passage)
    {
        var (trading, ordered) = (stage.Orchestrating, DrillStage.Now);
        DrillSilo[] others = [.. stage.Alive.Where(silo => silo != meant)];
        meant.DieAt(point, passage);
        if (await FirstToEnd([meant], MeantPatience) is null)
        {
            meant.Spare();
            foreach (var other in others) other.DieAt(point, passage);
        }

        var dead = await FirstToEnd([meant, .. others], OthersPatience);
        foreach (var silo in stage.Alive)
        {
            silo.Spare();
            silo.IsExpectedToEnd = false;
        }

        return dead is null ? null : new Killed(dead, passage == 1 ? point : $"{point}:{passage}", dead == trading, ordered);
    }

    /// <summary>Kills a silo where it is.</summary>
    /// <param name="why">Added to the report.</param>
    public static async Task<Killed> Anywhere(DrillStage stage, DrillSilo meant, string why)
    {
        var (trading, ordered) = (stage.Orchestrating, DrillStage.Now);
        meant.IsExpectedToEnd = true;
        meant.Process.Kill();
        await meant.Process.Exit(ExitPatience);
        return new Killed(meant, $"any moment ({why})", meant == trading, ordered);
    }

    private static async Task<DrillSilo?> FirstToEnd(DrillSilo[] silos, TimeSpan patience)
    {
        var ends = silos.Select(silo => silo.Process.Ended).ToArray();
        await Task.WhenAny([.. ends, OwnProcess.Expiry(patience)]);
        return silos.FirstOrDefault(silo => silo.Process.HasExited);
    }
}
