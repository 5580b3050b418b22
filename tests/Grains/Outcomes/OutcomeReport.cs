using System.Globalization;
using System.Text;

namespace Orchestrator.Grains.Tests.Outcomes;

/// <summary>What a person reads of the unknown-outcome protocol in simulation.</summary>
internal static class OutcomeReport
{
    /// <param name="refused">Seeds in which nothing was signed, because the nodes dispute how long the hash lives.</param>
    /// <param name="bugs">Each planted bug: the first seed that shows it, how many of the first do, and what the first one shows.</param>
    public static string Of(int seeds, int refused, IReadOnlyList<string> broken, int bugSeeds, IEnumerable<(string Name, int First, int Count, string What)> bugs)
    {
        var text = new StringBuilder("""
            # Outcomes that nobody knows, in simulation

            One seed is one chain that skips slots, forks and forgets, several nodes that lag, lie and lose statuses, and one signed message whose outcome has to be found out by the product's own rules
            (`NodeQuorum`, `ChainRules`). A run is broken when capital is released while the message lands later, when what did not land is booked, or when it never ends. Written by
            `Orchestrator.Grains.Tests -explicit only -trait soak=true`.


            """.ReplaceLineEndings("\n"));
        text.Append(CultureInfo.InvariantCulture, $"{seeds} seeds: **{broken.Count} broken**; in {refused} of them nothing was signed, because the nodes disputed how long the hash lives.\n\n");
        foreach (var one in broken) text.Append(CultureInfo.InvariantCulture, $"- {one}\n");
        text.Append(CultureInfo.InvariantCulture, $"\nThe same judge on rules into which one bug was planted, {bugSeeds} seeds each:\n\n| planted bug | first seed that shows it | seeds that show it | what the first one shows |\n|---|---|---|---|\n");
        foreach (var (name, first, count, what) in bugs) text.Append(CultureInfo.InvariantCulture, $"| {name} | {first} | {count} | {what} |\n");
        return text.ToString();
    }

    /// <summary>Where reports lie.</summary>
    public static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Orleans.sln"))) return Path.Combine(folder.FullName, "docs", "reports");
        throw new InvalidOperationException($"No Orleans.sln above {AppContext.BaseDirectory}.");
    }
}
