using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;

namespace Orchestrator.Storage.Tests.Redis;

/// <inheritdoc cref="Sqlite.SqliteCutTests"/>
public sealed class RedisCutTests(ITestOutputHelper output)
{
    private const string Key = "transaction/book/1/book";
    private static readonly byte[] Earlier = [.. Enumerable.Range(0, 40).Select(i => (byte)(i * 7))];
    private static readonly byte[] Last = [.. Enumerable.Range(0, 48).Select(i => (byte)(i * 11))];

    [Fact]
    public async Task A_log_cut_at_every_byte_of_its_last_commit_keeps_everything_before()
    {
        await using var store = (RedisTestStore)await RedisTestStore.New();
        var head = Path.Combine(store.Options.HeadDirectory, HeadFile.Name);
        var (file, before, after, knowsOne, knowsBoth) = await Record(store, head);
        await store.Server.Kill();
        var log = (await File.ReadAllBytesAsync(file))[..after];
        var cuts = 0;
        for (var length = before; length < after; length++)
        {
            await File.WriteAllBytesAsync(file, log[..length]);
            await File.WriteAllBytesAsync(head, knowsBoth);
            await store.Server.Start();
            var fault = await Assert.ThrowsAsync<StoreFaultException>(() => store.Open());
            Assert.True(StoreFault.StoreRolledBack == fault.Fault, $"cut at {length}: {fault.Fault}");

            await File.WriteAllBytesAsync(head, knowsOne);
            await using (var open = await store.Open())
                Assert.True((await open.Records.Read(Key))!.Body!.SequenceEqual(Earlier), $"cut at {length}: not what was committed before");
            await store.Server.Kill();
            cuts++;
        }

        await File.WriteAllBytesAsync(file, log);
        await File.WriteAllBytesAsync(head, knowsBoth);
        await store.Server.Start();
        await using var whole = await store.Open();
        Assert.Equal(Last, (await whole.Records.Read(Key))!.Body);
        output.WriteLine($"{cuts} of {after - before} bytes");
        Assert.True(cuts > 100, $"only {cuts} bytes");
    }

    /// <summary>Two commits of one record; the heads are those of the moments after each, and the last bytes of the log are the second commit's.</summary>
    private static async Task<(string File, int Before, int After, byte[] KnowsOne, byte[] KnowsBoth)> Record(RedisTestStore store, string head)
    {
        int before, after;
        byte[] knowsOne;
        StoreHead stands;
        string file;
        await using (var open = await store.Open())
        {
            var version = await open.Records.Replace(Key, null, Earlier);
            await open.OuterHead.Advance();
            file = store.Server.AppendOnlyFile;
            knowsOne = await File.ReadAllBytesAsync(head);
            before = (int)new FileInfo(file).Length;
            stands = await open.Store.Open(CancellationToken.None);
            await open.Records.Replace(Key, version, Last);
            after = (int)new FileInfo(file).Length;
        }

        // The head is a commit of its own when it is pinned; here it must know of the record and of nothing after it.
        var one = new HeadFile(Path.GetDirectoryName(head)!).Read()!;
        new HeadFile(Path.GetDirectoryName(head)!).Write(stands with { Commits = Known(knowsOne) + 1 });
        Assert.True(one.Commits > Known(knowsOne));
        return (file, before, after, knowsOne, await File.ReadAllBytesAsync(head));
    }

    /// <summary>Third line of a head file.</summary>
    private static long Known(byte[] head) =>
        long.Parse(System.Text.Encoding.ASCII.GetString(head).Split('\n')[2], System.Globalization.CultureInfo.InvariantCulture);
}
