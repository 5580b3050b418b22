using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>What a live start lacks is a matter of its configuration, and the exit code says so.</summary>
public sealed class PreflightCommandTests
{
    [Theory]
    [InlineData("ORCH-KEY-0012")]
    [InlineData("ORCH-KEY-0001", "signer.keystore=none.keystore")]
    public async Task Without_its_keystore_a_preflight_ends_as_a_configuration_that_is_wrong(string code, params string[] settings)
    {
        var answer = await CommandTest.Run(["preflight", "live", .. settings.SelectMany(setting => new[] { "--set", setting })]);

        Assert.Equal(ExitCode.Configuration, answer.Code);
        Assert.Contains(code, answer.Error);
        Assert.Contains("signer.keystore", answer.Error);
    }
}
