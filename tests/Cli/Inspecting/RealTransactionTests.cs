using System.Text.Json;

namespace Orchestrator.Cli.Tests.Inspecting;

public sealed class RealTransactionTests(ITestOutputHelper output)
{
    private const string RaydiumV4 = "675kPX9MHTjS2zt1qfr1NYHuzeLXfQM9H24wFSUt1Mp8";

    [Fact]
    public async Task The_full_block_is_told_whole_with_every_signature_verified()
    {
        var block = await Inspected.File(RealData.PathOf(RealData.Block));

        Assert.Equal((0, 602), (block.Code, block.Lines.Count));
        Assert.Equal(Enumerable.Range(0, 602), block.Lines.Select(line => line.GetProperty("entry").GetInt32()));
        Assert.Equal((607, 607), (
            block.Lines.Sum(line => line.List("signatures").Count),
            block.Lines.Sum(line => line.List("signatures").Count(one => one.GetProperty("verifies").GetBoolean()))));
        Assert.Equal(
            (339, 263, 305),
            (block.Lines.Count(line => line.GetProperty("version").ValueKind == JsonValueKind.String), block.Lines.Count(line => line.GetProperty("version").ToString() == "0"),
                block.Lines.Count(line => !line.GetProperty("succeeded").GetBoolean())));
        Assert.Equal(255, block.Lines.Count(line => line.List("accounts").Exists(account => account.Text("source") == "table")));
        Assert.Equal(6, block.Lines.Sum(line => line.List("tips").Count));
        Assert.All(block.Lines, line => Assert.Empty(line.Events("pool_created")));

        var swaps = block.Lines.SelectMany(line => line.Events("swap")).ToList();
        output.WriteLine(string.Join(", ", swaps.GroupBy(swap => swap.Text("program")).Select(group => $"{group.Key} {group.Count()}")));
        Assert.Equal(Logged(), swaps.Where(swap => swap.Text("program_id") == RaydiumV4).Select(swap => swap.Text("pool")));
        Assert.True(swaps.Count > 23);
    }

    [Fact]
    public async Task Every_instruction_of_a_known_program_has_its_name_and_positions_count_up()
    {
        var block = await Inspected.File(RealData.PathOf(RealData.Block));
        var all = block.Lines.SelectMany(line => line.Executed()).ToList();

        Assert.Equal(274, all.Count(one => one.Text("program_id") == RaydiumV4 && one.Text("name")!.StartsWith("swap_base", StringComparison.Ordinal)));
        Assert.All(all.Where(one => one.Text("program_id") == "ComputeBudget111111111111111111111111111111"), one => Assert.NotEmpty(one.GetProperty("fields").EnumerateObject()));
        Assert.All(block.Lines, line => Assert.Equal(Enumerable.Range(0, line.Executed().Count()), line.Executed().Select(one => one.GetProperty("at").GetInt32())));
        Assert.All(all.Where(one => !one.TryGetProperty("fields", out _)), one => Assert.NotNull(one.Text("refusal")));
    }

    [Fact]
    public async Task Transactions_on_their_own_are_verified_one_by_one()
    {
        using var vectors = JsonDocument.Parse(RealData.ReadText(RealData.Wire));
        var expected = vectors.RootElement.EnumerateArray().ToList();
        var told = await Inspected.Text(string.Join('\n', expected.Select(one => one.Text("base64"))));

        output.WriteLine($"{expected.Count} vectors");
        Assert.Equal((0, expected.Count), (told.Code, told.Lines.Count));
        Assert.All(expected.Zip(told.Lines), pair =>
        {
            var (vector, line) = pair;
            Assert.Equal(vector.GetProperty("all_signatures_verify").GetBoolean(), line.GetProperty("signatures_verify").GetBoolean());
            Assert.Equal(vector.GetProperty("version").ToString(), line.GetProperty("version").ToString());
            Assert.Equal(vector.GetProperty("instructions").GetInt32(), line.List("instructions").Count);
            Assert.Equal(vector.GetProperty("static_keys").GetInt32(), line.List("accounts").Count(account => account.Text("source") == "static"));
            Assert.Equal(JsonValueKind.Null, line.GetProperty("succeeded").ValueKind);
            Assert.Empty(line.List("events"));
        });
    }

