namespace Orchestrator.Grains.Tests.Outcomes;

/// <summary>The protocol for unknown outcomes against chains that skip and fork and nodes that lag, lie and forget. One seed is one run.</summary>
public sealed class OutcomeTests
{
    private const int Seeds = 2_400, SoakSeeds = 30_000;

    public static TheoryData<string> Bugs => [.. PlantedOutcomeBugs.All.Keys];

    [Fact]
    public void No_seed_releases_what_lands_books_what_did_not_or_waits_for_ever() => Assert.Empty(Broken(OutcomeRules.Product, Seeds).Take(5));

    [Fact(Explicit = true), Trait("soak", "true")]
    public async Task No_seed_of_many_does_and_every_planted_bug_is_counted()
    {
        var broken = Broken(OutcomeRules.Product, SoakSeeds).Take(50).ToArray();
        var refused = Enumerable.Range(1, SoakSeeds).Count(seed => new OutcomeWorld(seed).IsRefused(OutcomeRules.Product));
        var bugs = PlantedOutcomeBugs.All.OrderBy(bug => bug.Key, StringComparer.Ordinal).Select(bug =>
        {
            var shown = Broken(bug.Value, Seeds).ToArray();
            return (bug.Key, First: shown.Length == 0 ? 0 : int.Parse(shown[0].Split(' ', ':')[1], System.Globalization.CultureInfo.InvariantCulture), shown.Length, What: shown.FirstOrDefault() ?? "not found");
        }).ToArray();
        await File.WriteAllTextAsync(Path.Combine(OutcomeReport.Folder(), "outcomes.md"), OutcomeReport.Of(SoakSeeds, refused, broken, Seeds, bugs));
        Assert.Empty(broken);
        Assert.All(bugs, bug => Assert.True(bug.First > 0, bug.Key));
    }

    [Theory, MemberData(nameof(Bugs))]
    public void A_planted_bug_is_found(string bug) => Assert.NotEmpty(Broken(PlantedOutcomeBugs.All[bug], Seeds).Take(1));

    [Fact]
    public void Most_seeds_are_traded_so_that_a_refusal_hides_nothing() =>
        Assert.InRange(Enumerable.Range(1, Seeds).Count(seed => !new OutcomeWorld(seed).IsRefused(OutcomeRules.Product)), Seeds / 3, Seeds);

    private static IEnumerable<string> Broken(OutcomeRules rules, int seeds) =>
        Enumerable.Range(1, seeds).Select(seed => (seed, Broken: new OutcomeWorld(seed).Run(rules))).Where(run => run.Broken is not null).Select(run => $"seed {run.seed}: {run.Broken}");
}
