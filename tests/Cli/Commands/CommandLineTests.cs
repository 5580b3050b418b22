using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class CommandLineTests
{
    public static TheoryData<string> Names()
    {
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, false, false, TextReader.Null);
        return [.. CommandLine.Tree(terminal).Subcommands.Select(command => command.Name)];
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Every_command_has_help_with_examples_that_name_it_as_people_do(string name)
    {
        var answer = await CommandTest.Run(name, "--help");

        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.Contains($"orch {name}", answer.Output);
        Assert.Contains("Examples:", answer.Output);
        Assert.Contains("--json", answer.Output);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_refused_with_those_that_do()
    {
        var answer = await CommandTest.Run("trade");

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Empty(answer.Output);
        Assert.Contains("ORCH-CLI-0001", answer.Error);
        Assert.Contains("'trade'", answer.Error);
        Assert.Contains("demo", answer.Error);
        Assert.Contains("orch --help", answer.Error);
    }

    [Fact]
    public async Task A_refusal_for_programs_is_one_JSON_value_on_the_output()
    {
        var answer = await CommandTest.Run("trade", "--json");

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Equal("ORCH-CLI-0001", answer.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(answer.Error);
    }

    [Theory]
    [InlineData("--seed", "-1")]
    [InlineData("--seed", "4294967296")]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "86401")]
    [InlineData("--storage", "paper")]
    [InlineData("--venue", "localhost")]
    public async Task A_demo_refuses_what_is_out_of_range_before_anything_starts(string option, string value)
    {
        var answer = await CommandTest.Run("demo", option, value);

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Contains("ORCH-CLI-0001", answer.Error);
        Assert.Contains(value, answer.Error);
    }

    [Fact]
    public async Task A_demo_cannot_resume_what_it_was_not_told_to_keep() =>
        Assert.Contains("--resume needs --data", (await CommandTest.Run("demo", "--resume")).Error);

    [Fact]
    public async Task A_demo_refuses_settings_that_are_wrong_with_the_exit_code_of_a_configuration()
    {
        var answer = await CommandTest.Run("demo", "--set", "risk.max_positions=1000");

        Assert.Equal(ExitCode.Configuration, answer.Code);
        Assert.Contains("ORCH-CONF-0006", answer.Error);
    }

    [Fact]
    public async Task A_demo_never_mixes_with_a_directory_that_holds_something()
    {
        var directory = Directory.CreateTempSubdirectory("orch-cli-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "book"), "mine");

            var answer = await CommandTest.Run("demo", "--data", directory.FullName);

            Assert.Equal(ExitCode.Error, answer.Code);
            Assert.Contains("ORCH-DEMO-0003", answer.Error);
            Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(directory.FullName, "book")));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
