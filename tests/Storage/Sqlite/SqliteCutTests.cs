using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;
using Orchestrator.Storage.Sqlite;

namespace Orchestrator.Storage.Tests.Sqlite;

/// <summary>
/// The log ends anywhere in its last commit, as after a power cut. That commit is gone and everything before it stands, to the byte; and where the
/// head outside knew of the commit, its loss is refused by name.
/// </summary>
public sealed class SqliteCutTests(ITestOutputHelper output)
{
    private const string Key = "transaction/book/1/book";

    private static readonly byte[] Earlier = [.. Enumerable.Range(0, 900).Select(i => (byte)(i * 7))];
    private static readonly byte[] Last = [.. Enumerable.Range(0, 1_100).Select(i => (byte)(i * 11))];

    [Fact]
    public async Task A_log_cut_at_every_byte_of_its_last_commit_keeps_everything_before()
    {
        await using var store = new SqliteTestStore();
        var recorded = await Record(store);
        // Thousands of openings: a file system in memory, where there is one, so that the disk's flush is not what is measured.
        var memory = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var directory = Directory.CreateDirectory(Path.Combine(memory, "orch-cut-" + Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            var cuts = 0;
            for (var length = recorded.Before; length < recorded.After; length++)
            {
                recorded.Put(directory, length, recorded.KnowsBoth);
                var fault = Assert.Throws<StoreFaultException>(() => Open(directory));
                Assert.True(StoreFault.StoreRolledBack == fault.Fault, $"cut at {length}: {fault.Fault}");

                recorded.Put(directory, length, recorded.KnowsOne);
                Assert.True((await Read(directory)).SequenceEqual(Earlier), $"cut at {length}: not what was committed before");
                cuts++;
            }

            recorded.Put(directory, recorded.After, recorded.KnowsBoth);
            Assert.Equal(Last, await Read(directory));
            output.WriteLine($"{cuts} of {recorded.After - recorded.Before} bytes");
            Assert.True(cuts > 4_000, $"only {cuts} bytes: less than a page");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private sealed record Recorded(byte[] Database, byte[] Log, int Before, int After, byte[] KnowsOne, byte[] KnowsBoth)
    {
        public void Put(string directory, int length, byte[] head)
        {
            foreach (var file in Directory.GetFiles(directory)) File.Delete(file);
            File.WriteAllBytes(Path.Combine(directory, "orchestrator.db"), Database);
            File.WriteAllBytes(Path.Combine(directory, "orchestrator.db-wal"), Log[..length]);
            File.WriteAllBytes(Path.Combine(directory, HeadFile.Name), head);
        }
    }

    private static async Task<Recorded> Record(SqliteTestStore store)
    {
        await using var open = await store.Open();
        var version = await open.Records.Replace(Key, null, Earlier);
        await open.OuterHead.Advance();
        var before = (int)new FileInfo(store.Database + "-wal").Length;
        var knowsOne = Shared(Path.Combine(store.Directory, HeadFile.Name));
        await open.Records.Replace(Key, version, Last);
        await open.OuterHead.Advance();
        return new Recorded(
            Shared(store.Database), Shared(store.Database + "-wal"), before, (int)new FileInfo(store.Database + "-wal").Length, knowsOne,
            Shared(Path.Combine(store.Directory, HeadFile.Name)));
    }

    private static SqliteStore Open(string directory) =>
        SqliteStore.Open(new EmbeddedStoreOptions { DataDirectory = directory }, NoFaultPoints.Instance, TimeProvider.System, NullLogger.Instance);

    private static async Task<byte[]> Read(string directory)
    {
        await using var store = Open(directory);
        return (await new SqliteRecords(store).Read(Key))!.Body!;
    }

    private static byte[] Shared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
