using Orchestrator.Cli.Answers;
using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Live;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class ShadowCommandTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 10, 5, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("shadow").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_report_says_what_paper_and_chain_make_of_the_same_trades()
    {
        Write(new("a", "arbitrage", 10_000_000, 9_000_000, null, At), new("b", "arbitrage", 10_000_000, 4_000_000, null, At), new("c", "arbitrage", 5_000_000, 0, "no_longer_profitable", At));
        var said = await Report();
        Assert.Equal((ExitCode.Ok, ""), (said.Code, said.Error));
        Assert.Equal(
            """
            arbitrage: 3 trades, 2 would have landed
              paper 0.025 SOL, chain 0.013 SOL, gap -0.012 SOL
              gap of one that lands: median -0.006 SOL, worst -0.006 SOL
              1 × no_longer_profitable

            """.ReplaceLineEndings(), said.Output);

        var strategy = Assert.Single((await Report("--json")).Json.EnumerateArray());
        Assert.Equal(
            ("arbitrage", 3, 2, 25_000_000, 13_000_000, -6_000_000),
            (strategy.GetProperty("strategy").GetString(), strategy.GetProperty("trades").GetInt32(), strategy.GetProperty("landing").GetInt32(), strategy.GetProperty("paper").GetInt64(),
                strategy.GetProperty("chain").GetInt64(), strategy.GetProperty("gap_median").GetInt64()));
        Assert.Equal(1, strategy.GetProperty("codes").GetProperty("no_longer_profitable").GetInt32());
    }

    [Fact]
    public async Task Without_a_shadow_run_nothing_is_found_and_the_next_step_is_named()
    {
        var said = await Report("--json");
        Assert.Equal(ExitCode.NotFound, said.Code);
        Assert.Contains(RefusalCodes.NotFound, said.Output + said.Error, StringComparison.Ordinal);
        Assert.Contains("orchestrator.mode=shadow", said.Output + said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_a_crash_has_cut_is_not_counted_and_one_that_is_no_gap_is_refused_by_its_number()
    {
        Write(new ShadowGap("a", "arbitrage", 1, 1, null, At));
        await File.AppendAllTextAsync(FileName, """{"id":"b","strat""");
        Assert.Contains("arbitrage: 1 trades, 1 would have landed", (await Report()).Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(FileName, (await File.ReadAllTextAsync(FileName)).Split('\n')[0] + "\nnonsense\n");
        var said = await Report();
        Assert.Equal(ExitCode.Error, said.Code);
        Assert.Contains(RefusalCodes.AnswerUnreadable, said.Error, StringComparison.Ordinal);
        Assert.Contains("line 2", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_is_none_ends_as_a_fault_of_the_configuration() =>
        Assert.Equal(ExitCode.Configuration, (await CommandTest.Run("shadow", "report", "--set", "storage.data_dir=x")).Code);

    private string FileName => Path.Combine(_folder, ShadowGapFile.Name);

    private void Write(params ShadowGap[] gaps)
    {
        foreach (var gap in gaps) ShadowGapFile.Append(_folder, gap);
    }

    private Task<CommandAnswer> Report(params string[] more) => CommandTest.Run(["shadow", "report", "--set", $"storage.data_directory={_folder}", .. more]);
}
