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
}
