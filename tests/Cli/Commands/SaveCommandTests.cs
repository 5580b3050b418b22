using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>What <c>orch save</c> says before anybody is asked. What a running product answers to it: Chain/Live/CommandLine/LentCommandTests.</summary>
public sealed class SaveCommandTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.0000000001")]
    [InlineData("1000000001")]
    public async Task What_is_no_amount_of_SOL_is_refused_by_name_before_anybody_is_asked(string sol)
    {
        var said = await CommandTest.Run("save", "supply", sol, "--reason", "idle", "--address", $"http://127.0.0.1:{FreePort.Next()}");
        Assert.Equal(ExitCode.Error, said.Code);
        Assert.Contains(RefusalCodes.Unreadable, said.Error, StringComparison.Ordinal);
        Assert.Contains("at most nine decimals", said.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("supply", "2.5")]
    [InlineData("supply", "much", "--reason", "r")]
    [InlineData("supply", "--reason", "r")]
    [InlineData("withdraw", "0192f3a4-5b6c-7d8e-9f00-112233445566")]
    [InlineData("withdraw", "--reason", "r")]
    [InlineData("repay")]
    public async Task Without_amount_position_or_reason_nothing_is_asked(params string[] words)
    {
        var said = await CommandTest.Run(["save", .. words]);
        Assert.Equal(ExitCode.Error, said.Code);
        Assert.Contains(RefusalCodes.Unreadable, said.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("supply", "2.5")]
    [InlineData("withdraw", "0192f3a4-5b6c-7d8e-9f00-112233445566")]
    public async Task Where_nothing_runs_both_say_so(string verb, string what)
    {
        var said = await CommandTest.Run("save", verb, what, "--reason", "r", "--json", "--address", $"http://127.0.0.1:{FreePort.Next()}");
        Assert.Equal(ExitCode.NotRunning, said.Code);
        Assert.Contains(RefusalCodes.NotRunning, said.Output + said.Error, StringComparison.Ordinal);
    }
}
