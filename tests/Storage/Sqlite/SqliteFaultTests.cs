using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;
using Orchestrator.Storage.Judgement;
using Orchestrator.Storage.Sqlite;
using Orchestrator.Storage.Tests.Conformance;

namespace Orchestrator.Storage.Tests.Sqlite;

public sealed class SqliteFaultTests
{
    [Fact]
    public async Task A_write_that_throws_does_not_spoil_those_that_share_its_commit()
    {
        await using var store = new SqliteTestStore();
        await using var open = await store.Open();
        var engine = (SqliteStore)open.Store;
        var records = new SqliteRecords(engine);
        using var gate = new ManualResetEventSlim();
        var first = engine.Writer.Write(_ => gate.Wait(TimeSpan.FromSeconds(10)));
        var good = Enumerable.Range(0, 10).Select(i => records.Replace($"good-{i}", null, [1])).ToList();
        var bad = engine.Writer.Write<int>(_ => throw new InvalidOperationException("spoilt"));
        var late = Enumerable.Range(10, 10).Select(i => records.Replace($"good-{i}", null, [1])).ToList();
        gate.Set();
        await first;
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        Assert.All(await Task.WhenAll(good.Concat(late)), Assert.NotNull);
        for (var i = 0; i < 20; i++) Assert.NotNull(await records.Read($"good-{i}"));
    }

    [Fact]
    public async Task A_full_device_is_named_keeps_what_was_committed_and_heals()
    {
        var mount = Directory.CreateTempSubdirectory("orch-full-").FullName;
        Assert.SkipUnless(await Mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", mount), "mounting a small file system needs root");
        try
        {
            await using var store = new SqliteTestStore(Path.Combine(mount, "data"));
            await using (var open = await store.Open())
            {
                var stands = 0;
                var fault = await Assert.ThrowsAsync<StoreFaultException>(async () =>
                {
                    for (; stands < 1000; stands++) await open.Records.Replace($"r{stands}", null, new byte[50_000]);
                });
                Assert.Equal(StoreFault.DiskFull, fault.Fault);
                for (var i = 0; i < stands; i++) Assert.NotNull((await open.Records.Read($"r{i}"))!.Body);
                Assert.Null(await open.Records.Read($"r{stands}"));
                Assert.Contains(await open.Judge.Judge(), finding => finding is { Code: "sqlite.volatile", Severity: Severity.RefusesLive });
            }
        }
        finally
        {
            await Run("umount", "-l", mount);
        }
    }

    [Fact]
    public async Task An_unwritable_directory_is_named()
    {
        var file = Path.GetTempFileName();
        await using var store = new SqliteTestStore(Path.Combine(file, "data"));
        var fault = await Assert.ThrowsAsync<StoreFaultException>(() => ((TestStore)store).Open());
        Assert.Equal(StoreFault.DirectoryUnwritable, fault.Fault);
        Assert.True(File.Exists(file));
        File.Delete(file);
        Directory.CreateDirectory(store.Directory);
    }

    [Fact]
    public async Task A_file_of_another_program_or_of_a_newer_build_is_refused_and_left_as_it_is()
    {
        await using var store = new SqliteTestStore();
        Sql(store, "CREATE TABLE theirs (x)");
        Assert.Equal(StoreFault.SchemaUnknown, (await Assert.ThrowsAsync<StoreFaultException>(() => store.Open())).Fault);
        await store.Empty();
        await using (var open = await store.Open()) await open.Heads.Advance("a", new Head(1, default));
        Sql(store, "PRAGMA user_version = 2");
        Assert.Equal(StoreFault.SchemaUnknown, (await Assert.ThrowsAsync<StoreFaultException>(() => store.Open())).Fault);
        Sql(store, "PRAGMA user_version = 1");
        await using (var again = await store.Open()) Assert.NotNull(await again.Heads.Read("a"));
        await store.Empty();
        await File.WriteAllBytesAsync(store.Database, [.. Enumerable.Range(0, 8192).Select(i => (byte)(i * 7))]);
        Assert.Equal(StoreFault.StateUnreadable, (await Assert.ThrowsAsync<StoreFaultException>(() => store.Open())).Fault);
    }

    [Fact]
    public async Task The_settings_of_this_build_are_judged_sound_and_unsafe_ones_refuse_live()
    {
        await using var store = new SqliteTestStore();
        await using var open = await store.Open();
        Assert.DoesNotContain(await open.Judge.Judge(), finding => finding.Code is "sqlite.journal_mode" or "sqlite.synchronous");
        var codes = SqliteJudge.Judge("delete", 1, "nfs4", 1 << 20, "/data").Where(finding => finding.Severity == Severity.RefusesLive).Select(finding => finding.Code);
        Assert.Equal(["sqlite.journal_mode", "sqlite.synchronous", "sqlite.file_system", "sqlite.free_space"], codes);
        Assert.Equal(Severity.Warns, SqliteJudge.Judge("wal", 2, "ext4", 500L << 20, "/data").Single().Severity);
        Assert.Empty(SqliteJudge.Judge("wal", 2, "ext4", 2L << 30, "/data"));
    }

    private static void Sql(SqliteTestStore store, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={store.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task<bool> Mount(params string[] arguments) => Environment.UserName == "root" && await Run("mount", arguments);

    private static async Task<bool> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
