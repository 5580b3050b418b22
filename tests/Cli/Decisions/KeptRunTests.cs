using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;
using Orchestrator.Cli.Decisions;
using Orchestrator.Client.Api.Decisions;
using Orchestrator.Domain.Decisions;

namespace Orchestrator.Cli.Tests.Decisions;

public sealed class KeptRunTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("orch-kept-");

    private string KeptFile => Path.Combine(_directory.FullName, "orchestrator", "last-demo.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task What_was_kept_is_read_back_and_filtered_newest_first()
    {
        Keep();
        var kept = new KeptDecisions(KeptRun.Read(KeptFile).Run!, "http://127.0.0.1:5080/");

        var (all, _) = await kept.List(new DecisionFilter(), default);
        var (rejected, _) = await kept.List(new DecisionFilter("rejected", Limit: 1), default);
        var (since, _) = await kept.List(new DecisionFilter(Since: all[1].DecidedAt), default);

        Assert.Equal(["rejected", "executed", "rejected"], all.Select(decision => decision.Outcome));
        Assert.Equal(all[0].Id, Assert.Single(rejected).Id);
        Assert.Equal(2, since.Length);
        Assert.Equal(12_000_000, (await kept.Find(all[0].Id, default)).Decision!.Checks[1].Value / 10_000);
    }

    [Fact]
    public async Task An_unknown_id_is_not_found()
    {
        Keep();
        var (decision, refusal) = await new KeptDecisions(KeptRun.Read(KeptFile).Run!, "").Find("nobody", default);

        Assert.Null(decision);
        Assert.Equal(ExitCode.NotFound, refusal!.Exit);
    }

    [Fact]
    public void Nothing_kept_is_nothing_and_a_damaged_file_is_said_to_be_one()
    {
        Assert.Equal((null, null), KeptRun.Read(KeptFile));

        Keep();
        File.WriteAllText(KeptFile, File.ReadAllText(KeptFile)[..100]);

        Assert.Equal("ORCH-CLI-0009", KeptRun.Read(KeptFile).Refusal!.Code);
    }

    [Fact]
    public void A_page_says_score_checks_and_the_smallest_change()
    {
        var output = new StringWriter();
        WhyPage.Print(new Terminal(output, TextWriter.Null, false, false, TextReader.Null).Out, DecisionView.Of(Made.Decision(1, DecisionOutcome.Rejected, "flash_loan_per_trade"), null));
        var text = output.ToString();

        Assert.Contains("REJECTED  flash loan per trade", text);
        Assert.Contains("score 72.5", text);
        Assert.Contains("✗  4 flash loan per trade", text);
        Assert.Matches(@"120 SOL\s+100 SOL\s+-20 SOL", text);
        Assert.Contains("It would have passed with a flash loan of at most 100 SOL instead of 120 SOL.", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("10m", 600)]
    [InlineData("1.5h", 5400)]
    [InlineData("2d", 172800)]
    public void A_time_may_be_said_as_how_long_ago(string text, int seconds)
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        Assert.True(DecisionsCommand.TryReadSince(text, now, out var since));
        Assert.Equal(now.AddSeconds(-seconds), since);
    }

    [Theory]
    [InlineData("ten minutes")]
    [InlineData("10x")]
    [InlineData("")]
    [InlineData("-5m")]
    public async Task What_is_no_time_is_refused(string text) => Assert.Equal(ExitCode.Error, (await CommandTest.Run("decisions", "--since", text)).Code);

    private void Keep() => new KeptRun(
        DateTimeOffset.UnixEpoch, 1, 130,
        [
            DecisionView.Of(Made.Decision(1, DecisionOutcome.Rejected, "flash_loan_per_trade"), null),
            DecisionView.Of(Made.Decision(2, DecisionOutcome.Executed, DecisionReasons.Commanded), null),
            DecisionView.Of(Made.Decision(3, DecisionOutcome.Rejected, "flash_loan_per_trade"), null),
        ]).Write(KeptFile);
}
