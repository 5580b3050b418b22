using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class BlacklistCommandTests
{
    private const string Address = "7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU";

    [Fact]
    public async Task Adding_sends_address_and_reason_and_says_what_came_of_it()
    {
        var (answer, asked) = await AnsweredCommand.Run(
            [$$"""{"address":"{{Address}}","outcome":"added","actor":"operator:olga"}"""], "blacklist", "add", Address, "--reason", "emptied two pools");
        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.Contains($"{Address}: added", answer.Output, StringComparison.Ordinal);
        Assert.StartsWith("POST /api/v1/blacklist ", asked[0], StringComparison.Ordinal);
        Assert.Contains("emptied two pools", asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_what_is_not_listed_is_not_found()
    {
        var (answer, asked) = await AnsweredCommand.Run([$$"""{"address":"{{Address}}","outcome":"not_listed","actor":"a"}"""], "blacklist", "remove", Address, "--reason", "a mistake");
        Assert.Equal(ExitCode.NotFound, answer.Code);
        Assert.StartsWith("POST /api/v1/blacklist/remove ", asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_read_page_by_page()
    {
        string Page(string address, string next) => $$"""{"entries":[{"address":"{{address}}","reason":"r","actor":"a","at":"2026-10-05T12:00:00+00:00"}],"next":{{next}}}""";
        var (answer, asked) = await AnsweredCommand.Run([Page("one", "\"one\""), Page("two", "null")], "blacklist", "list", "--json");
        Assert.Equal(2, answer.Json.GetProperty("entries").GetArrayLength());
        Assert.Contains("after=one", asked[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add", Address)]
    [InlineData("remove", Address)]
    [InlineData("add", "--reason", "r")]
    public async Task Without_address_or_reason_nothing_is_asked(params string[] words) => Assert.Equal(ExitCode.Error, (await CommandTest.Run(["blacklist", .. words])).Code);
}
