using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class StrategiesCommandTests
{
    private const string Paused = """
        {"items":[{"strategy":"arbitrage.ten_token","learning_mode":"auto","bonus":0.5,"weight_factor":1,"calibration":0.8,"outcomes":7,"win_rate":0.4,"profit_factor":null,
        "realised_lamports":-20000,"realised_sol":"-0.00002","expected_lamports":1,"expected_sol":"0.000000001",
        "account":{"strategy":"arbitrage.ten_token","exposure_lamports":0,"loss_run":5,"pause":{"cause":"loss_run","reason":"5 losses in a row","at":"2026-10-05T12:00:00+00:00"},"budget_lamports":null}}]}
        """;

    [Fact]
    public async Task The_list_says_who_is_paused_and_why()
    {
        var (answer, asked) = await AnsweredCommand.Run([Paused], "strategies", "list");
        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.StartsWith("GET /api/v1/strategies ", asked[0], StringComparison.Ordinal);
        Assert.Contains("arbitrage.ten_token is paused (loss_run): 5 losses in a row", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pause", "paused")]
    [InlineData("resume", "resumed")]
    public async Task A_strategy_is_paused_and_resumed_by_its_name(string verb, string outcome)
    {
        var (answer, asked) = await AnsweredCommand.Run([$$"""{"strategy":"sniper.memecoin","outcome":"{{outcome}}","actor":"a"}"""], "strategies", verb, "sniper.memecoin", "--reason", "looked at");
        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.StartsWith($"POST /api/v1/strategies/sniper.memecoin/{verb} ", asked[0], StringComparison.Ordinal);
        Assert.Contains($"sniper.memecoin: {outcome}", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pause", "sniper.memecoin")]
    [InlineData("resume", "--reason", "r")]
    public async Task Without_name_or_reason_nothing_is_asked(params string[] words) => Assert.Equal(ExitCode.Error, (await CommandTest.Run(["strategies", .. words])).Code);
}
