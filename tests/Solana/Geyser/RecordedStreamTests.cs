using System.Collections.Frozen;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Tests.Geyser;

public sealed class RecordedStreamTests(ITestOutputHelper output)
{
    private const string Recording = "solana/geyser_streams/vixen_mainnet_398202772-398202821_entries_slots_blockmeta.bin";

    private static IEnumerable<ReadOnlyMemory<byte>> Messages()
    {
        using var file = File.OpenRead(SharedData.PathOf(Recording));
        foreach (var message in RecordedStream.Read(file)) yield return message;
    }

    [Fact]
    public void A_real_recording_is_read_whole_and_as_the_generated_parser_reads_it()
    {
        var counts = new Dictionary<UpdateKind, int>();
        ulong low = ulong.MaxValue, high = 0;
        foreach (var message in Messages())
        {
            Assert.True(UpdateView.TryRead(message.Span, out var view));
            counts[view.Kind] = counts.GetValueOrDefault(view.Kind) + 1;
            var parsed = SubscribeUpdate.Parser.ParseFrom(message.Span);
            Assert.Equal((int)parsed.UpdateOneofCase, (int)view.Kind);
            Assert.Equal(parsed.Entry?.Slot ?? parsed.Slot?.Slot ?? parsed.BlockMeta?.Slot ?? 0, view.Slot);
            // Slot updates also tell of earlier slots becoming final.
            if (view.Kind != UpdateKind.Entry) continue;
            low = Math.Min(low, view.Slot);
            high = Math.Max(high, view.Slot);
        }

        output.WriteLine($"{counts.Values.Sum()} messages, slots {low} to {high}");
        Assert.Equal(40_186, counts.Values.Sum());
        Assert.Equal((39_840, 295, 50, 1), (counts[UpdateKind.Entry], counts[UpdateKind.Slot], counts[UpdateKind.BlockMeta], counts[UpdateKind.Ping]));
        Assert.Equal((398202772UL, 398202821UL), (low, high));
    }

    [Fact]
    public void Rejecting_a_message_allocates_nothing()
    {
        var messages = Messages().Take(5_000).Select(message => message.ToArray()).Concat(TestUpdates.OfBlock().Take(200)).ToArray();
        var filter = new UpdateFilter { Accounts = new[] { PublicKey.Parse("1nc1nerator11111111111111111111111111111111") }.ToFrozenSet(), Kinds = new[] { UpdateKind.Transaction, UpdateKind.Account }.ToFrozenSet(), Votes = true, Failed = true };
        var codec = new GeyserCodec(filter, new RecentUpdates(10, 10));
        Assert.Equal(0, Pass(codec, messages));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass(codec, messages);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_cut_recording_is_a_fault_and_not_an_end()
    {
        var whole = new MemoryStream();
        RecordedStream.Write(whole, [1, 2, 3]);
        RecordedStream.Write(whole, [4]);
        Assert.Equal(2, RecordedStream.Read(new MemoryStream(whole.ToArray())).Count());
        foreach (var cut in (int[])[2, 5, 9, 11])
            Assert.Throws<InvalidDataException>(() => RecordedStream.Read(new MemoryStream(whole.ToArray()[..cut])).Count());
        Assert.Throws<InvalidDataException>(() => RecordedStream.Read(new MemoryStream([255, 255, 255, 255])).Count());
    }

    private static int Pass(GeyserCodec codec, byte[][] messages)
    {
        var passed = 0;
        foreach (var message in messages)
            if (codec.Judge(message) == Verdict.Passed) passed++;
        return passed;
    }
}
