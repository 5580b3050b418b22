using Orchestrator.GeyserHost;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Rpc;
using Orchestrator.Yellowstone;

namespace Orchestrator.Chain.Tests.Streams;

/// <summary>The product's Geyser client on the endpoint that the real clients judge.</summary>
public sealed class OwnClientTests
{
    private const ulong First = 1_000;
    private const int PerSlot = 7;
    private const int Half = PerSlot / 2;
    private const int KillEvery = 40;
    private const int Slots = 3 * KillEvery;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(CommitmentLevel.Processed, false)]
    [InlineData(CommitmentLevel.Processed, true)]
    [InlineData(CommitmentLevel.Confirmed, false)]
    [InlineData(CommitmentLevel.Finalized, false)]
    public async Task A_stream_torn_twice_in_mid_slot_loses_nothing_and_hands_nothing_on_twice(CommitmentLevel commitment, bool gzip)
    {
        var feed = new Feed();
        await using var server = await YellowstoneServer.StartAsync(feed, new YellowstoneOptions { Token = "let me in", Gzip = gzip });
        using var client = new GeyserClient(
            new GeyserOptions
            {
                Address = new SecretAddress(server.Address.ToString()), Token = "let me in", FromSlot = First, ReconnectDelay = TimeSpan.FromMilliseconds(1),
                Request = new SubscribeRequest
                {
                    Transactions = { ["all"] = new SubscribeRequestFilterTransactions() }, Slots = { ["slots"] = new SubscribeRequestFilterSlots() },
                    BlocksMeta = { ["meta"] = new SubscribeRequestFilterBlocksMeta() }, Commitment = commitment,
                },
            }, TimeProvider.System, () => 0.5);
        using var patience = new CancellationTokenSource(Patience);
        await using var events = client.Listen(patience.Token).GetAsyncEnumerator(patience.Token);
        var seen = new List<GeyserEvent>();

        Publish(feed, First, KillEvery);
        for (var kill = 1; kill <= 2; kill++)
        {
            var slot = First + (ulong)(KillEvery * kill);
            SubscribeUpdate[] updates = [.. SyntheticSlots.Slot(slot, PerSlot, First)];
            feed.Publish(updates[..Half]);
            await UntilAsync(events, seen, Last(slot, commitment));
            server.KillConnections();
            feed.Publish(updates[Half..]);
            Publish(feed, slot + 1, KillEvery - 1);
        }

        Publish(feed, First + Slots, 1 + (int)SyntheticSlots.FinalizedAfter);
        await UntilAsync(events, seen, update => IsTransaction(update, First + Slots, 0));

        var expected = Enumerable.Range(0, Slots).SelectMany(slot => Enumerable.Range(0, PerSlot).Select(index => Id(First + (ulong)slot, index)));
        var transactions = seen.Where(one => one.Kind == GeyserEventKind.Update && one.Update.Transaction is not null);
        Assert.Equal(expected, transactions.Select(one => Convert.ToHexStringLower(one.Update.Transaction.Transaction.Signature.Span)).SkipLast(1));
        Assert.Equal(2, seen.Count(one => one.Kind == GeyserEventKind.Lost));
        Assert.DoesNotContain(seen, one => one.Kind is GeyserEventKind.Gap or GeyserEventKind.Refused);
    }

    private static async Task UntilAsync(IAsyncEnumerator<GeyserEvent> events, List<GeyserEvent> seen, Func<SubscribeUpdate, bool> isLast)
    {
        while (await events.MoveNextAsync())
        {
            seen.Add(events.Current);
            if (events.Current.Kind == GeyserEventKind.Update && isLast(events.Current.Update)) return;
        }

        Assert.Fail($"The stream ended: {seen.LastOrDefault()?.Detail}");
    }

    /// <summary>The last update there can be when half of a slot is published.</summary>
    private static Func<SubscribeUpdate, bool> Last(ulong slot, CommitmentLevel commitment) => commitment == CommitmentLevel.Processed
        ? update => IsTransaction(update, slot, Half - 1)
        : update => update.Slot is { Status: SlotStatus.SlotFinalized } status && status.Slot == slot - 1 - SyntheticSlots.FinalizedAfter;

    private static void Publish(Feed feed, ulong from, int slots)
    {
        for (var slot = from; slot < from + (ulong)slots; slot++) feed.Publish(SyntheticSlots.Slot(slot, PerSlot, First));
    }

    private static string Id(ulong slot, int index) => Convert.ToHexStringLower(SyntheticSlots.SignatureOf(slot, index));

    private static bool IsTransaction(SubscribeUpdate update, ulong slot, int index) =>
        update.Transaction is { } transaction && Convert.ToHexStringLower(transaction.Transaction.Signature.Span) == Id(slot, index);
}
