using System.Collections;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Hosting;
using Orchestrator.Silo.Starting;

namespace Orchestrator.Silo.Tests.Hosting;

public sealed class ClusterAddressTests
{
    /// <summary>Set aside for examples (RFC 5737): no host has it.</summary>
    private const string Elsewhere = "192.0.2.1";

    [Fact]
    public void An_address_that_this_host_does_not_have_is_refused_by_name_before_anything_is_begun()
    {
        var directory = Directory.CreateTempSubdirectory("orch-test-");
        try
        {
            var fault = Assert.Throws<StartFault>(() => TradingHost.Build(new TradingHostOptions { Settings = At(Elsewhere, directory.FullName), ServeApi = false, ConsoleLog = false }));

            Assert.Equal(StartFaultCodes.ClusterAddress, fault.Code);
            Assert.Contains(Elsewhere, fault.Message, StringComparison.Ordinal);
            Assert.Empty(directory.EnumerateFileSystemInfos());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("127.0.0.2", "127.0.0.2")]
    [InlineData("::1", "::1")]
    [InlineData("localhost", "127.0.0.1")]
    public void It_is_the_address_or_what_the_name_leads_to(string text, string address) =>
        Assert.Equal(address, ClusterAddress.Of(At(text, "data")).ToString());

    private static EffectiveSettings At(string address, string directory) => SettingsLoader.Merge("", "t.toml", new Hashtable(),
    [
        $"cluster.address={address}", "storage.provider=redis", $"storage.data_directory={directory}/data", $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}",
    ]).Settings!;
}
