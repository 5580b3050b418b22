using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Tests.Inspecting;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Cli.Tests.Feeds;

public sealed class ReplayTests
{
    private const string Day = "transactions/orca/whirlpool-transactions-2022-04-06_slots128407670-128556169_nonempty.jsonl.gz";

    [Fact]
    public async Task The_real_creations_are_listed_as_launches()
    {
        var answer = await CommandTest.Run("replay", RealData.PathOf(RealData.Creations), "--json");

        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.Equal(9, answer.Json.GetProperty("launches").GetArrayLength());
        Assert.Equal("InitializePool", answer.Json.GetProperty("launches")[0].GetProperty("event_type").GetString());
        Assert.Equal(19_010_000_000UL, answer.Json.GetProperty("launches")[0].GetProperty("quote_units").GetUInt64());
    }

    [Fact]
    public async Task Every_launch_has_a_verdict_that_names_each_missing_look_up()
    {
        var answer = await CommandTest.Run("replay", RealData.PathOf(RealData.Creations), "--json");

        foreach (var launch in answer.Json.GetProperty("launches").EnumerateArray())
        {
            var verdict = launch.GetProperty("verdict");
            Assert.False(verdict.GetProperty("approved").GetBoolean());
            Assert.Equal(SniperFilters.InOrder, verdict.GetProperty("filters").EnumerateArray().Select(filter => filter.GetProperty("filter").GetString()!));
            foreach (var filter in verdict.GetProperty("filters").EnumerateArray().Where(filter => filter.GetProperty("outcome").GetString() == "missing"))
                Assert.Contains("not", filter.GetProperty("value").GetString(), StringComparison.Ordinal);
            Assert.Equal("passed", Outcome(verdict, SniperFilters.Blacklist));
            Assert.Equal("missing", Outcome(verdict, SniperFilters.MintAuthority));
            Assert.Equal(launch.GetProperty("quote_units").GetUInt64() >= 50_000_000_000 ? "passed" : "refused", Outcome(verdict, SniperFilters.InitialLiquidity));
        }
    }

