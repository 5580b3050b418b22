using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;
using Orchestrator.Storage.Judgement;
using Orchestrator.Storage.Redis;
using Orchestrator.Storage.Tests.Conformance;
using Orleans.Runtime;

namespace Orchestrator.Storage.Tests.Redis;

public sealed class RedisFaultTests
{
    private const string Secret = "s3cr3t-of-the-store";

    [Fact]
    public async Task A_store_emptied_under_a_running_process_takes_no_more_writes()
    {
        await using var store = await RedisTestStore.New();
        await using var open = await store.Open();
        var state = await GrainStateSuite.Write(open, GrainId.Create("book", "1"), Book.Of(1));
        await store.Empty();
        for (var i = 0; i < 2; i++)
            Assert.Equal(StoreFault.StoreEmptied, (await Assert.ThrowsAsync<StoreFaultException>(() => open.Records.Replace("a", null, [1]))).Fault);
        Assert.Equal(StoreFault.StoreEmptied, (await Assert.ThrowsAsync<StoreFaultException>(() => open.Grains.WriteStateAsync("book", GrainId.Create("book", "1"), state))).Fault);
    }

    /// <summary>Who has noticed it once does not forget it by being started again, however short the time was.</summary>
    [Fact]
    public async Task A_store_that_lost_the_end_of_its_log_under_a_running_process_takes_no_more_writes_from_it_and_its_next_life()
    {
        await using var store = (RedisTestStore)await RedisTestStore.New();
        await using (var open = await store.Open())
        {
            var version = await open.Records.Replace("a", null, [1]);
            var back = await store.Snapshot();
            version = await open.Records.Replace("a", version, [2]);
            await back();
            for (var i = 0; i < 2; i++)
                Assert.Equal(StoreFault.StoreRolledBack, (await Assert.ThrowsAsync<StoreFaultException>(() => Answered(() => open.Records.Replace("a", version, [3])))).Fault);
            Assert.Equal(StoreFault.StoreRolledBack, open.Store.Broken?.Fault);
            Assert.Equal(StoreFault.StoreRolledBack, (await Assert.ThrowsAsync<StoreFaultException>(() => open.OuterHead.Advance())).Fault);
        }

        Assert.Equal(StoreFault.StoreRolledBack, (await Assert.ThrowsAsync<StoreFaultException>(() => store.Open())).Fault);
    }

    [Fact]
    public async Task Unsafe_settings_of_the_server_refuse_live_by_name_and_safe_ones_do_not()
    {
        await using var store = (RedisTestStore)await RedisTestStore.New();
        await using (var open = await store.Open()) Assert.Empty(await open.Judge.Judge());
        await store.Server.Kill();
        await store.Server.Start("--appendfsync", "everysec", "--maxmemory-policy", "allkeys-lru", "--no-appendfsync-on-rewrite", "yes");
        await using var loose = await store.Open();
        var findings = await loose.Judge.Judge();
        Assert.Equal(["redis.appendfsync", "redis.no-appendfsync-on-rewrite", "redis.maxmemory-policy"], findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.Equal(Severity.RefusesLive, finding.Severity));
        Assert.Equal("redis.version", RedisJudge.Judge("6.2.14", new Dictionary<string, string?> { ["appendonly"] = "yes", ["appendfsync"] = "always", ["no-appendfsync-on-rewrite"] = "no", ["maxmemory-policy"] = "noeviction" }).Single().Code);
    }

    [Fact]
    public async Task The_password_is_in_no_message_and_no_text()
    {
        var directory = Directory.CreateTempSubdirectory("orch-redis-").FullName;
        await using var server = new RedisServer(directory, FreePort.Next(), "another");
        await server.Start();
        foreach (var connection in (string[])[$"127.0.0.1:{server.Port},password={Secret},connectRetry=0", $"127.0.0.1:{FreePort.Next()},password={Secret},connectRetry=0"])
        {
            var options = new RedisStoreOptions { Connection = connection, HeadDirectory = directory, ConnectTimeoutSeconds = 1 };
            Assert.DoesNotContain(Secret, options.ToString(), StringComparison.Ordinal);
            await using var refused = new RedisConnection(options, TimeProvider.System);
            var fault = await Assert.ThrowsAsync<StoreFaultException>(refused.Get);
            Assert.Equal(StoreFault.StoreUnreachable, fault.Fault);
            Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
        }
        var broken = new RedisStoreOptions { Connection = $"host,passwrd={Secret}", HeadDirectory = directory };
        var setting = Assert.Throws<StoreFaultException>(new RedisStoreOptionsValidator(broken).ValidateConfiguration);
        Assert.Equal(StoreFault.SettingRefused, setting.Fault);
        Assert.DoesNotContain(Secret, setting + broken.ToString(), StringComparison.Ordinal);
        await server.Kill();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>A connection that broke with its server is there again a moment later.</summary>
    private static async Task Answered(Func<Task> write)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (StoreFaultException fault) when (fault.Fault == StoreFault.StoreUnreachable)
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
    }
}
