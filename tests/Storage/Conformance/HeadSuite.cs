using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;
using Orleans.Runtime;

namespace Orchestrator.Storage.Tests.Conformance;

/// <summary>What every store owes to heads, its own ones and the one outside.</summary>
public abstract class HeadSuite
{
    private static readonly GrainId Grain = GrainId.Create("book", "1");

    internal abstract Task<TestStore> NewStore();

    [Fact]
    public async Task A_head_only_grows()
    {
        await using var store = await NewStore();
        await using (var open = await store.Open())
        {
            Assert.Null(await open.Heads.Read("epoch"));
            Assert.Equal(HeadOutcome.Advanced, await open.Heads.Advance("epoch", new Head(9, new byte[] { 1 })));
            Assert.Equal(HeadOutcome.Advanced, await open.Heads.Advance("epoch", new Head(10, new byte[] { 2 })));
            Assert.Equal(HeadOutcome.AlreadyThere, await open.Heads.Advance("epoch", new Head(10, new byte[] { 3 })));
            Assert.Equal(HeadOutcome.Behind, await open.Heads.Advance("epoch", new Head(9, new byte[] { 4 })));
            Assert.Equal(HeadOutcome.Advanced, await open.Heads.Advance("far", new Head(long.MaxValue, new byte[] { 5 })));
            Assert.Equal(HeadOutcome.Behind, await open.Heads.Advance("far", new Head(long.MaxValue - 1, new byte[] { 6 })));
        }
        await using var again = await store.Open();
        var head = await again.Heads.Read("epoch");
        Assert.Equal(10, head!.Number);
        Assert.Equal([2], head.Body.ToArray());
    }

    [Fact]
    public async Task Of_many_who_take_the_same_epoch_exactly_one_gets_it()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => open.Heads.Advance("epoch", new Head(1, default)))));
        Assert.Single(outcomes, HeadOutcome.Advanced);
    }

    [Fact]
    public async Task A_clean_stop_leaves_an_outer_head_that_covers_every_commit()
    {
        await using var store = await NewStore();
        StoreHead stands;
        await using (var open = await store.Open())
        {
            for (var i = 0; i < 5; i++) await GrainStateSuite.Write(open, GrainId.Create("book", $"{i}"), Book.Of(i));
            await open.Heads.Advance("epoch", new Head(1, default));
        }
        await using (var again = await store.Open()) stands = await again.Store.Open(CancellationToken.None);
        Assert.True(stands.Commits > 0);
        await using var third = await store.Open();
        Assert.Equal(stands.StoreId, (await third.Store.Open(CancellationToken.None)).StoreId);
    }

    [Fact]
    public async Task An_emptied_store_is_refused_and_stays_empty()
    {
        await using var store = await NewStore();
        await using (var open = await store.Open()) await GrainStateSuite.Write(open, Grain, Book.Of(1));
        await store.Empty();
        for (var i = 0; i < 2; i++)
            Assert.Equal(StoreFault.StoreEmptied, (await Assert.ThrowsAsync<StoreFaultException>(() => store.Open())).Fault);
    }

    [Fact]
    public async Task An_older_store_is_refused_even_when_one_commit_is_missing()
    {
        await using var store = await NewStore();
        await using (var open = await store.Open()) await open.Transactions().Load();
        var back = await store.Snapshot();
        await using (var open = await store.Open()) Assert.Equal(HeadOutcome.Advanced, await open.Heads.Advance("epoch", new Head(1, default)));
        await back();
        Assert.Equal(StoreFault.StoreRolledBack, (await Assert.ThrowsAsync<StoreFaultException>(() => store.Open())).Fault);
    }

    [Fact]
    public async Task A_commit_that_was_pinned_is_missed_after_a_crash_with_a_rolled_back_store()
    {
        await using var store = await NewStore();
        await using (var open = await store.Open()) await open.Heads.Advance("epoch", new Head(1, default));
        var back = await store.Snapshot();
        var head = Directory.GetFiles(store.Directory, HeadFile.Name, SearchOption.AllDirectories).Single();
        byte[] pinned;
        await using (var open = await store.Open())
        {
            await open.Heads.Advance("epoch", new Head(2, default));
            await open.OuterHead.Advance();
            pinned = await File.ReadAllBytesAsync(head);
        }
        await back();
        await File.WriteAllBytesAsync(head, pinned);
        Assert.Equal(StoreFault.StoreRolledBack, (await Assert.ThrowsAsync<StoreFaultException>(() => store.Open())).Fault);
    }

    [Fact]
    public async Task Another_store_under_the_same_name_is_refused()
    {
        await using var store = await NewStore();
        await using (var open = await store.Open()) await open.Heads.Advance("epoch", new Head(1, default));
        var head = Directory.GetFiles(store.Directory, HeadFile.Name, SearchOption.AllDirectories).Single();
        new HeadFile(Path.GetDirectoryName(head)!).Write(new StoreHead(new string('a', 32), 1));
        Assert.Equal(StoreFault.StoreForeign, (await Assert.ThrowsAsync<StoreFaultException>(() => store.Open())).Fault);
    }

    [Fact]
    public async Task A_damaged_head_file_is_refused_and_a_retired_one_lets_the_store_open_as_it_is()
    {
        await using var store = await NewStore();
        await using (var open = await store.Open()) await GrainStateSuite.Write(open, Grain, Book.Of(1));
        var head = Directory.GetFiles(store.Directory, HeadFile.Name, SearchOption.AllDirectories).Single();
        var text = await File.ReadAllTextAsync(head);
        foreach (var damaged in (string[])["", text[..^3], text.Replace("\n1", "\n9", StringComparison.Ordinal), "x" + text])
        {
            if (damaged == text) continue;
            await File.WriteAllTextAsync(head, damaged);
            Assert.Equal(StoreFault.HeadUnreadable, (await Assert.ThrowsAsync<StoreFaultException>(() => store.Open())).Fault);
        }
        var retired = new HeadFile(Path.GetDirectoryName(head)!).Retire("restored from the backup of Monday", DateTimeOffset.UnixEpoch);
        Assert.True(File.Exists(retired));
        await using var again = await store.Open();
        Book.Same(Book.Of(1), (await GrainStateSuite.Read(again, Grain)).State);
    }
}
