using Orchestrator.Journey.Tests.Systems;
using Orchestrator.Storage.Tests.Redis;

namespace Orchestrator.Journey.Tests.Clusters;

/// <summary><c>orch run --cluster</c>: silos as processes on one Redis, from the start to the last drain.</summary>
public sealed class LocalClusterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Two_silos_trade_as_one_the_first_hands_over_when_it_leaves_and_the_last_one_drains()
    {
        using var directory = new TemporaryDirectory();
        await using var redis = new RedisServer(Path.Combine(directory.Path, "redis"), FreePort.Next());
        await redis.Start();
        await using var cluster = OwnProcess.Orch(
            "run", "--cluster", "2", "--set", $"storage.redis={redis.Connection}", "--set", $"storage.data_directory={directory.Path}/data", "--set", "api.address=http://127.0.0.1:0");
        await cluster.Line(line => line.StartsWith("cluster | 2 silos run", StringComparison.Ordinal), Patience);

        cluster.Terminate();
        Assert.Equal(0, await cluster.Exit(Patience));
        Assert.Contains("silo-1 | ", cluster.Said, StringComparison.Ordinal);
        Assert.Contains("Handed over to", cluster.Said, StringComparison.Ordinal);
        Assert.Contains("orchestrator took over with epoch 2", cluster.Said, StringComparison.Ordinal);
        Assert.Contains("Drained: nothing runs any more", cluster.Said, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(directory.Path, "data", "silo-2")));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("17")]
    [InlineData("many")]
    public async Task A_number_of_silos_that_makes_no_cluster_is_refused(string silos)
    {
        await using var cluster = OwnProcess.Orch("run", "--cluster", silos);
        Assert.Equal(1, await cluster.Exit(Patience));
        Assert.Contains("2 to 16", cluster.Said, StringComparison.Ordinal);
    }
}
