using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Decisions;
using Orchestrator.Client.Api.Decisions;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch decisions</c>: what was decided, newest first.</summary>
internal static class DecisionsCommand
{
    private const int LimitMax = 500;

    /// <summary>Digits of an id that are shown at a terminal; <c>orch why</c> takes them.</summary>
    private const int ShortId = 8;

    private static readonly Option<string?> Outcome = new("--outcome") { Description = "executed, rejected, expired, dropped or cancelled." };
    private static readonly Option<string?> Reason = new("--reason") { Description = "A reason code, for example flash_loan_per_trade." };
    private static readonly Option<string?> Strategy = new("--strategy") { Description = "A strategy, for example arbitrage.ten_token." };
    private static readonly Option<string?> Since = new("--since") { Description = "A time, or how long ago: 30s, 10m, 2h, 1d.", HelpName = "TIME" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many, at most 500.", DefaultValueFactory = _ => 20 };

    static DecisionsCommand()
    {
        Outcome.AcceptOnlyFromAmong("executed", "rejected", "expired", "dropped", "cancelled");
        Limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var limit) || limit is < 1 or > LimitMax)) result.AddError($"--limit {token.Value} is not a number from 1 to {LimitMax}.");
        });
        Since.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TryReadSince(token.Value, DateTimeOffset.UnixEpoch.AddYears(100), out _)) result.AddError($"--since {token.Value} is neither a time nor like 30s, 10m, 2h or 1d.");
        });
    }

    public static Command Build(Terminal terminal)
    {
        var command = new Command("decisions", "List decisions, newest first.") { Outcome, Reason, Strategy, Since, Limit, SharedOptions.Address, SharedOptions.Config, SharedOptions.Set };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch decisions", "orch decisions --outcome rejected --since 10m", "orch decisions --reason slippage --limit 100 --json");
    }

    /// <summary>A moment, or a duration before <paramref name="now"/>.</summary>
    internal static bool TryReadSince(string text, DateTimeOffset now, out DateTimeOffset since)
    {
        since = default;
        if (text.Length >= 2 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 100_000)
        {
            TimeSpan? ago = text[^1] switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' when number <= 10_000 => TimeSpan.FromDays(number),
                _ => null,
            };
            if (ago is { } span) since = now - span;
            return ago is not null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since);
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var (source, refusal) = await DecisionSources.Choose(api, parse, cancel);
            if (source is null) return terminal.Refuse(refusal!);
            if (source.Remark is { } remark) terminal.Error.MarkupLine($"[grey]{Markup.Escape(remark)}[/]");
            DateTimeOffset? since = null;
            if (parse.GetValue(Since) is { } text)
            {
                (var now, refusal) = await source.Now(cancel);
                if (refusal is not null) return terminal.Refuse(refusal);
                if (TryReadSince(text, now, out var moment)) since = moment;
            }

            (var found, refusal) = await source.List(
                new(parse.GetValue(Outcome), parse.GetValue(Reason), parse.GetValue(Strategy), since, parse.GetValue(Limit)), cancel);
            if (refusal is not null) return terminal.Refuse(refusal);
            if (terminal.Json) terminal.Write(new { Items = found });
            else Print(terminal, found);
            return ExitCode.Ok;
        }
    }

    private static void Print(Terminal terminal, ImmutableArray<DecisionSummary> decisions)
    {
        if (decisions.IsEmpty)
        {
            terminal.Out.MarkupLine("[grey]No such decision.[/]");
            return;
        }

        var table = new Table { Border = TableBorder.None }.AddColumns(
            new TableColumn("[grey]time[/]").NoWrap(), new TableColumn("[grey]id[/]").NoWrap(), new TableColumn("[grey]outcome[/]").NoWrap(), new TableColumn("[grey]reason[/]").NoWrap(),
            new TableColumn("[grey]expected[/]").NoWrap().RightAligned(), new TableColumn("[grey]realised[/]").NoWrap().RightAligned());
        foreach (var decision in decisions)
            table.AddRow(
                decision.DecidedAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                Markup.Escape(terminal.Interactive ? decision.Id[^ShortId..] : decision.Id), WhyPage.Coloured(decision.Outcome).ToLowerInvariant(),
                Markup.Escape(decision.Reason), Markup.Escape(Amount(decision.ExpectedProfitLamports)), decision.RealisedLamports is { } realised ? Gain(realised) : "");
        terminal.Out.Write(table);
        terminal.Out.MarkupLine("[grey]amounts in SOL · orch why ID explains one[/]");
    }

    private static string Gain(long lamports) => lamports switch
    {
        > 0 => $"[green]+{Amount(lamports)}[/]",
        < 0 => $"[red]{Amount(lamports)}[/]",
        _ => Amount(lamports),
    };

    private static string Amount(long lamports) => new Domain.Money.Lamports(lamports).ToSol().ToString("0.000000", CultureInfo.InvariantCulture);
}
