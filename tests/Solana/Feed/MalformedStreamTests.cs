using Google.Protobuf;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Tests.Geyser;

namespace Orchestrator.Solana.Tests.Feed;

/// <summary>What is malformed on the wire is named and counted, and costs nothing but itself.</summary>
public sealed class MalformedStreamTests
{
    private static readonly byte[] NoProtobuf = RejectedStream.Frame([0xFF, 0xFF, 0xFF]);

    [Fact(Timeout = 60_000)]
    public async Task A_message_that_is_no_protobuf_costs_only_itself_and_not_the_connection()
    {
        await using var server = await RawGeyser.Start([.. RawGeyser.Frames(Account(1_000)), .. NoProtobuf, .. RawGeyser.Frames(Account(1_001))]);
        var (reader, sink) = await Read(server, 2, TestContext.Current.CancellationToken);

        Assert.Equal([1_000UL, 1_001UL], sink.Slots);
        Assert.Equal((1L, 0L, 1), (reader.Counts.Damaged, reader.Counts.Losses, server.Subscriptions));
        Assert.Equal(["no protobuf"], reader.Damage);
    }

    [Fact(Timeout = 60_000)]
    public async Task Updates_that_lack_what_makes_them_one_are_named_and_not_left_out_in_silence()
    {
        var account = Account(1_000);
        account.Account.Account.Pubkey = ByteString.Empty;
        var transaction = new SubscribeUpdate { Transaction = new() { Slot = 1_000, Transaction = new() { Index = 1 } } };
        await using var server = await RawGeyser.Start(RawGeyser.Frames(account, transaction, Account(1_001)));
        var (reader, sink) = await Read(server, 1, TestContext.Current.CancellationToken);

        Assert.Equal([1_001UL], sink.Slots);
        Assert.Equal(["an account update without address or owner", "a transaction update without signature or message"], reader.Damage);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_frame_that_is_cut_off_or_is_none_ends_the_connection_by_name_and_the_next_one_brings_what_was_missing(bool cut)
    {
        var whole = RawGeyser.Frames(Account(1_000), Account(1_001));
        byte[] broken = cut ? whole[..^7] : [.. RawGeyser.Frames(Account(1_000)), 7, 1, 2, 3, 4, 5, 6, 7];
        await using var server = await RawGeyser.Start(broken, [.. whole, .. RawGeyser.Frames(Account(1_002))]);
        var (reader, sink) = await Read(server, 3, TestContext.Current.CancellationToken);

        Assert.Equal([1_000UL, 1_001UL, 1_002UL], sink.Slots);
        Assert.Equal((1L, 0L, 2), (reader.Counts.Losses, reader.Counts.Gaps, server.Subscriptions));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_sends_nothing_else_any_more_is_left()
    {
        await using var server = await RawGeyser.Start(
            [.. RawGeyser.Frames(Account(1_000)), .. Enumerable.Repeat(NoProtobuf, 10_000).SelectMany(frame => frame)], RawGeyser.Frames(Account(1_001)));
        var (reader, sink) = await Read(server, 2, TestContext.Current.CancellationToken);

        Assert.Equal([1_000UL, 1_001UL], sink.Slots);
        Assert.Equal((1L, (long)GeyserSession.BrokenMax), (reader.Counts.Losses, reader.Counts.Damaged));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_never_sends_anything_else_is_followed_by_the_next()
    {
        byte[] rubbish = [.. Enumerable.Repeat(NoProtobuf, 100).SelectMany(frame => frame)];
        await using var bad = await RawGeyser.Start(rubbish, rubbish, rubbish, rubbish, rubbish);
        await using var good = await RawGeyser.Start(RawGeyser.Frames(Account(1_000)));
        var (reader, sink) = await Read([bad, good], 1, TestContext.Current.CancellationToken);

        Assert.Equal([1_000UL], sink.Slots);
        Assert.Equal((LiveSource.LossesMax, 1), (bad.Subscriptions, good.Subscriptions));
        Assert.Equal(LiveSource.LossesMax * GeyserSession.BrokenMax, reader.Counts.Damaged);
    }

    private static Task<(FeedReader Reader, TestSink Sink)> Read(RawGeyser server, int accounts, CancellationToken cancel) => Read([server], accounts, cancel);

    private static async Task<(FeedReader Reader, TestSink Sink)> Read(RawGeyser[] servers, int accounts, CancellationToken cancel)
    {
        var (reader, sink) = TestSink.Reading();
        var request = new FeedRequest(Launches: true, [Key]).ToSubscription();
        var source = new LiveSource([.. servers.Select(server => new FeedEndpoint(server.Address, null))], request, new UpdateFilter(), TimeProvider.System, () => 0);
        await foreach (var message in source.Read(null, cancel))
        {
            await reader.Take(message);
            if (sink.Slots.Count == accounts) break;
        }

        return (reader, sink);
    }

    private static PublicKey Key => ProgramIds.Token;

    private static SubscribeUpdate Account(ulong slot) => new()
    {
        Account = new()
        {
            Slot = slot,
            Account = new() { Pubkey = ByteString.CopyFrom(Key.AsSpan()), Owner = ByteString.CopyFrom(Key.AsSpan()), WriteVersion = slot, Data = ByteString.CopyFrom(new byte[64]) },
        },
    };
}
