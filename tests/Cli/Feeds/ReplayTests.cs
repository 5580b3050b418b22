using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Tests.Inspecting;

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
