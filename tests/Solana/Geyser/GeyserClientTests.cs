using Google.Protobuf;
using Grpc.Core;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Solana.Tests.Geyser;

public sealed class GeyserClientTests
{
    private static GeyserClient Client(TestGeyser server, string? token = null, ulong? from = null, TimeSpan? silence = null, int messageBytesMax = 1 << 20) => new(
        new GeyserOptions
        {
            Address = server.Address, Token = token, FromSlot = from, ReplaySlots = 2,
            ReconnectDelay = TimeSpan.FromMilliseconds(1), SilenceMax = silence ?? TimeSpan.FromMinutes(1), MessageBytesMax = messageBytesMax,
            Request = new SubscribeRequest { Accounts = { ["all"] = new SubscribeRequestFilterAccounts() } },
        }, TimeProvider.System, () => 0);

    private static SubscribeUpdate Account(ulong slot, int key, int dataSize = 4) => new()
    {
        Account = new()
        {
            Slot = slot,
            Account = new() { Pubkey = ByteString.CopyFrom([.. Enumerable.Repeat((byte)key, 32)]), Owner = ByteString.CopyFrom(new byte[32]), WriteVersion = slot, Data = ByteString.CopyFrom(new byte[dataSize]) },
        },
    };

    private static Script Sends(StatusCode end, string detail, params SubscribeUpdate[] updates) => async (_, _, stream, _) =>
    {
        foreach (var update in updates) await stream.WriteAsync(update);
        throw new RpcException(new Status(end, detail));
    };

    private static async Task<List<string>> Take(GeyserClient client, int count, CancellationToken cancel = default)
    {
        var seen = new List<string>();
        await foreach (var item in client.Listen(cancel))
        {
            seen.Add(item.Kind == GeyserEventKind.Update ? $"{item.Update.Account.Slot}/{item.Update.Account.Account.Pubkey[0]}" : item.Kind.ToString());
            if (seen.Count == count) break;
        }

        return seen;
    }

    [Fact(Timeout = 60_000)]
    public async Task After_a_loss_it_replays_from_a_few_slots_back_and_hands_nothing_on_twice()
    {
        await using var server = await TestGeyser.Start(null,
            Sends(StatusCode.Unavailable, "gone", Account(100, 1), Account(101, 1), Account(102, 1)),
            Sends(StatusCode.Internal, "lagged to receive geyser messages", Account(100, 1), Account(101, 1), Account(101, 2), Account(102, 1), Account(103, 1)),
            Sends(StatusCode.Unavailable, "gone", Account(103, 1), Account(104, 1)));
        using var client = Client(server);
        Assert.Equal(["100/1", "101/1", "102/1", "Lost", "101/2", "103/1", "Lost", "104/1"], await Take(client, 8, TestContext.Current.CancellationToken));
        Assert.Equal([null, 100UL, 101UL], server.Requests.Select(request => request.HasFromSlot ? request.FromSlot : (ulong?)null));
        Assert.All(server.Requests, request => Assert.True(request.Accounts.ContainsKey("all")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_replay_that_is_too_old_is_told_as_a_gap_and_started_anew()
    {
        await using var server = await TestGeyser.Start(null,
            Sends(StatusCode.OutOfRange, "broadcast from 5 is not available, last available: 90"),
            Sends(StatusCode.Unavailable, "gone", Account(95, 1)));
        using var client = Client(server, from: 5);
        Assert.Equal(["Gap", "95/1"], await Take(client, 2, TestContext.Current.CancellationToken));
        Assert.Equal([5UL, null], server.Requests.Select(request => request.HasFromSlot ? request.FromSlot : (ulong?)null));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refusal_ends_the_stream_and_prints_no_token()
    {
        await using var server = await TestGeyser.Start(null, (_, _, _, call) =>
            throw new RpcException(new Status(StatusCode.Unauthenticated, "No valid auth token: " + call.RequestHeaders.GetValue("x-token"))));
        using var client = Client(server, token: "very-secret-token");
        var events = await client.Listen(TestContext.Current.CancellationToken).ToListAsync();
        var refused = Assert.Single(events);
        Assert.Equal(GeyserEventKind.Refused, refused.Kind);
        Assert.Equal("Unauthenticated: No valid auth token: ***", refused.Detail);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_ping_is_answered_with_a_ping_that_leaves_the_filters_alone()
    {
        var answered = new TaskCompletionSource<SubscribeRequest>();
        await using var server = await TestGeyser.Start(null, async (_, requests, updates, call) =>
        {
            await updates.WriteAsync(new SubscribeUpdate { Ping = new() });
            await requests.MoveNext(call.CancellationToken);
            answered.SetResult(requests.Current);
            await updates.WriteAsync(new SubscribeUpdate { Pong = new() { Id = requests.Current.Ping.Id } });
            await updates.WriteAsync(Account(1, 1));
            await requests.MoveNext(call.CancellationToken);
        });
        using var client = Client(server);
        Assert.Equal(["1/1"], await Take(client, 1, TestContext.Current.CancellationToken));
        Assert.Equal(new SubscribeRequest { Ping = new() { Id = 1 } }, await answered.Task);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData(null)]
    public async Task Packed_streams_are_read(string? compression)
    {
        await using var server = await TestGeyser.Start(compression, Sends(StatusCode.Unavailable, "gone", [.. Enumerable.Range(1, 50).Select(n => Account((ulong)n, n, dataSize: 2_000))]));
        using var client = Client(server);
        Assert.Equal(Enumerable.Range(1, 50).Select(n => $"{n}/{n}"), await Take(client, 50, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData(null)]
    public async Task A_message_that_is_or_unpacks_to_more_than_allowed_ends_the_connection(string? compression)
    {
        await using var server = await TestGeyser.Start(compression, Sends(StatusCode.Unavailable, "gone", Account(1, 1), Account(2, 2, dataSize: 4_000_000)));
        using var client = Client(server, messageBytesMax: 1_000_000);
        Assert.Equal(["1/1", "Lost"], await Take(client, 2, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_silent_stream_is_dropped_and_opened_again()
    {
        await using var server = await TestGeyser.Start(null,
            async (_, _, _, call) => await Task.Delay(Timeout.Infinite, call.CancellationToken).ContinueWith(_ => { }),
            Sends(StatusCode.Unavailable, "gone", Account(1, 1)));
        using var client = Client(server, silence: TimeSpan.FromMilliseconds(150));
        Assert.Equal(["Lost", "1/1"], await Take(client, 2, TestContext.Current.CancellationToken));
    }
}
