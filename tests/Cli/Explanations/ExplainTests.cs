using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Explanations;

namespace Orchestrator.Cli.Tests.Explanations;

public sealed class ExplainTests
{
    public static TheoryData<string> Codes() => [.. ErrorPage.Codes];

    [Theory, MemberData(nameof(Codes))]
    public void Every_page_says_what_happened_what_to_do_and_what_became_of_the_state(string code)
    {
        var page = ErrorPage.Find(code)!;

        Assert.Equal(["Cause", "Remedy", "State", "Command"], page.Sections.Select(section => section.Name));
        Assert.All(page.Sections, section => Assert.NotEmpty(section.Text));
        Assert.NotEmpty(page.Title);
        Assert.DoesNotContain(code, page.Title);
    }

    [Theory]
    [InlineData("ORCH-CONF-0003")]
    [InlineData("orch-conf-0003")]
    [InlineData("conf-0003")]
    public async Task A_code_is_found_however_it_is_typed(string code)
    {
        var answer = await CommandTest.Run("explain", code, "--json");

        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.Equal("ORCH-CONF-0003", answer.Json.GetProperty("code").GetString());
        Assert.Equal("orch config show", answer.Json.GetProperty("sections").GetProperty("command").GetString()!.Trim('`'));
    }

    [Fact]
    public async Task A_code_that_does_not_exist_is_not_found_and_the_nearest_is_named()
    {
        var answer = await CommandTest.Run("explain", "ORCH-CNF-0003");

        Assert.Equal(ExitCode.NotFound, answer.Code);
        Assert.Contains("the nearest is ORCH-CONF-0003", answer.Error);
    }
}
