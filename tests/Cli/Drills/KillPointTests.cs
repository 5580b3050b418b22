using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Drills;

namespace Orchestrator.Cli.Tests.Drills;

public sealed class KillPointTests
{
    [Fact]
    public void The_process_ends_at_the_named_passage_of_the_named_point_and_at_no_other()
    {
        var kills = 0;
        var point = KillPoint.Parse("saga.send.before:3", () => kills++)!;

        var seen = new List<int>();
        foreach (var reached in (string[])["saga.send.before", "saga.send.after", "saga.send.before", "saga.send", "saga.send.before", "saga.send.before"])
        {
            point.Reach(reached);
            seen.Add(kills);
        }

        Assert.Equal([0, 0, 0, 0, 1, 1], seen);
    }

    [Theory]
    [InlineData("saga.send.before")]
    [InlineData("saga.send.before:")]
    [InlineData("saga.send.before:0")]
    [InlineData("saga.send.before:-1")]
    [InlineData("saga.send.before:1000001")]
    [InlineData(":3")]
    public async Task What_is_not_a_point_and_a_passage_is_refused(string text)
    {
        var answer = await CommandTest.Run("demo", "--kill-at", text);

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Contains("ORCH-CLI-0001", answer.Error);
        Assert.Contains("point:n", answer.Error);
    }
}
