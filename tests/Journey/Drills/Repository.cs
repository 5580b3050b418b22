namespace Orchestrator.Journey.Tests.Drills;

/// <summary>The repository that this test was built in: reports land there.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Report(string name) => Path.Combine(Root, "docs", "reports", name);

    private static string Find()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Orleans.sln"))) directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("No repository around this test.");
        return directory;
    }
}
