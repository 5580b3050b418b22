using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class ConfigCommandTests
{
    [Fact]
    public async Task Every_error_is_reported_at_once_with_its_place()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "[risk]\nmax_positions = 1000\nmax_positionz = 3\n");

            var answer = await CommandTest.Run("config", "check", "--config", file);

            Assert.Equal(ExitCode.Configuration, answer.Code);
            Assert.Contains($"{file}:2:1", answer.Error);
            Assert.Contains($"{file}:3:1", answer.Error);
            Assert.Contains("2 errors", answer.Error);
            Assert.Contains("1 to 100", answer.Error);
            Assert.Empty(answer.Output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Errors_for_programs_carry_code_place_and_what_is_allowed()
    {
        var answer = await CommandTest.Run("config", "check", "--json", "--set", "risk.max_positions=1000");

        Assert.Equal(ExitCode.Configuration, answer.Code);
        Assert.False(answer.Json.GetProperty("valid").GetBoolean());
        var error = Assert.Single(answer.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal("ORCH-CONF-0006", error.GetProperty("code").GetString());
        Assert.Equal("command line", error.GetProperty("where").GetString());
        Assert.Contains("1 to 100", error.GetProperty("allowed").GetString());
    }

    [Fact]
    public async Task A_valid_configuration_is_said_to_be_so()
    {
        var answer = await CommandTest.Run("config", "check", "--json", "--set", "risk.max_positions=5");

        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.True(answer.Json.GetProperty("valid").GetBoolean());
        Assert.Equal(1, answer.Json.GetProperty("changed").GetInt32());
    }

    [Fact]
    public async Task What_is_in_force_is_shown_with_where_it_came_from()
    {
        var answer = await CommandTest.Run("config", "show", "risk.", "--origin", "--set", "risk.max_positions=5");

        Assert.Equal(ExitCode.Ok, answer.Code);
        var line = Assert.Single(answer.Output.Split('\n'), line => line.Contains("max_positions"));
        Assert.Contains("5 positions", line);
        Assert.Contains("command line", line);
        Assert.DoesNotContain("breakers", answer.Output);
    }

    [Fact]
    public async Task A_secret_is_never_shown()
    {
        Environment.SetEnvironmentVariable("ORCH__STORAGE__REDIS_PASSWORD", "hunter2");
        try
        {
            foreach (var args in (string[][])[["config", "show"], ["config", "show", "--json"], ["config", "show", "--origin"]])
            {
                var answer = await CommandTest.Run(args);
                Assert.Equal(ExitCode.Ok, answer.Code);
                Assert.DoesNotContain("hunter2", answer.Output);
                Assert.Contains("(secret)", answer.Output);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("ORCH__STORAGE__REDIS_PASSWORD", null);
        }
    }

    [Fact]
    public async Task A_prefix_that_no_setting_has_is_not_found() => Assert.Equal(ExitCode.NotFound, (await CommandTest.Run("config", "show", "rizk")).Code);
}
