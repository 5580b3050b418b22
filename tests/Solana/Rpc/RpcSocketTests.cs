using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Tests.Rpc;

public sealed class RpcSocketTests
{
    private static RpcSocket Socket(TestNode node) =>
        new(new RpcSocketOptions { Address = new SecretAddress(node.Address), ReconnectDelay = TimeSpan.FromMilliseconds(1) }, TimeProvider.System, () => 0);

    /// <summary>Speaks one script per connection: after the subscription, each text is sent, then the connection is closed.</summary>
    private static Task<TestNode> Scripted(params string[][] connections)
    {
        var next = -1;
        return TestNode.Start(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[4_096];
            var asked = await socket.ReceiveAsync(buffer, CancellationToken.None);
            using var request = JsonDocument.Parse(buffer.AsMemory(0, asked.Count));
            var script = connections[Math.Min(Interlocked.Increment(ref next), connections.Length - 1)];
            foreach (var text in script)
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, CancellationToken.None);
        });
    }

    private const string Confirm = """{"jsonrpc":"2.0","result":23784,"id":1}""";

    private static string Slot(int slot, int subscription = 23784) =>
        $$$"""{"jsonrpc":"2.0","method":"slotNotification","params":{"result":{"parent":{{{slot - 1}}},"root":1,"slot":{{{slot}}}},"subscription":{{{subscription}}}}}""";

    [Fact(Timeout = 30_000)]
    public async Task After_a_lost_connection_it_says_gap_and_goes_on()
    {
        await using var node = await Scripted([Confirm, Slot(5), Slot(6)], [Confirm, Slot(9)]);
        var seen = new List<string>();
        await foreach (var notice in Socket(node).Listen(Subscriptions.Slot(), TestContext.Current.CancellationToken))
        {
            seen.Add(notice.Gap ? "gap" : notice.Value!.Slot.ToString());
            if (seen.Count == 4) break;
        }

        Assert.Equal(["5", "6", "gap", "9"], seen);
        Assert.Equal(2, node.Requests);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_cannot_be_read_is_told_and_what_is_for_others_is_passed_over()
    {
        await using var node = await Scripted([Confirm, "<html>", Slot(4, subscription: 1), """{"params":{"subscription":23784,"result":{}},"method":"slotNotification"}""", Slot(7)]);
        var seen = new List<string>();
        await foreach (var notice in Socket(node).Listen(Subscriptions.Slot(), TestContext.Current.CancellationToken))
        {
            seen.Add(notice.Error?.Fault.ToString() ?? notice.Value!.Slot.ToString());
            if (seen.Count == 3) break;
        }

        Assert.Equal(["NotJson", "UnexpectedShape", "7"], seen);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_refused_subscription_ends_with_its_reason()
    {
        await using var node = await Scripted([SharedData.ReadText("solana/rpc_responses/solnet/Rpc/Streaming/Account/BadAccountSubscribeResult.json")]);
        var notices = await Socket(node).Listen(Subscriptions.Account(default, Commitment.Confirmed), TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal(RpcFault.InvalidParams, Assert.Single(notices).Error!.Fault);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_signature_is_told_once()
    {
        await using var node = await Scripted([Confirm, SharedData.ReadText("solana/rpc_responses/solnet/Rpc/Streaming/Signature/SignatureSubscribeErrorNotification.json")]);
        var notices = await Socket(node).Listen(Subscriptions.Signature(default, Commitment.Confirmed), TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal("InstructionError(0): Custom(0)", Assert.Single(notices).Value!.Value.Error!.ToString());
    }

    [Fact]
    public void Recorded_notifications_are_read()
    {
        var account = Read(Subscriptions.Account(default, Commitment.Confirmed), "Account/AccountSubscribeNotification");
        Assert.Equal((5199307UL, 33594UL), (account.Value!.Slot, account.Value.Value.Lamports));
        Assert.Equal(5208469UL, Read(Subscriptions.Logs(default, Commitment.Confirmed), "Logs/LogsSubscribeNotification").Value!.Slot);
        Assert.NotNull(Read(Subscriptions.Logs(default, Commitment.Confirmed), "Logs/LogsSubscribeNotificationWithError").Value!.Value.Error);
        Assert.Null(Read(Subscriptions.Signature(default, Commitment.Confirmed), "Signature/SignatureSubscribeNotification").Value!.Value.Error);
        Assert.Equal(new SlotNotice(76, 75, 44), Read(Subscriptions.Slot(), "SlotSubscribeNotification").Value);
    }

    private static Notice<T> Read<T>(Subscription<T> subscription, string file)
    {
        var bytes = File.ReadAllBytes(SharedData.PathOf($"solana/rpc_responses/solnet/Rpc/Streaming/{file}.json"));
        var (notice, error) = SocketReader.Read(bytes, subscription, 23784);
        Assert.Null(error);
        return notice!;
    }
}
