using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Tests.Clusters;
using Orchestrator.Streams.Redis.Transport;
using Orchestrator.Streams.Redis.Transport.InProcess;
using Orchestrator.Streams.Redis.Transport.Redis;
using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Tests.Transport;

/// <summary>What a carrier promises to whoever holds a partition. One instance for each carrier.</summary>
public abstract class HoldSuite : IAsyncLifetime
{
    private static readonly StreamId Stream = StreamId.Create("space", "key");

    private protected PartitionLimits Limits { get; } = new() { LengthMax = 100, RetainedLength = 10 };

    private protected abstract Task<IStreamTransport> Open();

    /// <returns>The reasons, oldest first.</returns>
    private protected abstract Task<string[]> DeadLetters();

    private IStreamTransport _carrier = null!;

    public async ValueTask InitializeAsync()
    {
        _carrier = await Open();
        await _carrier.Open(CancellationToken.None);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_a_holder_read_and_did_not_settle_comes_first_and_in_order_to_the_next()
    {
        await Append(0, 10);
        var first = await Take("first");
        var read = await first.Read(6);
        await first.Acknowledge([read[1].Id, read[4].Id]);

        var second = await Take("second");
        await Append(10, 2);
        int[] expected = [0, 2, 3, 5, 6, 7, 8, 9, 10, 11];
        Assert.Equal(expected, await All(second));
    }

    [Fact]
    public async Task A_holder_that_begins_again_gets_what_it_has_not_settled_and_then_what_is_new()
    {
        await Append(0, 6);
        var hold = await Take("first");
        var read = await hold.Read(4);
        await hold.Acknowledge([read[1].Id]);
        hold.Again();
        int[] expected = [0, 2, 3, 4, 5];
        Assert.Equal(expected, await All(hold));
    }

    [Fact]
    public async Task An_entry_is_buried_once_and_not_after_it_was_settled()
    {
        await Append(0, 2);
        var hold = await Take("first");
        var read = await hold.Read(2);
        await hold.Acknowledge([read[0].Id]);
        await hold.Bury(read[0].Id, "too late");
        await hold.Bury(read[1].Id, "not taken");
        await hold.Bury(read[1].Id, "not taken");
        Assert.Equal(["not taken"], await DeadLetters());
    }

    [Fact]
    public async Task Every_append_to_a_holder_that_found_nothing_wakes_it()
    {
        var woken = new SemaphoreSlim(0);
        var hold = await _carrier.Take(0, "first", force: true, () => woken.Release());
        for (var i = 0; i < 5; i++)
        {
            Assert.Empty(await hold!.Read(3));
            await Append(i, 1);
            Assert.True(await woken.WaitAsync(TimeSpan.FromSeconds(10)));
            Assert.Single(await hold.Read(3));
        }
    }

    [Fact]
    public async Task An_older_holder_reads_nothing_and_settles_nothing()
    {
        await Append(0, 4);
        var first = await Take("first");
        var read = await first.Read(2);
        var second = await Take("second");

        await Assert.ThrowsAsync<NotHeldException>(() => first.Read(2));
        await Assert.ThrowsAsync<NotHeldException>(() => first.Acknowledge([read[0].Id]));
        await Assert.ThrowsAsync<NotHeldException>(() => first.Bury(read[1].Id, "late"));
        await first.Release();
        Assert.Equal(Enumerable.Range(0, 4), await All(second));
        Assert.Null(await _carrier.Take(0, "third", force: false, () => { }));
    }

    [Fact]
    public async Task A_holder_that_reads_shows_signs_of_life_however_long()
    {
        Limits.HoldSeconds = 1;
        var (hold, begun) = (await Take("first"), Stopwatch.GetTimestamp());
        await Waiting.Until(async () => (await hold.Read(1)).Count == 0 && Stopwatch.GetElapsedTime(begun).TotalSeconds > 2.5 * Limits.HoldSeconds, "it has read for longer than a sign of life lasts");
        Assert.Null(await _carrier.Take(0, "second", force: false, () => { }));
    }

    [Fact]
    public async Task A_partition_that_was_given_up_can_be_taken_without_force()
    {
        await Append(0, 1);
        var first = await Take("first");
        Assert.Null(await _carrier.Take(0, "second", force: false, () => { }));
        await first.Release();
        Assert.NotNull(await _carrier.Take(0, "second", force: false, () => { }));
    }

    [Fact]
    public async Task Settled_entries_are_trimmed_and_others_never()
    {
        await Append(0, 60);
        var hold = await Take("first");
        var read = await hold.Read(50);
        await hold.Acknowledge([.. read.Where((_, index) => index != 20).Select(entry => entry.Id)]);
        await hold.Trim();
        Assert.Equal(20, Number(await hold.Range(EntryId.Zero, new EntryId(long.MaxValue, 0), 1)));

        await hold.Acknowledge([read[20].Id]);
        await hold.Trim();
        // What is not read yet and the last that is settled stay, whatever the bound.
        Assert.InRange(Number(await hold.Range(EntryId.Zero, new EntryId(long.MaxValue, 0), 1)), 21, 50);
        Assert.Equal(Enumerable.Range(50, 10), await All(hold));
    }

    [Fact]
    public async Task Settled_entries_that_are_old_are_trimmed_and_others_never_however_old()
    {
        (Limits.RetainedLength, Limits.RetainedSeconds) = (Limits.LengthMax, 0.02);
        await Append(0, 30);
        var hold = await Take("first");
        var read = await hold.Read(20);
        await hold.Acknowledge([.. read.Where((_, index) => index != 10).Select(entry => entry.Id)]);
        await Trimmed(hold, 10);
        Assert.Equal(10, Number(await hold.Range(EntryId.Zero, new EntryId(long.MaxValue, 0), 1)));

        await hold.Acknowledge([read[10].Id]);
        await Trimmed(hold, 9);
        Assert.Equal(19, Number(await hold.Range(EntryId.Zero, new EntryId(long.MaxValue, 0), 1)));
        Assert.Equal(Enumerable.Range(20, 10), await All(hold));
    }

    [Fact]
    public async Task Of_more_dead_letters_than_are_kept_the_oldest_go()
    {
        Limits.DeadLettersMax = 2;
        await Append(0, 3);
        var hold = await Take("first");
        foreach (var entry in await hold.Read(3)) await hold.Bury(entry.Id, $"{Number([entry])}");
        Assert.Equal(["1", "2"], await DeadLetters());
    }

    [Fact]
    public async Task A_full_partition_refuses_by_name_and_loses_nothing()
    {
        await Append(0, 100);
        Assert.Equal(StreamsFault.PartitionFull, (await Assert.ThrowsAsync<StreamsFaultException>(() => Append(100, 1))).Fault);
        var hold = await Take("first");
        var read = await hold.Read(100);
        Assert.Equal(Enumerable.Range(0, 100), read.Select(entry => BitConverter.ToInt32(entry.Payload!)));
        await hold.Acknowledge([.. read.Select(entry => entry.Id)]);
        await Append(100, 1);
        Assert.Equal(Enumerable.Range(100, 1), await All(hold));
    }

    [Fact]
    public async Task A_retained_range_is_read_however_old_its_start()
    {
        await Append(0, 30);
        var hold = await Take("first");
        var read = await hold.Read(30);
        await hold.Acknowledge([.. read.Select(entry => entry.Id)]);
        var range = await hold.Range(read[5].Id, read[9].Id, 100);
        Assert.Equal([5, 6, 7, 8], range.Select(entry => BitConverter.ToInt32(entry.Payload!)));
        Assert.All(range, entry => Assert.Equal(Stream, entry.Stream));
    }

    private async Task Append(int from, int count)
    {
        for (var i = from; i < from + count; i++) await _carrier.Append(0, Stream, BitConverter.GetBytes(i));
    }

    private async Task<IPartitionHold> Take(string holder) => (await _carrier.Take(0, holder, force: true, () => { }))!;

    private static async Task Trimmed(IPartitionHold hold, int entries)
    {
        long trimmed = 0;
        await Waiting.Until(async () => (trimmed += await hold.Trim()) >= entries, $"{entries} are old enough");
        Assert.Equal(entries, trimmed);
    }

    private static async Task<int[]> All(IPartitionHold hold)
    {
        var numbers = new List<int>();
        // Small pages, so that the claimed ones take several.
        for (var page = await hold.Read(3); page.Count > 0; page = await hold.Read(3)) numbers.AddRange(page.Select(entry => BitConverter.ToInt32(entry.Payload!)));
        return [.. numbers];
    }

    private static int Number(IReadOnlyList<Entry> entries) => BitConverter.ToInt32(entries[0].Payload!);
}

public sealed class InProcessHolds : HoldSuite
{
    private InProcessTransport _carrier = null!;

    private protected override Task<IStreamTransport> Open() => Task.FromResult<IStreamTransport>(_carrier = new InProcessTransport(1, Limits, TimeProvider.System));

    private protected override Task<string[]> DeadLetters() => Task.FromResult<string[]>([.. _carrier.DeadLetters(0).Select(letter => letter.Reason)]);
}

public sealed class RedisHolds : HoldSuite
{
    private RedisHome _redis = null!;
    private RedisLink _link = null!;

    private protected override async Task<IStreamTransport> Open()
    {
        _redis = await RedisHome.Start();
        var options = _redis.Options(options => (options.Partitions, options.Limits) = (1, Limits));
        _link = new RedisLink(options, new ServiceCollection().BuildServiceProvider());
        return new RedisTransport(options, new RedisKeys("tests", "streams"), _link);
    }

    private protected override async Task<string[]> DeadLetters() => [.. (await _redis.DeadLetters(1)).Select(letter => letter.Reason)];

    public override async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await _redis.DisposeAsync();
        await base.DisposeAsync();
    }
}
