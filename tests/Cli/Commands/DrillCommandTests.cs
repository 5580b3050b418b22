using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Drills;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class DrillCommandTests
{
    /// <summary>What a script reads of a score. Others may join them.</summary>
    private static readonly string[] Promised = ["drill", "seed", "times", "result", "lost", "doubled", "conservation_violations", "unresolved", "failover_p50_ms", "failover_p99_ms"];

    [Fact]
    public async Task The_list_names_every_drill_with_what_happens_in_it()
    {
        var answer = await CommandTest.Run("drill", "list");
        Assert.Equal(ExitCode.Ok, answer.Code);
        var lines = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ClusterDrillRun.Drills.Select(drill => drill.Name), lines.Select(line => line.Split(' ')[0]));
        Assert.All(ClusterDrillRun.Drills.Zip(lines), pair => Assert.EndsWith(pair.First.About, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_is_read_by_scripts_too()
    {
        var list = (await CommandTest.Run("drill", "list", "--json")).Json;
        Assert.All(list.EnumerateArray(), drill => Assert.True(drill.GetProperty("times").GetInt32() > 0 && drill.GetProperty("name").GetString() is { Length: > 0 }));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("often")]
    public async Task As_often_as_nobody_can_is_refused_before_anything_is_broken(string times)
    {
        var answer = await CommandTest.Run("drill", "kill-silo", "--times", times);
        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Contains("1 to 1000", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_has_the_names_that_scripts_know()
    {
        var score = new DrillScore("kill-silo", 7, 1, DrillScore.Pass, 0, 0, 0, 0, 1_500, 2_500, 3, 2, 2, 1, 3, 0, 20, ["silo-1 killed"], [1_500], [], null);
        using var json = JsonDocument.Parse(JsonText.Of(score, forPeople: false));
        Assert.All(Promised, name => Assert.True(json.RootElement.TryGetProperty(name, out _), name));
    }
}
