using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Demo;

/// <summary>Where a demo keeps its state: a directory that was named and stays, or a fresh one that is removed.</summary>
internal sealed class DemoPlace : IDisposable
{
    /// <summary>The venue's own directory within the demo's.</summary>
    private const string VenueFolder = "venue";

    private readonly bool _temporary;

    private DemoPlace(string directory, bool temporary) => (Directory, _temporary) = (directory, temporary);

    public string Directory { get; }

    /// <summary>Where the venue of this process keeps its state; null when it is kept in memory only, or is another process.</summary>
    public string? VenueDirectory { get; private init; }

    /// <returns>The place, or why a run may not begin there.</returns>
    public static (DemoPlace? Place, Refusal? Refusal) Find(DemoPlan plan)
    {
        if (plan.Directory is null)
            return (new DemoPlace(System.IO.Directory.CreateTempSubdirectory("orch-demo-").FullName, temporary: true), null);

        var directory = Path.GetFullPath(plan.Directory);
        try
        {
            System.IO.Directory.CreateDirectory(directory);
            if (!plan.Resume && System.IO.Directory.EnumerateFileSystemEntries(directory).Any())
                return (null, new(
                    RefusalCodes.DemoDataExists, $"{directory} holds something already, and a demo would mix with it.", "an empty or new directory, or --resume",
                    $"orch demo --data {plan.Directory} --resume", ExitCode.Error));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, new(RefusalCodes.DemoDataExists, $"{directory} cannot be used: {fault.Message}", "a directory that can be written", "Name another one with --data.", ExitCode.Error));
        }

        return (new DemoPlace(directory, temporary: false) { VenueDirectory = plan.Venue is null ? Path.Combine(directory, VenueFolder) : null }, null);
    }

    public void Dispose()
    {
        if (_temporary) System.IO.Directory.Delete(Directory, recursive: true);
    }
}
