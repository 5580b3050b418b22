using System.CommandLine;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Client.Api.Live;
using Orchestrator.Domain.Money;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch live</c>: the lease without which nothing is traded with real money.</summary>
internal static class LiveCommand
{
    private static readonly Option<string> For = new("--for") { Description = "How long it holds: 90s, 30m or 2h.", HelpName = "TIME", Required = true };

    public static Command Build(Terminal terminal)
    {
        var cap = new Option<decimal>("--cap") { Description = "Most own capital reserved and held at once, SOL.", HelpName = "SOL", Required = true };
        var loss = new Option<decimal>("--max-loss") { Description = "Fall of equity that ends it, SOL.", HelpName = "SOL", Required = true };
        var confirm = new Option<string>("--confirm") { Description = "The portfolio's name, typed to confirm.", HelpName = "NAME", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why; kept in the audit log.", Required = true };

        foreach (var amount in (Option<decimal>[])[cap, loss]) amount.Validators.Add(Judge);

        var arm = With(new Command("arm", "Begin a lease.") { cap, loss, For, confirm });
        arm.SetAction((parse, cancel) => Timed(terminal, parse, "live/arm", seconds => new ArmRequest(
            Lamports.FromSol(parse.GetValue(cap)).Value, Lamports.FromSol(parse.GetValue(loss)).Value, seconds, parse.GetValue(confirm)!), cancel));
        var renew = With(new Command("renew", "Let a lease that holds end later, from now on.") { For });
        renew.SetAction((parse, cancel) => Timed(terminal, parse, "live/renew", seconds => new RenewRequest(seconds), cancel));
        var disarm = With(new Command("disarm", "End the lease; nothing new is planned.") { reason });
        disarm.SetAction((parse, cancel) => Ask(terminal, parse, api => api.Post("live/disarm", new { Reason = parse.GetValue(reason) }, cancel)));
        var status = With(new Command("status", "Show the lease."));
        status.SetAction((parse, cancel) => Ask(terminal, parse, api => api.Get("live", cancel)));

        return HelpWithExamples.With(
            new Command("live", "The live lease: real money moves only while one holds, within its cap, until its loss is reached.")
            {
                HelpWithExamples.With(arm, "orch live arm --cap 0.5 --max-loss 0.1 --for 2h --confirm main"),
                HelpWithExamples.With(renew, "orch live renew --for 1h"),
                HelpWithExamples.With(disarm, "orch live disarm --reason \"done for today\""),
                HelpWithExamples.With(status, "orch live status"),
            },
            "orch live arm --cap 0.5 --max-loss 0.1 --for 2h --confirm main", "orch live renew --for 1h", "orch live disarm --reason \"done for today\"");
    }

    private static void Judge(System.CommandLine.Parsing.OptionResult amount)
    {
        if (amount.Tokens is [var token] && MoneyText.TryReadSol(token.Value, negativeAllowed: false, out _) != MoneyTextOutcome.Read)
            amount.AddError($"{amount.Option.Name} {token.Value} is no amount of SOL: at least 0, with at most 9 decimals.");
    }

    private static Command With(Command command)
    {
        foreach (var option in (Option[])[SharedOptions.Address, SharedOptions.Config, SharedOptions.Set]) command.Add(option);
        return command;
    }

    private static Task<int> Timed(Terminal terminal, ParseResult parse, string path, Func<int, object> body, CancellationToken cancel)
    {
        var text = parse.GetValue(For)!;
        return Seconds(text) is { } seconds
            ? Ask(terminal, parse, api => api.Post(path, body(seconds), cancel))
            : Task.FromResult(terminal.Refuse(new(RefusalCodes.Unreadable, $"--for {text} is no time.", "a whole number with s, m or h: 90s, 30m, 2h", null, ExitCode.Error)));
    }

    private static int? Seconds(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 86_400) return null;
        return text[^1] switch { 's' => count, 'm' => count * 60, 'h' => count * 3600, _ => null };
    }

    private static async Task<int> Ask(Terminal terminal, ParseResult parse, Func<Running.ApiClient, Task<Running.ApiAnswer>> ask)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var answer = await ask(api);
            if (answer.Refusal is { } refusal) return terminal.Refuse(refusal);
            var lease = answer.Read<LeaseView>();
            if (terminal.Json) terminal.Write(lease);
            else terminal.RawOut.WriteLine(lease.CapLamports is { } cap
                ? $"{lease.Outcome}: cap {new Lamports(cap)}, loss {new Lamports(lease.MaxLossLamports ?? 0)}, until {lease.Until:u}, by {lease.By}"
                : lease.Outcome);
            return ExitCode.Ok;
        }
    }
}
