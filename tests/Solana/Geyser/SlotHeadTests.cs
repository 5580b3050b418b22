using Google.Protobuf;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Tests.Feed;

namespace Orchestrator.Solana.Tests.Geyser;

public sealed class SlotHeadTests
{
    private const ulong Far = 9_000_000_000;

    [Fact]
    public void No_message_moves_the_head_further_than_a_chain_goes()
    {
        var head = new SlotHead();
        Assert.True(head.Take(1_000));
        Assert.True(head.Take(1_000 + SlotHead.LeadMax));
        Assert.False(head.Take(1_001 + (2 * SlotHead.LeadMax)));
        Assert.False(head.Take(ulong.MaxValue));
        Assert.True(head.Take(5));
        Assert.Equal(1_000 + SlotHead.LeadMax, head.Last);
        head.Forget();
        Assert.True(head.Take(Far));
        Assert.Equal(Far, head.Last);
    }

    [Fact]
    public void The_first_word_counts_unless_it_is_known_where_the_stream_begins()
    {
        Assert.True(new SlotHead().Take(Far));
        var expected = new SlotHead(1_000);
        Assert.False(expected.Take(Far));
        Assert.True(expected.Take(1_001));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_false_slot_from_the_future_is_named_and_what_comes_after_it_is_heard_as_before(bool account)
    {
        var (reader, sink) = TestSink.Reading();
        await reader.Take(FeedMessage.Of(Slot(1_000)));
        await reader.Take(FeedMessage.Of(account ? Account(Far) : Slot(Far)));
        await reader.Take(FeedMessage.Of(Slot(1_001)));
        await reader.Take(FeedMessage.Of(Account(1_001)));

        Assert.Equal((1_001UL, 1L, 1), (reader.History.Last, reader.Counts.Damaged, sink.Slots.Count));
        Assert.Contains("slot 9000000000 is more than 512 ahead of 1000", Assert.Single(reader.Damage), StringComparison.Ordinal);

        // After a gap the chain may be anywhere.
        await reader.Take(FeedMessage.Say(FeedMessageKind.Gap, "a night"));
        await reader.Take(FeedMessage.Of(Slot(200_000)));
        Assert.Equal((200_000UL, 1L), (reader.History.Last, reader.Counts.Damaged));
    }

    [Fact(Timeout = 60_000)]
    public async Task After_a_loss_a_client_goes_on_from_where_it_stood_and_not_from_what_was_made_up()
    {
        Script sends = async (_, _, stream, _) =>
        {
            foreach (var update in (byte[][])[Slot(1_000), Slot(Far), Slot(1_001)]) await stream.WriteAsync(SubscribeUpdate.Parser.ParseFrom(update));
            throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Unavailable, "gone"));
        };
        await using var server = await TestGeyser.Start(null, sends, sends);
        using var client = new GeyserClient(
            new GeyserOptions { Address = server.Address, ReplaySlots = 2, ReconnectDelay = TimeSpan.FromMilliseconds(1), Request = new FeedRequest(true, System.Collections.Frozen.FrozenSet<Orchestrator.Solana.Keys.PublicKey>.Empty).ToSubscription() }, TimeProvider.System, () => 0);
        var losses = 0;
        await foreach (var item in client.Listen(TestContext.Current.CancellationToken))
            if (item.Kind == GeyserEventKind.Lost && ++losses == 2) break;
        Assert.Equal([null, 999UL], server.Requests.Select(request => request.HasFromSlot ? request.FromSlot : (ulong?)null));
    }

    private static byte[] Slot(ulong slot) => new SubscribeUpdate { Slot = new SubscribeUpdateSlot { Slot = slot, Status = SlotStatus.SlotProcessed } }.ToByteArray();

    private static byte[] Account(ulong slot) => new SubscribeUpdate
    {
        Account = new SubscribeUpdateAccount
        {
            Slot = slot, Account = new SubscribeUpdateAccountInfo { Pubkey = ByteString.CopyFrom(new byte[32]), Owner = ByteString.CopyFrom(new byte[32]), WriteVersion = slot },
        },
    }.ToByteArray();
}
