using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Tests.Inspecting;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Cli.Tests.Feeds;

public sealed class ReplayTests
{
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
