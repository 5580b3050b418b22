using System.Text.Json;
using Orchestrator.Journey.Tests.Drills;
using Orchestrator.Journey.Tests.Processes;
using Orchestrator.Journey.Tests.Systems;

namespace Orchestrator.Journey.Tests.CommandLine;

/// <summary>The command line as a newcomer and a drill use it.</summary>
public sealed class DemoTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_same_seed_twice_gives_the_same_decisions_and_the_same_equity()
    {
        var (first, second) = (await Demo("--seed", "4", "--seconds", "15"), await Demo("--seed", "4", "--seconds", "15"));

        Assert.True(first.GetProperty("opportunities").GetInt32() > 0);
        foreach (var figure in (string[])["decisions_digest", "equity_lamports", "opportunities", "executed", "realised_profit_lamports"])
            Assert.Equal(first.GetProperty(figure).ToString(), second.GetProperty(figure).ToString());
        Assert.Equal(0, first.GetProperty("conservation_violations").GetInt32());
    }

    [Fact]
    public async Task Opportunities_come_by_scanner_and_yellowstone_stream_or_by_the_venue_s_own_scan_and_both_books_hold()
    {
        foreach (var feed in (string[])["grpc", "scan"])
        {
            var result = await Demo("--seed", "6", "--seconds", "15", "--feed", feed);
            Assert.True(result.GetProperty("opportunities").GetInt32() > 0, feed);
            Assert.Equal(0, result.GetProperty("conservation_violations").GetInt32());
        }
    }

    [Theory]
    [InlineData("embedded")]
    [InlineData("redis")]
    public async Task A_demo_that_was_killed_goes_on_and_its_books_hold(string storage)
    {
        await using var store = await DrillStore.Open(storage);
        string[] demo =
        [
            "demo", "--json", "--seed", "9", "--seconds", "15", "--data", Path.Combine(store.Directory, "demo"), "--storage", storage,
            .. store.Settings.Where(setting => setting.StartsWith("storage.redis=", StringComparison.Ordinal)).SelectMany(setting => (string[])["--set", setting]),
        ];
        await using (var killed = OwnProcess.Start(Cli, demo, ("ORCH_KILL_AT", "saga.send.after:1")))
            Assert.Equal(137, await killed.Exit(Patience));
        await using (var mixed = OwnProcess.Start(Cli, demo))
            Assert.Equal(1, await mixed.Exit(Patience));

        await using var resumed = OwnProcess.Start(Cli, [.. demo, "--resume"]);
        Assert.True(await resumed.Exit(Patience) == 0, resumed.Said);
        var result = Json(resumed.Said);
        Assert.True(result.GetProperty("resumed").GetBoolean());
        Assert.Equal(0, result.GetProperty("conservation_violations").GetInt32());
        Assert.True(result.GetProperty("landed").GetInt32() > 0);
    }

    [Theory]
    [InlineData(4, "demo", "--set", "risk.max_positons=3")]
    [InlineData(4, "demo", "--set", "orchestrator.max_leverage_ratio=11")]
    [InlineData(1, "demo", "--seed", "none")]
    public async Task A_refusal_has_its_exit_code(int status, params string[] arguments)
    {
        await using var process = OwnProcess.Start(Cli, arguments);
        Assert.True(await process.Exit(Patience) == status, process.Said);
    }

    private static string Cli => Path.Combine(AppContext.BaseDirectory, "Orchestrator.Cli");

    private static async Task<JsonElement> Demo(params string[] arguments)
    {
        await using var process = OwnProcess.Start(Cli, ["demo", "--json", .. arguments]);
        Assert.True(await process.Exit(Patience) == 0, process.Said);
        return Json(process.Said);
    }

    private static JsonElement Json(string said) => JsonDocument.Parse(said.Split('\n').Single(line => line.StartsWith('{'))).RootElement;
}
