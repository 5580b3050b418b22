using Grpc.Core;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;

using Orchestrator.Solana.Tests.Geyser;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Tests.Feed;

/// <summary>Over real gRPC on loopback.</summary>
public sealed class LiveSourceTests
{
    private static readonly SubscribeRequest Request = new FeedRequest(Launches: true, [.. Array.Empty<PublicKey>()]).ToSubscription();

    [Fact]
    public async Task A_server_that_fails_is_followed_by_the_next_with_replay_and_no_launch_is_lost_or_doubled()
    {
        var launches = LaunchUpdates();
        var half = launches.Count / 2;
        await using var first = await TestGeyser.Start(null, async (_, _, updates, _) =>
        {
            foreach (var update in launches.Take(half)) await updates.WriteAsync(update);
            throw new RpcException(new Status(StatusCode.Unavailable, "going down"));
        }, (_, _, _, _) => throw new RpcException(new Status(StatusCode.Unavailable, "down")));
        await using var second = await TestGeyser.Start(null, async (_, _, updates, call) =>
        {
            foreach (var update in launches) await updates.WriteAsync(update);
            await Task.Delay(Timeout.Infinite, call.CancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var (reader, sink) = TestSink.Reading();
        var source = new LiveSource([new(first.Address, "a"), new(second.Address, "b")], Request, new UpdateFilter { Votes = true, Failed = true }, TimeProvider.System, () => 0);
        await foreach (var message in source.Read(null, TestContext.Current.CancellationToken))
        {
            await reader.Take(message);
            if (sink.Launches.Count == launches.Count) break;
        }

        Assert.Equal(launches.Count, sink.Launches.Select(launch => launch.Pool).Distinct().Count());
        Assert.Equal(half, reader.Counts.Repeated);
        Assert.True(reader.Counts.Losses >= LiveSource.LossesMax);
        Assert.True(second.Requests[0].HasFromSlot);
    }

    [Fact]
    public async Task When_every_server_refuses_the_feed_says_so_and_ends()
    {
        await using var server = await TestGeyser.Start(null, (_, _, _, _) => throw new RpcException(new Status(StatusCode.Unauthenticated, "No valid auth token secret-token")));
        var source = new LiveSource([new(server.Address, "secret-token"), new(server.Address, "secret-token")], Request, new UpdateFilter(), TimeProvider.System, () => 0);
        var told = new List<FeedMessage>();
        await foreach (var message in source.Read(null, TestContext.Current.CancellationToken)) told.Add(message);

        Assert.Equal(FeedMessageKind.Refused, told[^1].Kind);
        Assert.DoesNotContain(told, message => message.Detail!.Contains("secret-token", StringComparison.Ordinal));
    }

    /// <summary>The real creations as a server would send them.</summary>
    private static List<SubscribeUpdate> LaunchUpdates()
    {
        var template = TestUpdates.Transactions().First(one => one.Succeeded && one.Wire is not null && one.Instructions.All(i => i.Program != ProgramIds.Vote));
        var updates = new List<SubscribeUpdate>();
        for (byte i = 0; i < 8; i++)
        {
            var update = TestUpdates.Update(template, 1_000UL + i);
            var message = update.Transaction.Transaction.Transaction.Message;
            var signature = new byte[64];
            signature[0] = (byte)(i + 1);
            update.Transaction.Transaction.Signature = Google.Protobuf.ByteString.CopyFrom(signature);
            update.Transaction.Transaction.Transaction.Signatures.Clear();
            update.Transaction.Transaction.Transaction.Signatures.Add(Google.Protobuf.ByteString.CopyFrom(signature));
            MadeCreation(message, i);
            update.Transaction.Transaction.Meta = new() { Fee = 5_000 };
            for (var at = 0; at < message.AccountKeys.Count; at++)
            {
                update.Transaction.Transaction.Meta.PreBalances.Add(0);
                update.Transaction.Transaction.Meta.PostBalances.Add(0);
            }

            Assert.True(YellowstoneTransaction.Read(update.Transaction).TryGet(out _));
            updates.Add(update);
        }

        return updates;
    }

    /// <summary>One Initialize2 of nineteen accounts, each key its own.</summary>
    private static void MadeCreation(Orchestrator.Solana.Geyser.Protos.Storage.Message message, byte seed)
    {
        message.AccountKeys.Clear();
        message.Instructions.Clear();
        message.AddressTableLookups.Clear();
        message.Versioned = false;
        message.Header = new() { NumRequiredSignatures = 1, NumReadonlySignedAccounts = 0, NumReadonlyUnsignedAccounts = 1 };
        for (byte i = 0; i < 19; i++) message.AccountKeys.Add(Google.Protobuf.ByteString.CopyFrom([(byte)(i + 1), seed, 1, .. new byte[29]]));
        message.AccountKeys.Add(Google.Protobuf.ByteString.CopyFrom(ProgramIds.RaydiumV4.AsSpan()));
        message.Instructions.Add(new Orchestrator.Solana.Geyser.Protos.Storage.CompiledInstruction
        {
            ProgramIdIndex = 19,
            Accounts = Google.Protobuf.ByteString.CopyFrom([.. Enumerable.Range(0, 19).Select(i => (byte)i)]),
            Data = Google.Protobuf.ByteString.CopyFrom([1, 254, .. BitConverter.GetBytes(0UL), .. BitConverter.GetBytes(6UL), .. BitConverter.GetBytes(7UL)]),
        });
    }
}
