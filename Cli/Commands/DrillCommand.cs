using System.CommandLine;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Drills;
using Orchestrator.Cli.Drills.Clusters;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch drill</c>: breaks a real cluster on this machine on purpose and says what it cost.</summary>
internal static class DrillCommand
{
    private const int TimesMax = 1_000;

    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the market and of the faults.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int?> Times = new("--times") { Description = $"Faults in this run, 1 to {TimesMax}; without it what the drill says." };

    private static readonly Option<bool> Keep = new("--keep") { Description = "Keep the logs of every process; those of a run that fails are kept anyway." };

    static DrillCommand() => Times.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var times) || times is < 1 or > TimesMax)) result.AddError($"--times {token.Value} is not a number from 1 to {TimesMax}.");
    });

    public static Command Build(Terminal terminal)
    {
        var command = new Command("drill", "Break a cluster of real processes on this machine on purpose, and score what it cost.") { List(terminal), Venue() };
        foreach (var drill in ClusterDrillRun.Drills) command.Add(Build(terminal, drill));
        return HelpWithExamples.With(command, "orch drill list", "orch drill kill-silo --seed 7 --times 5", "orch drill freeze-silo --json");
    }

    /// <summary>The venue of a drill, which judges.</summary>
    private static Command Venue()
    {
        var arguments = new Argument<string[]>("arguments") { Arity = new ArgumentArity(2 + DrillMarket.WordCount, 2 + DrillMarket.WordCount) };
        var command = new Command("venue", "The venue of a drill.") { arguments };
        command.Hidden = true;
        command.SetAction((parse, _) => JudgeVenue.Run(parse.GetValue(arguments)!));
        return HelpWithExamples.With(command, "orch drill venue ./venue 1 50000 100 0 10000 800000 0 12");
    }

    private static Command List(Terminal terminal)
    {
        var command = new Command("list", "Show what can be broken.");
        command.SetAction(_ =>
        {
            if (terminal.Json) terminal.Write(ClusterDrillRun.Drills.Select(drill => new { drill.Name, drill.About, Times = drill.TimesByDefault }));
            else foreach (var drill in ClusterDrillRun.Drills) terminal.RawOut.WriteLine($"{drill.Name.PadRight(ClusterDrillRun.Drills.Max(each => each.Name.Length))}  {drill.About}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Build(Terminal terminal, IClusterDrill drill)
    {
        var command = new Command(drill.Name, drill.About) { Seed, Times, Keep };
        command.SetAction((parse, cancel) => Run(terminal, drill, parse.GetValue(Seed), parse.GetValue(Times) ?? drill.TimesByDefault, parse.GetValue(Keep), cancel));
        return command;
    }

    private static async Task<int> Run(Terminal terminal, IClusterDrill drill, int seed, int times, bool keep, CancellationToken cancel)
    {
        try
        {
            var score = await ClusterDrillRun.Run(drill, seed, times, keep, line => terminal.Error.MarkupLine(Markup.Escape(line)), cancel);
            if (terminal.Json) terminal.Write(score);
            else Print(terminal, score);
            return score.Result == DrillScore.Pass ? ExitCode.Ok : ExitCode.Error;
        }
        catch (MissingPartException missing)
        {
            return terminal.Refuse(new(RefusalCodes.DrillNeedsPart, missing.Message, missing.Needed, missing.Remedy + " and run the drill again.", ExitCode.Error));
        }
    }

    private static void Print(Terminal terminal, DrillScore score)
    {
        string Milliseconds(double? value) => value is { } known ? known.ToString("0", CultureInfo.InvariantCulture) + " ms" : "not measured";
        var print = terminal.RawOut;
        foreach (var violation in score.Violations) print.WriteLine($"violation  {violation}");
        print.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{score.Acknowledged} reservations acknowledged, {score.Signatures} signed, {score.Landed} landed, {score.Booked} booked, {score.Released} released; {score.OlderEpochsRefused} requests of an older epoch refused"));
        print.WriteLine($"lost {score.Lost}  doubled {score.Doubled}  conservation_violations {score.ConservationViolations}  unresolved {score.Unresolved}");
        print.WriteLine($"failover_p50 {Milliseconds(score.FailoverP50Ms)}  failover_p99 {Milliseconds(score.FailoverP99Ms)}  over {score.FailoversMs.Length} faults");
        print.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RESULT {score.Drill} --seed {score.Seed} --times {score.Times}: {score.Result} in {score.Seconds:0} s{(score.Kept is null ? "" : "; logs in " + score.Kept)}"));
    }
}
