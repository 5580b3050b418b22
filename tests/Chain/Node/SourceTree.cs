namespace Orchestrator.Chain.Tests.Node;

/// <summary>Where this project's sources lie: the tests run the Node and C parts from there.</summary>
internal static class SourceTree
{
    public static string Chain { get; } = Path.Combine(Root(), "tests", "Chain");

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Orleans.sln"))) return folder.FullName;
        throw new InvalidOperationException($"No Orleans.sln above {AppContext.BaseDirectory}.");
    }
}
