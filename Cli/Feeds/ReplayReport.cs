using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Feed;
using Spectre.Console;

namespace Orchestrator.Cli.Feeds;

/// <summary>What a replay found, for people and programs.</summary>
internal sealed record ReplayReport(
    string File, FeedCounts Messages, SlotReport Slots, ImmutableArray<LaunchReport> Launches, int TakenBack, ImmutableArray<string> Damage)
{
    /// <summary>What the scanner found; null where the source tells of no pools that it could rebuild.</summary>
    public DayReport? Day { get; init; }

    public static ReplayReport Of(string file, FeedReader reader, ReplaySink sink, IEnumerable<LaunchVerdict> verdicts) => new(
        file, reader.Counts, SlotReport.Of(reader.History), [.. sink.Launches.Zip(verdicts, LaunchReport.Of)], sink.TakenBack, [.. reader.Damage]);

    public void Tell(Terminal terminal)
    {
        terminal.Out.MarkupLine($"[bold]{Markup.Escape(File)}[/]");
        terminal.Out.MarkupLine(
            $"messages  {Messages.Received} received, {Messages.Filtered} of no interest, {Messages.Repeated} repeated, {Messages.Damaged} damaged"
            + $" ({Messages.Transactions} transactions read, {Messages.Accounts} accounts, {Messages.Entries} entries, {Messages.BlockMetas} block metas, {Messages.Slots} slot states)");
        terminal.Out.MarkupLine(
            Slots.First is null ? "slots     none named" : $"slots     {Slots.First} to {Slots.Last}: {Slots.Finalized} finalized, {Slots.Confirmed} confirmed, {Slots.Processed} processed, {Slots.Seen} seen, {Slots.Dead} dead, {Slots.Skipped} skipped; went back {Slots.WentBack} times");
        terminal.Out.MarkupLine($"launches  {Launches.Length}, {TakenBack} taken back with their slots");
        foreach (var launch in Launches)
        {
            terminal.Out.MarkupLine($"  {launch.EventType}  token {launch.TokenMint}  pool {launch.PoolId}  {launch.QuoteUnits} units of {launch.QuoteMint} to {launch.TokenUnits}  slot {launch.Slot?.ToString() ?? "not told"}");
            terminal.Out.MarkupLine($"    {(launch.Verdict.Approved ? "[green]approved[/]" : $"[yellow]refused[/] by {launch.Verdict.RefusedBy}")}");
            foreach (var filter in launch.Verdict.Filters)
                terminal.Out.MarkupLine($"      {filter.Outcome.PadRight(15)}{filter.Filter.PadRight(19)}{Markup.Escape(filter.Value)}  [grey]({Markup.Escape(filter.Limit)})[/]");
        }

        Day?.Tell(terminal);
        foreach (var damage in Damage) terminal.Out.MarkupLine($"damage    {Markup.Escape(damage)}");
    }
}

/// <summary>Slots by the furthest stage they reached.</summary>
internal sealed record SlotReport(ulong? First, ulong? Last, int Seen, int Processed, int Confirmed, int Finalized, int Dead, ulong Skipped, long WentBack)
{
    public static SlotReport Of(SlotHistory history) => new(
        history.First, history.Last, history.Count(SlotStage.Seen), history.Count(SlotStage.Processed), history.Count(SlotStage.Confirmed),
        history.Count(SlotStage.Finalized), history.Count(SlotStage.Dead), history.Skipped, history.WentBack);
}

/// <summary>A launch as the launch channel tells it.</summary>
internal sealed record LaunchReport(
    string EventType, string TokenMint, string QuoteMint, string ProgramId, string PoolId, string Creator, ulong QuoteUnits, ulong TokenUnits,
    ulong? Slot, string Signature, DateTimeOffset ObservedAt, VerdictReport Verdict)
{
    public static LaunchReport Of(Launch launch, LaunchVerdict verdict) => new(
        launch.Form.ToString(), launch.Token.Value, launch.Quote.Value, launch.Program, launch.Pool, launch.Creator, launch.QuoteUnits.Value,
        launch.TokenUnits.Value, launch.Slot, launch.Signature, launch.ObservedAt, VerdictReport.Of(verdict));
}

/// <summary>What the sniper says of a launch, filter by filter.</summary>
/// <param name="RefusedBy">The first filter that refuses; null when it is approved.</param>
/// <param name="ProfitLamports">Of the best trade that could be simulated; null when none could.</param>
internal sealed record VerdictReport(bool Approved, string? RefusedBy, double Confidence, double Risk, long? ProfitLamports, ImmutableArray<FilterReport> Filters)
{
    public static VerdictReport Of(LaunchVerdict verdict) => new(
        verdict.Approved, verdict.Refusal?.Filter, Math.Round(verdict.Confidence, 4), Math.Round(verdict.Risk, 4), verdict.Trade?.Profit.Value,
        [.. verdict.Filters.Select(filter => new FilterReport(filter.Filter, JsonNamingPolicy.SnakeCaseLower.ConvertName(filter.Outcome.ToString()), filter.Value, filter.Limit))]);
}

internal sealed record FilterReport(string Filter, string Outcome, string Value, string Limit);