    [Fact]
    public async Task Every_new_pool_of_the_notifications_is_told_with_mint_creator_and_liquidity()
    {
        var told = await Inspected.File(RealData.PathOf(RealData.Creations));

        Assert.Equal((0, 9), (told.Code, told.Lines.Count));
        var pools = told.Lines.Select(line => (line, Pool: Assert.Single(line.Events("pool_created")))).ToList();
        Assert.All(pools, one =>
        {
            Assert.Equal(one.line.List("accounts")[0].Text("pubkey"), one.Pool.Text("creator"));
            Assert.Equal("So11111111111111111111111111111111111111112", one.Pool.Text("quote_mint"));
            Assert.Equal(
                one.Pool.U64("quote_liquidity"),
                one.line.List("token_changes").Single(change => change.Text("account") == one.Pool.Text(IsA(one.Pool) ? "vault_a" : "vault_b")).U64("after"));
            Assert.Equal(JsonValueKind.Null, one.line.GetProperty("signatures_verify").ValueKind);
        });
        Assert.Equal(9, pools.Select(one => one.Pool.Text("pool")).Distinct().Count());

        // A mint listed twice: the decoy has less than a fifth of the real one's liquidity.
        var twice = pools.GroupBy(one => one.Pool.Text("mint")).Where(group => group.Count() > 1).ToList();
        Assert.NotEmpty(twice);
        Assert.All(twice, group => Assert.True(group.Min(one => one.Pool.U64("quote_liquidity")) < group.Max(one => one.Pool.U64("quote_liquidity")) / 5));
        static bool IsA(JsonElement pool) => pool.Text("mint_a") == pool.Text("quote_mint");
    }

    [Fact]
    public async Task Swaps_of_notifications_are_told_and_no_pool_is_made_up()
    {
        var told = await Inspected.File(RealData.PathOf("transactions/raydium_v4/helius_transactionNotification_swaps.jsonl"));

        Assert.Equal((0, 7), (told.Code, told.Lines.Count));
        Assert.All(told.Lines, line => Assert.Contains(line.Events("swap"), swap => swap.Text("program_id") == RaydiumV4 && swap.U64("amount_in") > 0 && swap.U64("amount_out") > 0));
        Assert.All(told.Lines, line => Assert.Empty(line.Events("pool_created")));
    }

    [Theory]
    [InlineData("transactions/pumpfun/raw_buy_tx_from_gettransaction.json", 1, null)]
    [InlineData("transactions/pumpfun/raw_create_tx_from_gettransaction.json", 1, null)]
    [InlineData("transactions/yellowstone_json/grpc_block_slot344556402.json", 3, true)]
    [InlineData("transactions/yellowstone_json/grpc_tx.json", 1, false)]
    [InlineData("rpc_responses/sava/getTransaction.json", 1, true)]
    public async Task Documents_written_over_several_lines_are_read_from_every_source(string file, int transactions, bool? verify)
    {
        var told = await Inspected.File(RealData.PathOf(file));

        Assert.Equal((0, transactions), (told.Code, told.Lines.Count));
        Assert.All(told.Lines, line =>
        {
            var verdict = line.GetProperty("signatures_verify");
            Assert.Equal(verify, verdict.ValueKind == JsonValueKind.Null ? null : verdict.GetBoolean());
            Assert.NotEmpty(line.List("instructions"));
        });
    }

    private static IEnumerable<string?> Logged()
    {
        using var file = JsonDocument.Parse(RealData.ReadText("transactions/raydium_v4/ray_log_events_block254170887.json"));
        return [.. file.RootElement.EnumerateArray().Select(one => one.Text("amm"))];
    }
}
