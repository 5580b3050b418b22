using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class LiveCommandTests
{
    [Theory]
    [InlineData("--cap", "0.0000000001")]
    [InlineData("--max-loss", "0.00000000010000000000000000000000001")]
    [InlineData("--cap", "-1")]
    public async Task What_is_no_amount_of_whole_lamports_is_refused_by_name_before_anybody_is_asked(string option, string amount)
    {
        var other = option == "--cap" ? "--max-loss" : "--cap";

        var answer = await CommandTest.Run("live", "arm", option, amount, other, "1", "--for", "2h", "--confirm", "main", "--address", "http://127.0.0.1:9", "--json");

        Assert.Equal(ExitCode.Error, answer.Code);
        var error = answer.Json.GetProperty("error");
        Assert.Equal((RefusalCodes.Unreadable, $"{option} {amount} is no amount of SOL: at least 0, with at most 9 decimals."), (error.GetProperty("code").GetString(), error.GetProperty("message").GetString()));
    }
}
