using Orchestrator.Cli.Drills;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>Every point there is, before and after each durable step, each once; which passage and in which order is the seed's choice.</summary>
internal static class DrillPlan
{
    private const int KillsPerDrill = 6;

    /// <summary>Passed once in a life at least; a kill at a later passage would mostly be missed.</summary>
    private static readonly string[] Rare =
    [
        "book.commit.{0}:take_over", "book.commit.{0}:marks", "book.commit.{0}:pause", "saga.expired.{0}", "saga.ending.{0}", "saga.adopted.{0}",
    ];

    /// <summary>Passed hundreds of times in a life.</summary>
    private static string[] Steady(string store) => store == "embedded"
        ? ["sqlite.commit.{0}", "sqlite.commit.{0}"]
        : ["redis.store.{0}", "redis.grain.{0}", "redis.journal.{0}"];

    /// <summary>The first deposit is booked once in a store's life, so its drills begin with it.</summary>
    private static readonly string[] First = ["book.commit.{0}:move"];

    public static IEnumerable<Kill[]> Drills(string store, int seed)
    {
        var chance = new Random(seed);
        var first = Both(First).Select(point => new Kill(point, 1)).ToList();
        var kills = Both(Rare).Select(point => new Kill(point, 1))
            .Concat(Both(DrillPoints.Steps).Select(point => new Kill(point, chance.Next(1, 5))))
            .Concat(Both(Steady(store)).Select(point => new Kill(point, chance.Next(1, point.Contains("journal", StringComparison.Ordinal) ? 20 : 150))))
            .ToArray();
        chance.Shuffle(kills);
        return kills.Chunk(KillsPerDrill).Select((chunk, drill) => drill < first.Count ? [first[drill], .. chunk] : chunk);
    }

    private static IEnumerable<string> Both(string[] points) =>
        from moment in (string[])["before", "after"] from point in points select point.Replace("{0}", moment, StringComparison.Ordinal);
}
