using System.Text.Json.Nodes;
using Orchestrator.GeyserHost;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Yellowstone;

namespace Orchestrator.Chain.Tests.Streams;

/// <summary>The real npm clients judge our Yellowstone endpoint, also when their connection is killed under them.</summary>
public sealed class RealClientTests
{
    private const ulong First = 1_000;
    private const int PerSlot = 7;
    private const int Half = PerSlot / 2;
    private const int KillEvery = 40;
    private const int Slots = 3 * KillEvery;

    [Theory]
    [InlineData("yellowstone", "processed")]
    [InlineData("yellowstone", "confirmed")]
    [InlineData("yellowstone", "finalized")]
    [InlineData("laserstream", "confirmed")]
    public async Task A_stream_outlives_killed_connections_without_loss_or_duplicates(string client, string commitment)
    {
        var (seen, _) = await StreamAsync(client, commitment, inMidSlot: false);
        Assert.Equal(Transactions(0, Slots), seen);
    }

    /// <summary>This client knows again only slots that it has had whole: what it had of a torn one comes twice.</summary>
    [Fact]
    public async Task Yellowstone_torn_off_in_mid_slot_sees_that_half_slot_again_and_loses_nothing()
    {
        var (seen, _) = await StreamAsync("yellowstone", "processed", inMidSlot: true);
        List<string> expected = [];
        for (var slot = 0; slot < Slots; slot++) expected.AddRange([.. slot % KillEvery == 0 && slot > 0 ? Transactions(slot, 1).Take(Half) : [], .. Transactions(slot, 1)]);
        Assert.Equal(expected, seen);
    }

    /// <summary>At "processed" this client goes back 31 slots by design and leaves it to its user to drop what comes twice.</summary>
    [Fact]
    public async Task Laserstream_at_processed_asks_for_31_slots_again_and_loses_nothing()
    {
        var (seen, requests) = await StreamAsync("laserstream", "processed", inMidSlot: true);
        var back = KillEvery - 1 - 31;
        Assert.Equal([First, First + (ulong)back, First + KillEvery + (ulong)back], requests.Where(request => request.HasFromSlot).Select(request => request.FromSlot));
        Assert.Equal(
        [
            .. Transactions(0, KillEvery), .. Transactions(KillEvery, 1).Take(Half),
            .. Transactions(back, (2 * KillEvery) - back), .. Transactions(2 * KillEvery, 1).Take(Half),
            .. Transactions(KillEvery + back, Slots - KillEvery - back),
        ], seen);
    }

    [Fact]
    public async Task The_first_slot_that_can_be_replayed_is_told_and_an_older_one_is_refused()
    {
        var feed = new Feed(slotsKept: 50);
        Publish(feed, First, 80);
        await using var server = await YellowstoneServer.StartAsync(feed);
        await using (var judge = GeyserJudge.Start("yellowstone", server.Address, new JsonObject { ["replayInfo"] = true, ["fromSlot"] = (First + 30).ToString() }))
        {
            var seen = await judge.UntilAsync(update => IsTransaction(update, First + 79, PerSlot - 1));
            Assert.Equal(("replayInfo", (First + 30).ToString()), (seen[0].Kind, seen[0].Slot));
            Assert.Equal(50 * PerSlot, seen.Count(update => update.Kind == "transaction"));
        }

        await using var late = GeyserJudge.Start("yellowstone", server.Address, new JsonObject { ["fromSlot"] = (First + 29).ToString() });
        var refused = (await late.UntilAsync(update => update.Kind == "error"))[^1];
        Assert.Contains($"broadcast from {First + 29} is not available, last available: {First + 30}", refused.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yellowstone")]
    [InlineData("laserstream")]
    public async Task A_client_gets_what_its_filters_name_under_their_names(string client)
    {
        var feed = new Feed();
        Publish(feed, First, 1);
        await using var server = await YellowstoneServer.StartAsync(feed);
        var account = SyntheticSlots.Transaction(First, 3).Transaction.Transaction.Transaction.Message.AccountKeys[0];
        await using var judge = GeyserJudge.Start(client, server.Address, new JsonObject
        {
            ["fromSlot"] = First.ToString(), ["reconnect"] = true, ["include"] = new JsonArray(new PublicKey(account.Span).ToString()),
        });
        var seen = await judge.UntilAsync(update => update.Kind == "slot");

        Assert.Equal(Id(First, 3), Assert.Single(seen, update => update.Kind == "transaction").Id);
        Assert.Equal(["wanted"], seen.Single(update => update.Kind == "transaction").Filters);
        Assert.Equal(["meta"], seen.Single(update => update.Kind == "blockMeta").Filters);
        Assert.Equal(["slots"], seen.Single(update => update.Kind == "slot").Filters);
    }

    /// <summary>The connection is killed twice, with nothing under way or in the middle of a slot; time goes on while the client is gone.</summary>
    /// <returns>Transactions in the order the user saw them, and what the client asked for.</returns>
    private static async Task<(List<string> Transactions, IReadOnlyList<SubscribeRequest> Requests)> StreamAsync(
        string client, string commitment, bool inMidSlot)
    {
        var feed = new Feed();
        await using var server = await YellowstoneServer.StartAsync(feed);
        Publish(feed, First, KillEvery / 2);
        await using var judge = GeyserJudge.Start(client, server.Address, new JsonObject
        {
            ["commitment"] = commitment, ["fromSlot"] = First.ToString(), ["reconnect"] = true,
        });
        await judge.BringsAboutAsync(server.SubscribedAsync(1));
        Publish(feed, First + (KillEvery / 2), KillEvery / 2);
        var seen = new List<Seen>();
        for (var kill = 1; kill <= 2; kill++)
        {
            var slot = First + (ulong)(KillEvery * kill);
            SubscribeUpdate[] updates = [.. SyntheticSlots.Slot(slot, PerSlot, First)];
            var published = inMidSlot ? Half : updates.Length;
            feed.Publish(updates[..published]);
            seen.AddRange(await judge.UntilAsync(inMidSlot
                ? update => IsTransaction(update, slot, Half - 1)
                : update => update is { Kind: "slot", Id: "2" } && update.Slot == (slot - SyntheticSlots.FinalizedAfter).ToString()));
            server.KillConnections();
            feed.Publish(updates[published..]);
            Publish(feed, slot + 1, 10);
            await judge.BringsAboutAsync(server.SubscribedAsync(kill + 1));
            Publish(feed, slot + 11, KillEvery - 11);
        }

        Publish(feed, First + Slots, 1 + (int)SyntheticSlots.FinalizedAfter);
        seen.AddRange(await judge.UntilAsync(update => IsTransaction(update, First + Slots, 0)));
        return ([.. seen.Where(update => update.Kind == "transaction").Select(update => update.Id).SkipLast(1)], server.Requests);
    }

    private static List<string> Transactions(int slot, int slots) =>
        [.. Enumerable.Range(slot, slots).SelectMany(at => Enumerable.Range(0, PerSlot).Select(index => Id(First + (ulong)at, index)))];

    private static void Publish(Feed feed, ulong from, int slots)
    {
        for (var slot = from; slot < from + (ulong)slots; slot++) feed.Publish(SyntheticSlots.Slot(slot, PerSlot, First));
    }

    private static string Id(ulong slot, int index) => Convert.ToHexStringLower(SyntheticSlots.SignatureOf(slot, index));

    private static bool IsTransaction(Seen update, ulong slot, int index) => update.Kind == "transaction" && update.Id == Id(slot, index);
}
