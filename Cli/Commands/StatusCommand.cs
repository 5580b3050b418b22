using System.CommandLine;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Demo;
using Orchestrator.Cli.Running;
using Orchestrator.Client.Api.Feeds;
using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Client.Api.Status;
using Orchestrator.Domain.Money;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch status</c>: what an operator wants to know first, once or as a live board.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan BoardPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>Lines of a log need not come as often as pictures.</summary>
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    private static readonly Option<bool> Watch = new("--watch") { Description = "Keep looking until Ctrl-C." };

    public static Command Build(Terminal terminal)
    {
        var command = new Command("status", "Show what a running orchestrator does.") { Watch, SharedOptions.Address, SharedOptions.Config, SharedOptions.Set };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch status", "orch status --watch", "orch status --json --address http://127.0.0.1:5080");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var (picture, refusal) = await Look(api, cancel);
            if (picture is null) return terminal.Refuse(refusal!);
            if (!parse.GetValue(Watch))
            {
                Show(terminal, picture);
                return ExitCode.Ok;
            }

            refusal = terminal.Interactive && !terminal.Json ? await WatchBoard(terminal, api, picture, cancel) : await WatchLines(terminal, api, picture, cancel);
            return refusal is null ? ExitCode.Ok : terminal.Refuse(refusal);
        }
    }

    private static Task<Refusal?> WatchBoard(Terminal terminal, ApiClient api, StatusPicture first, CancellationToken cancel) =>
        terminal.Out.Live(Board.Draw(first.Figures)).StartAsync(async live =>
        {
            return await Repeat(api, BoardPeriod, picture => live.UpdateTarget(Board.Draw(picture.Figures)), cancel);
        });

    private static Task<Refusal?> WatchLines(Terminal terminal, ApiClient api, StatusPicture first, CancellationToken cancel)
    {
        Show(terminal, first);
        return Repeat(api, LinePeriod, picture => Show(terminal, picture), cancel);
    }

    /// <summary>Until somebody stops it, which is the way it is meant to end, or nobody answers any more.</summary>
    private static async Task<Refusal?> Repeat(ApiClient api, TimeSpan period, Action<StatusPicture> show, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(period);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                var (picture, refusal) = await Look(api, cancel);
                if (picture is null) return refusal;
                show(picture);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return null;
        }

        return null;
    }

    private static async Task<(StatusPicture? Picture, Refusal? Refusal)> Look(ApiClient api, CancellationToken cancel)
    {
        var status = await api.Get("status", cancel);
        if (status.Refusal is not null) return (null, status.Refusal);
        var book = await api.Get("portfolio/snapshot", cancel);
        if (book.Refusal is not null) return (null, book.Refusal);
        var feed = await api.Get("feed", cancel);
        if (feed.Refusal is not null) return (null, feed.Refusal);
        return (new(status.Read<StatusView>(), book.Read<SnapshotView>(), feed.Read<FeedStatusView>(), api.Address), null);
    }

    private static void Show(Terminal terminal, StatusPicture picture)
    {
        if (terminal.Json)
        {
            terminal.RawOut.WriteLine(JsonText.Of(new { picture.Status, picture.Portfolio, picture.Feed }, forPeople: false));
            return;
        }

        if (terminal.Interactive)
        {
            terminal.Out.Write(Board.Draw(picture.Figures));
            return;
        }

        var (status, book) = (picture.Status, picture.Portfolio);
        terminal.RawOut.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{status.Now:yyyy-MM-dd HH:mm:ss}  {status.Mode} {status.TradingState.ToUpperInvariant()}  equity {book.EquitySol} SOL  realised {book.RealisedSol} SOL in the book's life  queue {status.QueueSize}  running {status.Running}  since the take-over at {status.ActivatedAt:yyyy-MM-dd HH:mm:ss}: executed {status.Executed}  rejected {status.Rejected}  expired {status.Expired}  p99 {status.DecisionP99Ms:0.00} ms;  flash loans today {book.FlashLoansTodaySol} of {book.FlashLoansPerDayMaxSol} SOL  conservation violations {book.ConservationViolations}  feed {picture.FeedLine}"));
        foreach (var strategy in book.Strategies)
            if (strategy.Pause is { } pause) terminal.RawOut.WriteLine($"  {strategy.Strategy} is paused ({pause.Cause}): {pause.Reason}; orch strategies resume {strategy.Strategy} --reason …");
    }

    private sealed record StatusPicture(StatusView Status, SnapshotView Portfolio, FeedStatusView Feed, Uri Address)
    {
        /// <summary>Condition, slot, silence, and what went wrong last.</summary>
        public string FeedLine => Feed.HeardAt is null && Feed.Strategies.IsEmpty
            ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"{Feed.Condition} at slot {Feed.Slot}, silent {Feed.SilenceMs:0} ms, {Feed.LostConnections} lost, {Feed.Gaps} gaps{(Feed.LastGap ?? Feed.LastEnd) switch { null => "", var why => $" ({why})" }}");

        public BoardFigures Figures => new(
            Status.Mode, Status.TradingState.ToUpperInvariant(), Status.StateReason, null, null, new Lamports(Portfolio.EquityLamports), new Lamports(Portfolio.RealisedLamports),
            new Lamports(Portfolio.ReservedLamports), Portfolio.Heat, Status.QueueSize, Status.QueueCapacity, Status.Running, Status.RunningLimit, Status.Received, Status.Executed,
            Status.Rejected, Status.Expired, Status.Dropped, Status.DecisionP50Ms, Status.DecisionP99Ms, DemoFigures.Refusals(Status.Reasons), Status.Now, Address.ToString(),
            Portfolio.ConservationViolations, FeedLine);
    }
}
