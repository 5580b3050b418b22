using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Tests.Rpc;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Jito;

public sealed class JitoTests
{
    private static readonly KeyPair Payer = KeyPair.FromSeed([.. Enumerable.Repeat((byte)5, 32)]);

    private static VersionedTransaction Tip(ulong lamports)
    {
        new MessageBuilder(Payer.PublicKey).Add(SystemProgram.Transfer(Payer.PublicKey, TipAccounts.List[0], lamports)).BuildV0(default, out var message);
        Assert.Equal(SignRefusal.None, TransactionSigner.Sign(message!, out var transaction, Payer));
        return transaction!;
    }

    private static JitoClient Client(TestNode node) => new(
        new JitoOptions { Address = new SecretAddress(node.Address + "/api/v1"), TipFloorAddress = new SecretAddress(node.Address + "/tip_floor"), Auth = "my-secret-uuid", CallsPerSecond = 1_000 }, TimeProvider.System);

    [Fact]
    public async Task A_bundle_is_sent_as_documented_under_the_id_that_was_known_before()
    {
        VersionedTransaction[] bundle = [Tip(1), Tip(2)];
        var id = BundleId.Of(bundle[0].Id, bundle[1].Id);
        var seen = "";
        var posted = "";
        await using var node = await TestNode.Start(async context =>
        {
            seen = $"{context.Request.Path} {context.Request.Headers["x-jito-auth"]}";
            posted = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await context.Response.WriteAsync($$"""{"jsonrpc":"2.0","result":"{{id}}","id":1}""");
        });
        using var client = Client(node);
        Assert.Equal(id, (await client.SendBundle(bundle, CancellationToken.None)).Value);
        Assert.Equal("/api/v1/bundles my-secret-uuid", seen);
        using var json = JsonDocument.Parse(posted);
        Assert.Equal("sendBundle", json.RootElement.GetProperty("method").GetString());
        var sent = json.RootElement.GetProperty("params");
        Assert.Equal(bundle.Select(one => one.Encode()), sent[0].EnumerateArray().Select(one => one.GetBytesFromBase64()));
        Assert.Equal("""{"encoding":"base64"}""", sent[1].GetRawText());
    }

    [Fact]
    public async Task An_engine_that_names_another_bundle_is_not_believed()
    {
        await using var node = await TestNode.Answering("\"ab\"");
        using var client = Client(node);
        Assert.Equal(RpcFault.UnexpectedShape, (await client.SendBundle([Tip(1)], CancellationToken.None)).Error!.Fault);
    }

    [Fact]
    public void A_bundle_has_one_to_five_transactions()
    {
        Assert.Throws<ArgumentException>(() => JitoCalls.SendBundle());
        Assert.Throws<ArgumentException>(() => JitoCalls.SendBundle([.. Enumerable.Range(1, 6).Select(n => Tip((ulong)n))]));
        Assert.Throws<ArgumentException>(() => JitoCalls.GetBundleStatuses());
    }

    [Fact]
    public void Statuses_are_read_in_both_spellings()
    {
        const string Signature = "3bC2M9fiACSjkTXZDgeNAuQ4ScTsdKGwR42ytFdhUvikqTmBheUxfsR1fDVsM5ADCMMspuwGkdm1uKbU246x5aE3";
        foreach (var spelling in (string[])["confirmation_status", "confirmationStatus"])
        {
            var body = $$$"""{"jsonrpc":"2.0","result":{"context":{"slot":242806119},"value":[{"bundle_id":"892b","transactions":["{{{Signature}}}"],"slot":242804011,"{{{spelling}}}":"finalized","err":{"Ok":null}},null]},"id":1}""";
            var statuses = JitoCalls.GetBundleStatuses("892b", "x").Read(Encoding.UTF8.GetBytes(body), 1).Value;
            Assert.Equal((242804011UL, Orchestrator.Domain.Execution.Commitment.Finalized, null), (statuses[0]!.Slot, statuses[0]!.Commitment, statuses[0]!.Error));
            Assert.Null(statuses[1]);
        }

        var failed = """{"jsonrpc":"2.0","result":{"value":[{"bundle_id":"a","transactions":[],"slot":1,"err":{"Err":{"InstructionError":[1,{"Custom":1}]}}}]},"id":1}""";
        Assert.Equal("InstructionError(1): Custom(1)", JitoCalls.GetBundleStatuses("a").Read(Encoding.UTF8.GetBytes(failed), 1).Value[0]!.Error!.ToString());
        var inflight = """{"jsonrpc":"2.0","result":{"context":{"slot":1},"value":[{"bundle_id":"b","status":"Landed","landed_slot":280999028},{"bundle_id":"c","status":"Failed","landed_slot":null}]},"id":1}""";
        Assert.Equal([new InflightStatus("b", InflightState.Landed, 280999028), new InflightStatus("c", InflightState.Failed, null)],
            JitoCalls.GetInflightBundleStatuses("b").Read(Encoding.UTF8.GetBytes(inflight), 1).Value);
        Assert.Empty(JitoCalls.GetBundleStatuses("b").Read("""{"jsonrpc":"2.0","result":null,"id":1}"""u8.ToArray(), 1).Value);
    }

    [Fact]
    public async Task A_real_tip_floor_is_read_in_lamports_without_floating_point()
    {
        var text = SharedData.ReadText("solana/jito/tip_floor_2025-01-11.json");
        await using var node = await TestNode.Start(context => context.Response.WriteAsync(text));
        using var client = Client(node);
        var floor = (await client.TipFloor(CancellationToken.None)).Value;
        Assert.Equal((3_281UL, 12_537UL, 50_000UL, 5_000_000UL, 11_160_001UL, 109_790UL), (floor.P25, floor.P50, floor.P75, floor.P95, floor.P99, floor.SmoothedP50));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""[{"time":"2025-01-11T00:39:46Z","landed_tips_25th_percentile":-1}]""")]
    [InlineData("""[{"time":"2025-01-11T00:39:46Z","landed_tips_25th_percentile":1e30}]""")]
    [InlineData("NaN")]
    public void What_is_no_tip_floor_is_refused(string text) => Assert.Null(TipFloor.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Every_region_has_its_engine() => Assert.All(Enum.GetValues<JitoRegion>(), region =>
        Assert.EndsWith("mainnet.block-engine.jito.wtf/***", JitoClient.AddressOf(region).ToString()));

    [Fact]
    public void The_signed_examples_of_the_documentation_verify()
    {
        using var examples = JsonDocument.Parse(SharedData.ReadText("solana/jito/docs/doc_example_transactions.json"));
        var count = 0;
        foreach (var example in examples.RootElement.EnumerateArray())
        {
            var text = example.GetProperty("wire").GetString()!;
            var bytes = example.GetProperty("encoding").GetString() == "base64" ? Convert.FromBase64String(text) : Base58.TryDecode(text)!;
            Assert.Equal(WireRefusal.None, VersionedTransaction.Decode(bytes, out var transaction));
            Assert.All(transaction!.VerifySignatures(), Assert.True);
            Assert.Equal(bytes, transaction.Encode());
            count++;
        }

        Assert.True(count >= 3);
    }
}
