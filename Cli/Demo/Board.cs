using System.Globalization;
using Orchestrator.Domain.Money;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Demo;

/// <summary>What the board shows. The same for a demo and for a running one that is watched.</summary>
/// <param name="Progress">0 to 1; null where there is no end.</param>
/// <param name="Phase">In words; null where there is nothing to say.</param>
/// <param name="Equity">What the whole book is worth.</param>
/// <param name="Realised">Over the book's whole life.</param>
/// <param name="Executed">This and the other counts of decisions: since this orchestrator took over.</param>
/// <param name="Rejected">By reason, most frequent first.</param>
/// <param name="MarketTime">The orchestrator's clock.</param>
/// <param name="Feed">Where market data stands, in words; null where nobody asked.</param>
/// <param name="Address">Where console and API are; null when they are not served.</param>
internal sealed record BoardFigures(
    string Mode, string State, string? StateReason, string? Phase, double? Progress, Lamports Equity, Lamports Realised, Lamports Reserved, decimal Heat,
    int Queue, int QueueCapacity, int Running, int RunningLimit, long Received, long Executed, long Rejections, long Expired, long Dropped,
    double DecisionP50Ms, double DecisionP99Ms, IReadOnlyList<KeyValuePair<string, long>> Rejected, DateTimeOffset MarketTime, string? Address, long ConservationViolations,
    string? Feed = null);

/// <summary>One picture of the figures, at most eighty columns wide and always of the same height, so that nothing jumps.</summary>
internal static class Board
{
    private const int Width = 78;

    /// <summary>Reasons shown at once.</summary>
    private const int ReasonRows = 7;

    private const int BarWidth = 30;

    public static IRenderable Draw(BoardFigures figures)
    {
        var body = new Grid().AddColumn(new GridColumn().Width(34).Padding(0, 0, 4, 0)).AddColumn(new GridColumn().Width(36).Padding(0, 0, 0, 0));
        body.AddRow(Figures(figures), Reasons(figures));
        var title = $"[bold]{figures.Mode}[/]  {Coloured(figures.State)}{(figures.Phase is null ? "" : $"  [grey]{Markup.Escape(figures.Phase)}[/]")}";
        return new Panel(new Rows(body, new Text(""), Footer(figures)))
        {
            Header = new PanelHeader($" {title} "), Border = BoxBorder.Rounded, BorderStyle = new Style(Color.Grey), Width = Width, Padding = new Padding(1, 0, 1, 0),
        };
    }

    private static Grid Figures(BoardFigures figures)
    {
        var grid = Pairs(14, 20);
        grid.AddRow("[grey]equity[/]", Sol(figures.Equity));
        grid.AddRow("[grey]realised ever[/]", Signed(figures.Realised));
        grid.AddRow("[grey]reserved[/]", $"{Sol(figures.Reserved)} [grey]{figures.Heat.ToString("P0", CultureInfo.InvariantCulture)}[/]");
        grid.AddRow("[grey]queue[/]", $"{figures.Queue} [grey]of {figures.QueueCapacity}[/]");
        grid.AddRow("[grey]running[/]", $"{figures.Running} [grey]of {figures.RunningLimit}[/]");
        grid.AddRow("[grey]decision p50[/]", Milliseconds(figures.DecisionP50Ms));
        grid.AddRow("[grey]decision p99[/]", Milliseconds(figures.DecisionP99Ms));
        grid.AddRow("[grey]conservation[/]", figures.ConservationViolations == 0 ? "[green]holds[/]" : $"[red]{figures.ConservationViolations} violations[/]");
        return grid;
    }

    private static Grid Reasons(BoardFigures figures)
    {
        var grid = Pairs(26, 10);
        grid.AddRow("[green]executed since start[/]", Count(figures.Executed));
        grid.AddRow("[yellow]rejected since start[/]", Count(figures.Rejections));
        var shown = figures.Rejected.Take(figures.Rejected.Count > ReasonRows - 3 ? ReasonRows - 4 : ReasonRows - 3).ToList();
        foreach (var (reason, count) in shown) grid.AddRow($"[grey]  {Markup.Escape(reason)}[/]", $"[grey]{Count(count)}[/]");
        var rest = figures.Rejected.Skip(shown.Count).Sum(pair => pair.Value);
        if (rest > 0) grid.AddRow($"[grey]  {figures.Rejected.Count - shown.Count} other reasons[/]", $"[grey]{Count(rest)}[/]");
        for (var row = shown.Count + (rest > 0 ? 1 : 0); row < ReasonRows - 3; row++) grid.AddRow("", "");
        grid.AddRow("[grey]expired since start[/]", Count(figures.Expired));
        grid.AddRow("[grey]dropped since start[/]", Count(figures.Dropped));
        return grid;
    }

    private static Markup Footer(BoardFigures figures)
    {
        var time = figures.MarketTime.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var bar = figures.Progress is { } share ? Bar(share) : "";
        var reason = figures.StateReason is null ? "" : $"\n[yellow]{Markup.Escape(figures.StateReason)}[/]";
        var address = figures.Address is null ? "" : $"\n[grey]console[/]  {Markup.Escape(figures.Address)}";
        var feed = figures.Feed is null ? "" : $"\n[grey]feed[/]     {Markup.Escape(figures.Feed)}";
        return new Markup($"[grey]market[/]   {time}  {bar}{feed}{reason}{address}");
    }

    private static string Bar(double share)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        return $"[teal]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/] {share.ToString("P0", CultureInfo.InvariantCulture)}";
    }

    private static Grid Pairs(int name, int value) => new Grid()
        .AddColumn(new GridColumn().Width(name).NoWrap().Padding(0, 0, 0, 0)).AddColumn(new GridColumn().Width(value).NoWrap().Padding(0, 0, 0, 0).RightAligned());

    private static string Coloured(string state) => state switch
    {
        "ACTIVE" => "[green]ACTIVE[/]",
        "REDUCING" => "[yellow]REDUCING[/]",
        _ => $"[red]{Markup.Escape(state)}[/]",
    };

    private static string Sol(Lamports amount) => amount.ToSol().ToString("#,0.0000", CultureInfo.InvariantCulture) + " SOL";

    private static string Signed(Lamports amount) =>
        amount.IsNegative ? $"[red]{Sol(amount)}[/]" : amount == Lamports.Zero ? Sol(amount) : $"[green]+{Sol(amount)}[/]";

    private static string Milliseconds(double value) => value == 0 ? "[grey]-[/]" : value.ToString("0.00", CultureInfo.InvariantCulture) + " ms";

    private static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
