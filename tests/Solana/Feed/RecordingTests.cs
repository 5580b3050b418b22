using System.Text;
using Google.Protobuf;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Tests.Geyser;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Tests.Feed;

public sealed class RecordingTests
{
    private const string Creations = "solana/transactions/raydium_v4/helius_transactionNotification_initialize2.jsonl";

    [Fact]
    public async Task A_recording_without_transactions_gives_no_launch_and_a_whole_history_of_slots()
    {
        await using var file = File.OpenRead(SharedData.PathOf("solana/geyser_streams/vixen_mainnet_398202772-398202821_entries_slots_blockmeta.bin"));
        var (reader, sink) = TestSink.Reading();
        await reader.Run(new RecordedSource(file, TimeProvider.System), null, TestContext.Current.CancellationToken);

        Assert.Empty(sink.Launches);
        Assert.Equal(0, reader.Counts.Damaged);
        Assert.True(reader.Counts.Entries > 0 && reader.Counts.BlockMetas > 0 && reader.Counts.Slots > 0);
        Assert.True(reader.History.First <= 398_202_772UL && reader.History.Last >= 398_202_821UL);
        for (var slot = 398_202_772UL; slot <= 398_202_821UL; slot++) Assert.NotNull(reader.History.StageOf(slot));
    }

    [Fact]
    public async Task A_recording_that_is_cut_off_gives_what_stands_before_the_cut_and_names_it()
    {
        byte[] whole = Recorded(Slot(7, SlotStatus.SlotProcessed), Slot(8, SlotStatus.SlotProcessed));
        for (var length = 1; length < whole.Length; length++)
        {
            var (reader, _) = TestSink.Reading();
            await reader.Run(new RecordedSource(new MemoryStream(whole[..length]), TimeProvider.System), null, TestContext.Current.CancellationToken);
            var untouched = length == whole.Length / 2;
            Assert.Equal(untouched ? 0 : 1, reader.Counts.Damaged);
            Assert.Equal(length >= whole.Length / 2 ? 1 : 0, reader.Counts.Slots);
        }
    }

    [Fact]
    public async Task Random_bytes_in_a_frame_are_counted_and_cost_only_themselves()
    {
        var random = new Random(5);
        var (reader, _) = TestSink.Reading();
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            await reader.Take(FeedMessage.Of(bytes));
        }

        await reader.Take(FeedMessage.Of(Slot(7, SlotStatus.SlotProcessed)));
        Assert.Equal(SlotStage.Processed, reader.History.StageOf(7));
        Assert.True(reader.Counts.Damaged > 4_000);
        Assert.True(reader.Damage.Count <= FeedReader.DamageKept);
    }

    [Fact]
    public async Task What_is_told_twice_counts_once()
    {
        var (reader, sink) = TestSink.Reading();
        foreach (var _ in Enumerable.Range(0, 3))
            foreach (var update in TestUpdates.OfBlock().Take(100)) await reader.Take(FeedMessage.Of(update));

        Assert.Equal(300, reader.Counts.Received);
        Assert.Equal(200, reader.Counts.Repeated);
        Assert.Empty(sink.Launches);
    }

    [Fact]
    public async Task A_dead_slot_is_told_once_and_a_finalized_one_cannot_die()
    {
        var (reader, sink) = TestSink.Reading();
        await reader.Take(FeedMessage.Of(Slot(5, SlotStatus.SlotProcessed)));
        await reader.Take(FeedMessage.Of(Slot(5, SlotStatus.SlotDead)));
        await reader.Take(FeedMessage.Of(Slot(5, SlotStatus.SlotDead)));
        await reader.Take(FeedMessage.Of(Slot(6, SlotStatus.SlotFinalized)));
        await reader.Take(FeedMessage.Of(Slot(6, SlotStatus.SlotDead)));

        Assert.Equal([5UL], sink.Dead);
        Assert.Equal(SlotStage.Finalized, reader.History.StageOf(6));
    }

    [Fact]
    public async Task A_stream_that_goes_back_in_slots_is_counted_and_read()
    {
        var (reader, _) = TestSink.Reading();
        foreach (var slot in new ulong[] { 10, 11, 9, 12, 3 }) await reader.Take(FeedMessage.Of(Meta(slot)));

        Assert.Equal(2, reader.History.WentBack);
        Assert.Equal((3UL, 12UL, 5L), (reader.History.First, reader.History.Last, reader.Counts.BlockMetas));
    }

    [Fact]
    public void The_history_of_slots_is_bounded()
    {
        var history = new SlotHistory(slotsMax: 100);
        for (ulong slot = 0; slot < 10_000; slot += 3) history.Reach(slot, SlotStatus.SlotProcessed);

        Assert.Equal(100, history.Slots.Count);
        Assert.Equal(9_999UL, history.Slots.Keys.Last());
        Assert.Equal(198UL, history.Skipped);
    }

    [Fact]
    public async Task A_gap_is_told_to_whoever_follows_markets()
    {
        var (reader, sink) = TestSink.Reading();
        await reader.Take(FeedMessage.Say(FeedMessageKind.Lost, "reset"));
        await reader.Take(FeedMessage.Say(FeedMessageKind.Gap, "no replay"));

        Assert.Equal(["no replay"], sink.Missing);
        Assert.Equal((1L, 1L), (reader.Counts.Losses, reader.Counts.Gaps));
    }

    [Fact]
    public async Task Documents_that_cannot_be_read_do_not_hide_their_neighbours()
    {
        var lines = await File.ReadAllLinesAsync(SharedData.PathOf(Creations), Encoding.UTF8, TestContext.Current.CancellationToken);
        var (reader, sink) = TestSink.Reading();
        await reader.Run(
            new DocumentSource([("{\"transaction\":7}", null), (lines[0], null), (null, "line 3: not_text"), ("nonsense!", null), (lines[1], null)]),
            null, TestContext.Current.CancellationToken);

        Assert.Equal((3L, 2L), (reader.Counts.Damaged, reader.Counts.Transactions));
        Assert.Equal(2, sink.Launches.Count);
    }

    internal static byte[] Slot(ulong slot, SlotStatus status) =>
        new SubscribeUpdate { Slot = new SubscribeUpdateSlot { Slot = slot, Status = status } }.ToByteArray();

    private static byte[] Meta(ulong slot) => new SubscribeUpdate { BlockMeta = new SubscribeUpdateBlockMeta { Slot = slot, Blockhash = "x" } }.ToByteArray();

    private static byte[] Recorded(params byte[][] updates)
    {
        using var stream = new MemoryStream();
        foreach (var update in updates) RecordedStream.Write(stream, update);
        return stream.ToArray();
    }
}
