using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

/// <summary>What does not fit a packet or does not decode is refused before the runtime, which would abort on it, sees it.</summary>
public sealed class WireTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong Sol = 1_000_000_000;

    [Fact]
    public async Task A_message_over_1232_bytes_is_refused_by_our_builder_and_by_the_chain()
    {
        var trader = await PayerAsync();
        var recent = await trader.LatestBlockhashAsync();
        var builder = new MessageBuilder(trader.Key).Add([.. Enumerable.Range(0, 40).Select(i => SystemProgram.Transfer(trader.Key, Names.Key($"receiver {i}"), 1))]);
        Assert.Equal(BuildRefusal.TooLarge, builder.BuildV0(recent, out _));
        Assert.Equal(BuildRefusal.TooLarge, builder.BuildLegacy(recent, out _));

        var fitting = Padded(trader, recent, VersionedTransaction.SizeMax);
        var tooLong = Padded(trader, recent, VersionedTransaction.SizeMax + 1);
        Assert.Equal(1_232, fitting.Length);
        await SendAsync(fitting);
        var refused = await Assert.ThrowsAsync<ChainFault>(() => SendAsync(tooLong));
        Assert.Equal(-32602, refused.Code);
        Assert.Contains("too large: 1233 bytes (max: 1232 bytes)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_bytes_are_refused_and_the_chain_lives_on()
    {
        var trader = await PayerAsync();
        var world = new ArbitrageWorld(Chain);
        await world.CreateAsync();
        byte[][] seeds =
        [
            (await trader.SignAsync([SystemProgram.Transfer(trader.Key, Names.Key("receiver"), Sol)])).Encode(),
            (await world.Trader.SignAsync(world.RoundTrip(), world.Table)).Encode(),
        ];
        var chance = new Random(20_261_123);
        var calls = new List<JsonObject>();
        for (var i = 0; i < 3_000; i++) calls.Add(Call(i, Mutate(seeds[i % seeds.Length], chance)));
        var refused = 0;
        foreach (var batch in calls.Chunk(100))
        {
            var answers = JsonNode.Parse(await Chain.PostAsync(new JsonArray([.. batch]).ToJsonString()))!.AsArray();
            Assert.Equal(batch.Length, answers.Count);
            refused += answers.Count(answer => answer!["error"]?["code"]?.GetValue<int>() == -32602);
            Assert.DoesNotContain(answers, answer => answer!["error"]?["code"]?.GetValue<int>() == -32603);
        }

        Assert.InRange(refused, 1_000, 3_000);
        Assert.Null((await trader.SendAsync([SystemProgram.Transfer(trader.Key, Names.Key("receiver"), Sol)])).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AA==")]
    [InlineData("not base64!")]
    [InlineData("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public async Task Bytes_that_are_no_transaction_are_the_callers_mistake(string text)
    {
        var refused = await Assert.ThrowsAsync<ChainFault>(() => Chain.RpcAsync("sendTransaction", text, new JsonObject { ["encoding"] = "base64" }));
        Assert.Equal(-32602, refused.Code);
    }

    [Theory]
    [InlineData(1, 2, 0, "program index out of range")]
    [InlineData(1, 0, 0, "program index out of range")]
    [InlineData(1, 1, 2, "account index out of range")]
    [InlineData(0, 1, 0, "failed to deserialize")]
    public async Task A_message_that_points_outside_itself_is_refused(byte signers, byte program, byte account, string reason)
    {
        var trader = await PayerAsync();
        var message = new Message(MessageVersion.Legacy, new MessageHeader(signers, 0, 1), [trader.Key, ProgramIds.Memo],
            await trader.LatestBlockhashAsync(), [new CompiledInstruction(program, new byte[] { account }, new byte[] { 1 })], []);
        var bytes = new VersionedTransaction([.. new Signature[signers]], message).Encode();
        var refused = await Assert.ThrowsAsync<ChainFault>(() => SendAsync(bytes));
        Assert.Equal(-32602, refused.Code);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_with_a_changed_message_fails_its_signature()
    {
        var trader = await PayerAsync();
        var bytes = (await trader.SignAsync([SystemProgram.Transfer(trader.Key, Names.Key("receiver"), Sol)])).Encode();
        bytes[^2] ^= 1;
        Assert.Equal(-32003, (await Assert.ThrowsAsync<ChainFault>(() => SendAsync(bytes))).Code);
    }

    private async Task<Trader> PayerAsync()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(10 * Sol);
        return trader;
    }

    /// <summary>A correctly signed transaction of exactly this many bytes, made past our builder's limit: a transfer and a memo.</summary>
    private static byte[] Padded(Trader trader, Blockhash recent, int size)
    {
        using var wallet = Names.Wallet("payer");
        for (var guess = size; ; guess--)
        {
            byte[] memo = [.. Enumerable.Repeat((byte)'m', guess)];
            var message = new Message(MessageVersion.Legacy, new MessageHeader(1, 0, 1), [trader.Key, ProgramIds.Memo], recent,
                [new CompiledInstruction(1, ReadOnlyMemory<byte>.Empty, memo)], []);
            var unsigned = new VersionedTransaction([default], message);
            if (unsigned.Size != size) continue;
            var bytes = new byte[message.Size];
            message.Encode(bytes);
            return new VersionedTransaction([wallet.Sign(bytes)], message).Encode();
        }
    }

    private Task<System.Text.Json.JsonElement> SendAsync(byte[] bytes) => Chain.RpcAsync("sendTransaction", Convert.ToBase64String(bytes), new JsonObject { ["encoding"] = "base64" });

    private static JsonObject Call(int id, byte[] bytes) => new()
    {
        ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = id % 2 == 0 ? "simulateTransaction" : "sendTransaction",
        ["params"] = new JsonArray(Convert.ToBase64String(bytes), new JsonObject { ["encoding"] = "base64", ["skipPreflight"] = true, ["sigVerify"] = id % 4 == 0 }),
    };

    private static byte[] Mutate(byte[] seed, Random chance)
    {
        var bytes = seed.ToArray();
        switch (chance.Next(4))
        {
            case 0:
                return bytes[..chance.Next(bytes.Length)];
            case 1:
                chance.NextBytes(bytes);
                return bytes;
            case 2:
                for (var i = chance.Next(1, 4); i > 0; i--) bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
                return bytes;
            default:
                // The structure behind the signature: header, counts, indexes.
                for (var i = chance.Next(1, 6); i > 0; i--) bytes[chance.Next(65, bytes.Length)] = (byte)chance.Next(4);
                return bytes;
        }
    }
}
