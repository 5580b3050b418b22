using System.Collections;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Silo.Tests.Configuration;

/// <summary>Whom the process may speak to.</summary>
public sealed class AllowedHostsTests
{
    private const string Listed = "[network]\nallowed_hosts = \"node.example.com, *.engine.example\"";

    [Theory]
    [InlineData("https://node.example.com/my-secret-key")]
    [InlineData("https://NODE.example.com")]
    [InlineData("https://ny.mainnet.engine.example")]
    [InlineData("http://127.0.0.1:8899,http://localhost:1,http://[::1]:2")]
    public void What_is_listed_or_is_this_machine_may_be_spoken_to(string address) => Assert.Empty(Load(Listed, "ORCH__SOLANA__RPC", address).Errors);

    [Theory]
    [InlineData("https://evil.example/my-secret-key", "evil.example")]
    [InlineData("https://node.example.com.evil.example", "node.example.com.evil.example")]
    [InlineData("https://xnode.example.com", "xnode.example.com")]
    [InlineData("https://engine.example", "engine.example")]
    [InlineData("https://evilengine.example", "evilengine.example")]
    [InlineData("https://node.example.com@evil.example/", "evil.example")]
    [InlineData("https://10.0.0.7:8899", "10.0.0.7")]
    [InlineData("http://127.0.0.1:1,https://second.example", "second.example")]
    public void What_is_not_is_refused_by_name_with_what_is_allowed_and_without_a_key(string address, string host)
    {
        foreach (var variable in (string[])["ORCH__SOLANA__RPC", "ORCH__SOLANA__JITO", "ORCH__SOLANA__JUPITER"])
        {
            var error = Assert.Single(Load(Listed, variable, address).Errors);
            Assert.Equal((SettingsErrorCodes.HostNotAllowed, variable, host), (error.Code, error.Where, error.Value));
            Assert.Contains("node.example.com, *.engine.example", error.Allowed, StringComparison.Ordinal);
            Assert.DoesNotContain("my-secret-key", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_a_list_only_this_machine_is_spoken_to()
    {
        var error = Assert.Single(Load("", "ORCH__SOLANA__RPC", "https://node.example.com").Errors);
        Assert.Equal(SettingsErrorCodes.HostNotAllowed, error.Code);
        Assert.Contains("this machine alone", error.Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("https://node.example.com")]
    [InlineData("*")]
    [InlineData("*.")]
    public void A_list_that_names_no_host_is_refused(string entry) =>
        Assert.Equal(SettingsErrorCodes.WrongKind, Assert.Single(Load($"[network]\nallowed_hosts = \"{entry}\"", "PATH", "/bin").Errors).Code);

    private static SettingsLoad Load(string file, string variable, string value) => SettingsLoader.Merge(file, "t.toml", new Hashtable { [variable] = value }, []);
}
