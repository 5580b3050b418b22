using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class RunCommandTests
{
    [Theory]
    [InlineData("shadow")]
    [InlineData("live")]
    public async Task A_mode_that_answers_nobody_without_a_key_says_which_key_that_is_and_how_to_make_one(string mode)
    {
        var answer = await CommandTest.Run("run", "--set", "orchestrator.mode=" + mode);

        Assert.Equal(ExitCode.Configuration, answer.Code);
        var said = answer.Error.ReplaceLineEndings(" ");
        Assert.StartsWith($"ORCH-API-0025  api.key_file is not set, and in {mode} mode the API answers nobody without an API key", said, StringComparison.Ordinal);
        Assert.Contains("orch api-key new", said, StringComparison.Ordinal);
        Assert.Contains("api.enabled = false", said, StringComparison.Ordinal);
    }
}
