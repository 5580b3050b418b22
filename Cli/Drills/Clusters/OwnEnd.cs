using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>A silo that cannot go on must end by itself: one that the others have declared dead, or one whose clock went back.</summary>
internal static class OwnEnd
{
    /// <summary>How long it may take to find out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until one of these has ended by itself; else it is noted, and they are killed. None are none to wait for.</summary>
    /// <param name="since">What happened before: a clause.</param>
    public static async Task Await(IReadOnlyList<DrillSilo> silos, DrillNotes notes, string since)
    {
        if (silos.Count == 0) return;
        try
        {
            var exits = silos.Select(silo => silo.Process.Exit(Patience)).ToArray();
            var ended = await Task.WhenAny(exits);
            var code = await ended;
            var silo = silos[Array.IndexOf(exits, ended)];
            silo.IsExpectedToEnd = true;
            notes.Fault($"{silo.Name} ended by itself with {code}, as it must");
        }
        catch (TimeoutException)
        {
            notes.Missed($"{string.Join(" and ", silos.Select(silo => silo.Name))} still run {Patience.TotalSeconds:0} s after {since}; one was to end by itself");
            foreach (var silo in silos) silo.Process.Kill();
        }
    }
}
