using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Partitions;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Tests.Partitions;

/// <summary>What the cache keeps of its streams.</summary>
public sealed class PartitionCacheTests
{
    [Fact]
    public void A_stream_that_is_left_and_met_again_at_once_keeps_its_entries_for_the_next_consumer()
    {
        var cache = new PartitionCache(new PartitionLimits(), () => { });
        var stream = StreamId.Create("orders", "one");
        cache.GetCacheCursor(stream, null).Dispose();
        cache.Settle();

        var token = new EntryToken(new EntryId(1, 0));
        cache.AddToCache([new StreamBatch(stream, token, ["first"], null)]);
        cache.Settle();

        var cursor = Assert.IsType<LaneCursor>(cache.GetCacheCursor(stream, token));
        Assert.Empty(cache.Replays);
        Assert.True(cursor.MoveNext());
        Assert.Equal(token.Entry, cursor.Current!.Id);
    }

    /// <summary>Nobody takes anything: the memory is bounded all the same, and each stream goes on where it stands when its consumer does.</summary>
    [Fact]
    public void However_many_streams_hang_the_memory_holds_what_it_may_and_one_entry_for_each()
    {
        const int streams = 100, read = 16;
        var limits = new PartitionLimits { CachedMax = 64, LaneMax = 16, ReadMax = read };
        var cache = new PartitionCache(limits, () => { });
        var ids = Enumerable.Range(0, streams).Select(number => StreamId.Create("orders", $"{number}")).ToArray();
        var cursors = ids.Select(id => (LaneCursor)cache.GetCacheCursor(id, null)).ToArray();
        for (var entry = 1; entry <= 10 * streams; entry += read)
        {
            cache.AddToCache([.. Enumerable.Range(entry, read).Select(number => new StreamBatch(ids[number % streams], new EntryToken(new EntryId(number, 0)), ["one"], null))]);
            cache.Settle();
            foreach (var cursor in cursors.Where(cursor => cursor.Current is null)) cursor.MoveNext();
            Assert.InRange(cache.Count, 1, limits.CachedMax + streams + read);
        }

        Assert.True(cache.SetAside > 0);
        Assert.All(cursors, (cursor, number) => Assert.Equal(number == 0 ? streams : number, cursor.Current!.Id.Milliseconds));
    }

    [Fact]
    public void A_place_of_a_stream_that_is_not_in_memory_is_fetched_from_there_to_what_was_read()
    {
        var cache = new PartitionCache(new PartitionLimits(), () => { });
        cache.AddToCache([new StreamBatch(StreamId.Create("orders", "another"), new EntryToken(new EntryId(100, 0)), ["one"], null)]);
        var cursor = (LaneCursor)cache.GetCacheCursor(StreamId.Create("orders", "one"), new EntryToken(new EntryId(5, 0)));
        Assert.False(cursor.MoveNext());
        var replay = Assert.Single(cache.Replays);
        Assert.Equal((new EntryId(5, 0), new EntryId(100, 1)), (replay.From, replay.Before));
    }
}