    [Fact]
    public async Task Accounts_that_were_kept_decide_and_those_that_were_not_stay_missing()
    {
        var launch = (await CommandTest.Run("replay", RealData.PathOf(RealData.Creations), "--json")).Json.GetProperty("launches")[0];
        var mint = new byte[82];
        mint[45] = 1;
        mint[0] = 1;
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, JsonSerializer.Serialize(new { pubkey = launch.GetProperty("token_mint").GetString(), owner = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", data = Convert.ToBase64String(mint) }),
            TestContext.Current.CancellationToken);
        var answer = await CommandTest.Run("replay", RealData.PathOf(RealData.Creations), "--accounts", file, "--age", "60", "--json");
        File.Delete(file);

        var verdict = answer.Json.GetProperty("launches")[0].GetProperty("verdict");
        Assert.Equal(("refused", "passed", "missing"), (Outcome(verdict, SniperFilters.MintAuthority), Outcome(verdict, SniperFilters.FreezeAuthority), Outcome(verdict, SniperFilters.LpBurn)));
        Assert.Equal("passed", Outcome(verdict, SniperFilters.Age));
    }

    [Theory]
    [InlineData("10", "refused")]
    [InlineData("30", "passed")]
    [InlineData("7200", "passed")]
    [InlineData("7201", "refused")]
    public async Task A_real_launch_is_too_young_old_enough_and_too_old(string seconds, string outcome)
    {
        var answer = await CommandTest.Run("replay", RealData.PathOf(RealData.Creations), "--age", seconds, "--json");

        Assert.All(answer.Json.GetProperty("launches").EnumerateArray(), launch => Assert.Equal(outcome, Outcome(launch.GetProperty("verdict"), SniperFilters.Age)));
    }

    [Fact]
    public async Task Accounts_that_cannot_be_read_are_refused_with_their_line()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "{\"largest_accounts_of\":\"So11111111111111111111111111111111111111112\",\"value\":[{}]}\n", TestContext.Current.CancellationToken);
        var answer = await CommandTest.Run("replay", RealData.PathOf(RealData.Creations), "--accounts", file);
        File.Delete(file);

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Contains("line 1", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_recorded_stream_has_no_launch_and_the_slots_that_its_messages_tell()
    {
        var answer = await CommandTest.Run("replay", RealData.PathOf("geyser_streams/vixen_mainnet_398202772-398202821_entries_slots_blockmeta.bin"), "--json");

        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.Equal(0, answer.Json.GetProperty("launches").GetArrayLength());
        Assert.Equal(40_186, answer.Json.GetProperty("messages").GetProperty("received").GetInt32());
        Assert.Equal((39_840, 295, 50), (Message("entries"), Message("slots"), Message("block_metas")));
        // Finality is told of slots 31 before the first whose entries are there.
        Assert.Equal((398_202_741UL, 398_202_821UL), (answer.Json.GetProperty("slots").GetProperty("first").GetUInt64(), answer.Json.GetProperty("slots").GetProperty("last").GetUInt64()));
        Assert.Equal(0, answer.Json.GetProperty("slots").GetProperty("dead").GetInt32());

        int Message(string name) => answer.Json.GetProperty("messages").GetProperty(name).GetInt32();
    }

    private static string? Outcome(JsonElement verdict, string name) =>
        verdict.GetProperty("filters").EnumerateArray().Single(filter => filter.GetProperty("filter").GetString() == name).GetProperty("outcome").GetString();

    [Fact]
    public async Task A_compressed_block_is_played_and_holds_no_launch()
    {
        var answer = await CommandTest.Run("replay", RealData.PathOf(RealData.Block), "--json");

        Assert.Equal(ExitCode.Ok, answer.Code);
        Assert.Equal(602, answer.Json.GetProperty("messages").GetProperty("transactions").GetInt32());
        Assert.Equal(0, answer.Json.GetProperty("launches").GetArrayLength());
    }

    [Fact]
    public async Task A_real_day_of_Whirlpool_drives_the_scanner_through_its_gaps()
    {
        var answer = await CommandTest.Run("replay", RealData.PathOf(Day), "--accounts", RealData.PathOf("accounts/orca/whirlpool-state-20220406.json.gz"), "--json");

        Assert.Equal(ExitCode.Ok, answer.Code);
        var day = answer.Json.GetProperty("day");
        Assert.Equal((8, 9_466, 9_466), (day.GetProperty("pools").GetInt32(), day.GetProperty("swaps").GetInt32(), day.GetProperty("exact").GetInt32()));
        var borrowed = day.GetProperty("gaps")[0];
        // As docs/reports/whirlpool-day.md has them.
        Assert.Equal((11, 3, 18_582_878_351L), (borrowed.GetProperty("paid").GetInt32(), borrowed.GetProperty("above_threshold").GetInt32(), borrowed.GetProperty("together_lamports").GetInt64()));
        Assert.Equal((145_285_574L, 575_251_796L), (borrowed.GetProperty("median_size_lamports").GetInt64(), borrowed.GetProperty("largest_size_lamports").GetInt64()));
        var launch = Assert.Single(answer.Json.GetProperty("launches").EnumerateArray());
        Assert.Equal(("CreateLiquidityPool", 128_440_171UL), (launch.GetProperty("event_type").GetString(), launch.GetProperty("slot").GetUInt64()));
        Assert.Equal(SniperFilters.InOrder.Length, launch.GetProperty("verdict").GetProperty("filters").GetArrayLength());
    }

    [Fact]
    public async Task A_day_without_its_last_accounts_is_refused_pool_by_pool()
    {
        var answer = await CommandTest.Run("replay", RealData.PathOf(Day), "--json");

        Assert.Equal(ExitCode.Error, answer.Code);
        var damage = answer.Json.GetProperty("damage").EnumerateArray().Select(one => one.GetString()!).ToArray();
        Assert.Equal(8, damage.Length);
        Assert.All(damage, why => Assert.EndsWith("its account at the end of the day is not there", why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"slot":1,"blockTime":1,"transactions":[{"signature":"x","instructions":[{"name":"swap","payload":{}}]}]}""", "is missing")]
    [InlineData("""{"slot":1,"blockTime":-5,"transactions":[{"signature":"x","instructions":[{"name":"collectFees","payload":{}}]}]}""", "is no time")]
    [InlineData("""{"slot":1,"blockTime":1,"transactions":[{"signature":"x","instructions":[{"name":"openPosition","payload":{"keyPosition":"So11111111111111111111111111111111111111112","dataTickLowerIndex":5,"dataTickUpperIndex":5}}]}]}""", "no range")]
    public async Task A_line_of_a_day_that_cannot_be_is_named(string line, string why)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, line + "\n", TestContext.Current.CancellationToken);
        var answer = await CommandTest.Run("replay", file);
        File.Delete(file);

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Contains(RefusalCodes.FeedDamaged, answer.Error, StringComparison.Ordinal);
        Assert.Contains(why, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 9, 1 }, "ends inside a message")]
    [InlineData(new byte[] { 0, 0, 0 }, "ends inside a length")]
    [InlineData(new byte[] { 0, 0, 0, 1, 0xFF }, "no protobuf")]
    [InlineData(new byte[0], "holds nothing")]
    public async Task A_damaged_recording_is_refused_by_code_with_what_is_wrong(byte[] bytes, string why)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        var answer = await CommandTest.Run("replay", file);
        File.Delete(file);

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Contains(RefusalCodes.FeedDamaged, answer.Error, StringComparison.Ordinal);
        Assert.Contains(why, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("fast")]
    [InlineData("NaN")]
    public async Task A_speed_that_is_none_is_refused(string speed)
    {
        var answer = await CommandTest.Run("replay", "-", "--speed", speed);

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Contains(RefusalCodes.Unreadable, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_never_overwrites_a_file()
    {
        var file = Path.GetTempFileName();
        var answer = await CommandTest.Run("record", file, "--endpoint", "http://127.0.0.1:9");
        File.Delete(file);

        Assert.Equal(ExitCode.Error, answer.Code);
        Assert.Contains(RefusalCodes.RecordNotWritten, answer.Error, StringComparison.Ordinal);
    }
}
