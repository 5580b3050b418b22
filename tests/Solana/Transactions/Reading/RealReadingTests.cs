using System.IO.Compression;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Tests.Transactions.Reading;

/// <summary>Full transactions from every source the data has, in one form.</summary>
public sealed class RealReadingTests(ITestOutputHelper output)
{
    private static FullTransaction[] ReadAll(string text)
    {
        var results = TransactionReader.Read(text);
        Assert.All(results, result => Assert.True(result.Refusal == ReadRefusal.None, $"{result.Refusal}: {result.Detail}"));
        return [.. results.Select(result => result.Transaction!)];
    }

    [Fact]
    public void Every_transaction_of_the_block_is_read_with_all_it_did()
    {
        using var file = File.OpenRead(SharedData.PathOf(RealBlock.BlockFile));
        using var plain = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var all = ReadAll(plain.ReadToEnd());
        var inner = all.Sum(transaction => transaction.Instructions.Sum(instruction => instruction.Inner.Length));
        output.WriteLine($"{all.Length} transactions, {all.Count(t => !t.Succeeded)} failed, {inner} inner instructions");
        Assert.Equal((602, 305, 1298 + 626 + 61), (all.Length, all.Count(transaction => !transaction.Succeeded), inner));
        Assert.Equal(113, all.Count(transaction => transaction.Meta!.Error?.ToString() == "InstructionError(3): Custom(27)"));
        Assert.All(all, transaction => Assert.All(transaction.InExecutionOrder, instruction => Assert.True(instruction.AccountsKnown && instruction.Data is not null)));
        Assert.All(all, transaction => Assert.Equal(new DateTimeOffset(2024, 3, 14, 18, 41, 18, TimeSpan.Zero), transaction.BlockTime));
    }

    [Theory]
    [InlineData("helius_transactionNotification_initialize2.jsonl")]
    [InlineData("helius_transactionNotification_swaps.jsonl")]
    public void Notifications_of_Helius_are_read(string file)
    {
        var lines = File.ReadAllLines(SharedData.PathOf("solana/transactions/raydium_v4/" + file));
        foreach (var line in lines)
        {
            var transaction = Assert.Single(ReadAll(line));
            Assert.NotNull(transaction.Slot);
            Assert.Null(transaction.Wire);
            Assert.Equal(transaction.Accounts.Length, transaction.Meta!.PreBalances.Length);
            Assert.Contains(transaction.InExecutionOrder, instruction => instruction.Program == ProgramIds.RaydiumV4 && instruction.Data is not null);
        }

        output.WriteLine($"{lines.Length} transactions");
    }

    [Fact]
    public void A_transfer_in_words_gives_back_the_bytes_it_stood_for()
    {
        var line = File.ReadLines(SharedData.PathOf("solana/transactions/raydium_v4/helius_transactionNotification_initialize2.jsonl")).First();
        var transfers = Assert.Single(ReadAll(line)).InExecutionOrder.Where(instruction => instruction.ParsedType == "transfer").ToList();
        Assert.NotEmpty(transfers);
        Assert.All(transfers, transfer => Assert.NotNull(transfer.Data));
    }

    [Fact]
    public void Updates_of_Yellowstone_in_JSON_are_read_and_their_signatures_judged()
    {
        var block = ReadAll(SharedData.ReadText("solana/transactions/yellowstone_json/grpc_block_slot344556402.json"));
        Assert.Equal(3, block.Length);
        Assert.All(block, transaction => Assert.Equal(344556402UL, transaction.Slot));
        Assert.All(block, transaction => Assert.All(transaction.Wire!.VerifySignatures(), Assert.True));

        var edited = Assert.Single(ReadAll(SharedData.ReadText("solana/transactions/yellowstone_json/grpc_tx.json")));
        Assert.Equal("InstructionError(3): Custom(1)", edited.Meta!.Error!.ToString());
        Assert.False(edited.Wire!.VerifySignatures()[0]);
        Assert.Equal(61, edited.Accounts.Length);

        var shreds = ReadAll(SharedData.ReadText("solana/transactions/yellowstone_json/shred_txs.json"));
        Assert.Equal(3, shreds.Length);
        Assert.All(shreds, transaction => Assert.Null(transaction.Meta));
        Assert.Contains(shreds, transaction => transaction.Accounts.Any(account => account is { Key: null, Table: not null, TableIndex: not null }));
    }

    [Theory]
    [InlineData("buy")]
    [InlineData("create")]
    public void Parsed_answers_of_getTransaction_are_read(string name)
    {
        var transaction = Assert.Single(ReadAll(SharedData.ReadText($"solana/transactions/pumpfun/raw_{name}_tx_from_gettransaction.json")));
        Assert.True(transaction.Succeeded);
        Assert.Contains(transaction.InExecutionOrder, instruction => instruction.Program == ProgramIds.PumpFun);
        Assert.Equal(transaction.Accounts.Length, transaction.Meta!.PostBalances.Length);
    }

    [Fact]
    public void One_transaction_reads_the_same_from_json_and_from_base64()
    {
        using var block = RealBlock.Open();
        var compared = 0;
        foreach (var entry in block.RootElement.GetProperty("transactions").EnumerateArray())
        {
            var fromBase64 = Assert.Single(ReadAll(entry.GetRawText()));
            var fromJson = Assert.Single(ReadAll(JsonForm(entry, fromBase64)));
            Assert.Equal(fromBase64.Wire!.Encode(), fromJson.Wire!.Encode());
            Assert.Equal(fromBase64.Accounts, fromJson.Accounts);
            if (++compared == 100) break;
        }
    }

    [Fact]
    public void Metadata_of_other_authors_is_read()
    {
        foreach (var path in Directory.GetFiles(SharedData.PathOf("solana/carbon/core"), "*.json"))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var meta = MetaJson.Read(json.RootElement);
            Assert.Equal(meta.PreBalances.Length, meta.PostBalances.Length);
            Assert.NotEmpty(meta.Logs);
        }
    }

    /// <summary>The "json" encoding of an entry, written from its decoded form as a node would.</summary>
    private static string JsonForm(JsonElement entry, FullTransaction transaction)
    {
        var message = transaction.Wire!.Message;
        var json = new Dictionary<string, object?>
        {
            ["header"] = new { numRequiredSignatures = message.Header.RequiredSignatures, numReadonlySignedAccounts = message.Header.ReadOnlySigned, numReadonlyUnsignedAccounts = message.Header.ReadOnlyUnsigned },
            ["accountKeys"] = message.StaticKeys.Select(key => key.ToString()),
            ["recentBlockhash"] = message.RecentBlockhash.ToString(),
            ["instructions"] = message.Instructions.Select(one => new { programIdIndex = one.ProgramIndex, accounts = Ints(one.AccountIndexes), data = Base58.Encode(one.Data.Span) }),
        };
        if (message.Version == Orchestrator.Solana.Transactions.MessageVersion.V0)
            json["addressTableLookups"] = message.Lookups.Select(one => new { accountKey = one.Table.ToString(), writableIndexes = Ints(one.WritableIndexes), readonlyIndexes = Ints(one.ReadOnlyIndexes) });
        return JsonSerializer.Serialize(new { transaction = new { signatures = transaction.Signatures.Select(one => one.ToString()), message = json }, meta = entry.GetProperty("meta") });
    }

    private static int[] Ints(ReadOnlyMemory<byte> bytes) => [.. bytes.ToArray().Select(one => (int)one)];
}
