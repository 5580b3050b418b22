using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Decisions;
using Orchestrator.Cli.Demo;
using Orchestrator.Cli.Drills;
using Orchestrator.Client.Api.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch demo</c>: the whole system trades a simulated market in event time, and proves itself against the recorded result.</summary>
internal static class DemoCommand
{
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the market; the same seed is the same tape.", DefaultValueFactory = _ => DemoPlan.DefaultSeed };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Market time to trade.", DefaultValueFactory = _ => DemoPlan.DefaultSeconds };
    private static readonly Option<string?> Data = new("--data") { Description = "Directory to keep the state in; without it a fresh one that is removed.", HelpName = "DIR" };
    private static readonly Option<string> Storage = new("--storage") { Description = "Where state lives.", DefaultValueFactory = _ => "embedded" };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with what --data holds." };
    private static readonly Option<string?> Venue = new("--venue") { Description = "Address of a venue in a process of its own (orch venue).", HelpName = "URL" };
    private static readonly Option<string?> Feed = new("--feed") { Description = "How opportunities are found: grpc, by scanner and sniper on a Yellowstone stream; scan, by the venue itself." };
    private static readonly Option<bool> Serve = new("--serve") { Description = "Serve API and console, also after the end, until Ctrl-C." };
    private static readonly Option<string?> Record = new("--record") { Description = "Record this tape's result in this file.", HelpName = "FILE", Hidden = true };
    private static readonly Option<string?> KillAt = new("--kill-at") { Description = "Drill: kill this process at a point, point:n.", Hidden = true };

    static DemoCommand()
    {
        Storage.AcceptOnlyFromAmong("embedded", "redis");
        Feed.AcceptOnlyFromAmong("grpc", "scan");
        Seed.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!ulong.TryParse(token.Value, out var seed) || seed > uint.MaxValue)) result.AddError($"--seed {token.Value} is not a number from 0 to {uint.MaxValue}.");
        });
        Seconds.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var seconds) || seconds is < 1 or > DemoPlan.SecondsMax)) result.AddError($"--seconds {token.Value} is not a number from 1 to {DemoPlan.SecondsMax}.");
        });
        Venue.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(Uri.TryCreate(token.Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")) result.AddError($"--venue {token.Value} is not an address like http://127.0.0.1:5090.");
        });
        Resume.Validators.Add(result =>
        {
            if (result.GetValue(Resume) && result.GetResult(Data) is null) result.AddError("--resume needs --data DIR.");
        });
    }

    public static Command Build(Terminal terminal)
    {
        var command = new Command("demo", "Trade a simulated market in this process and compare the outcome with the recorded one.")
        {
            Seed, Seconds, Data, Storage, Resume, Venue, Feed, Serve, Record, KillAt, SharedOptions.Config, SharedOptions.Set,
        };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command,
            "orch demo", "orch demo --seed 7 --seconds 300", "orch demo --json", "orch demo --data ./demo --storage redis", "orch demo --set risk.max_positions=3");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var killAt = parse.GetValue(KillAt) ?? Environment.GetEnvironmentVariable(KillPoint.Variable);
        var plan = new DemoPlan(
            parse.GetValue(Seed), parse.GetValue(Seconds), parse.GetValue(Data), parse.GetValue(Storage)!, parse.GetValue(Resume), parse.GetValue(Venue), parse.GetValue(Serve),
            parse.GetValue(Record), killAt, parse.GetValue(SharedOptions.Config), parse.GetValue(SharedOptions.Set) ?? [], parse.GetValue(Feed));
        if (!Drill.TryParse(killAt, out var faults, out var malformed)) return terminal.Refuse(malformed!);
        var (place, refusal) = DemoPlace.Find(plan);
        if (place is null) return terminal.Refuse(refusal!);
        using (place)
        {
            var load = DemoSettings.Load(plan, place.Directory, Environment.GetEnvironmentVariables());
            if (load.Settings is not { } settings) return ConfigCommand.Refuse(terminal, load, plan.ConfigFile);
            var result = await Trade(terminal, plan, settings, place, faults, cancel);
            if (plan.Record is { } file) await File.WriteAllTextAsync(file, Expectation.Recorded(await File.ReadAllTextAsync(file, cancel), result.ToExpectation()), cancel);
            return result.Result == DemoResult.Fail ? ExitCode.Error : ExitCode.Ok;
        }
    }

    private static async Task<DemoResult> Trade(
        Terminal terminal, DemoPlan plan, EffectiveSettings settings, DemoPlace place, IFaultPoints? faults, CancellationToken cancel)
    {
        var (market, result, tape) = await Watched(terminal, plan, watcher => new DemoRun(plan, settings, place.VenueDirectory, faults, watcher).Run(cancel));
        await using (market)
        {
            Keep(terminal, plan, tape, await market.Executions(tape));
            if (plan.Serve)
            {
                Print(terminal, result);
                terminal.Error.MarkupLine($"Serving at {Markup.Escape(market.Address ?? "")} until Ctrl-C.");
                await DemoMarket.UntilStopped(cancel);
            }
        }

        if (!plan.Serve) Print(terminal, result);
        return result;
    }

    /// <summary>So that <c>orch why</c> can answer when the demo is gone. A demo is no worse for a place that cannot be written.</summary>
    private static void Keep(Terminal terminal, DemoPlan plan, DemoTape tape, IReadOnlyDictionary<Guid, SagaView> sagas)
    {
        if (KeptRun.DefaultFile is not { } file) return;
        try
        {
            new KeptRun(
                TimeProvider.System.GetUtcNow(), plan.Seed, plan.Seconds,
                [.. tape.Decisions.Select(decision => DecisionView.Of(decision, sagas.GetValueOrDefault(decision.Opportunity.Id.Value)))]).Write(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Error.MarkupLine($"[yellow]{Markup.Escape($"The decisions could not be kept for `orch why`: {fault.Message}")}[/]");
        }
    }

    /// <summary>A live board for a person, a line now and then for everybody else.</summary>
    private static async Task<T> Watched<T>(Terminal terminal, DemoPlan plan, Func<IDemoWatcher, Task<T>> run)
    {
        if (terminal.Json || !terminal.Interactive) return await run(new PlainDemo(terminal, plan.Seconds));
        var outcome = await terminal.Out.Live(new Text("")).AutoClear(false).StartAsync(live => run(new LiveDemo(live, plan.Seconds)));
        terminal.Out.WriteLine();
        return outcome;
    }

    private static void Print(Terminal terminal, DemoResult result)
    {
        if (terminal.Json) terminal.Write(result);
        else DemoReport.Print(terminal.Out, result);
    }
}
