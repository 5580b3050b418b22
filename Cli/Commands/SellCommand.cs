using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Client.Api.Portfolio;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch sell</c>: sells a held position now, also while trading is halted.</summary>
internal static class SellCommand
{
    private static readonly Argument<string> Position = new("POSITION") { Description = "Id that opened it, as orch status and the snapshot name it." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; kept in the decision and in the audit log.", Required = true };
    private static readonly Option<string?> Key = new("--key") { Description = "Key of the intent: under the same one a repetition sells nothing twice. Made anew when it is left out.", HelpName = "KEY" };

    public static Command Build(Terminal terminal)
    {
        var command = new Command("sell", "Offer the sale of all of a held position, whatever it is worth; taken in every trading state.")
        {
            Position, Reason, Key, SharedOptions.Address, SharedOptions.Config, SharedOptions.Set,
        };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch sell 0192f3a4-5b6c-7d8e-9f00-112233445566 --reason \"issuer moved\"");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var position = Uri.EscapeDataString(parse.GetValue(Position)!);
            var answer = await api.Spend($"positions/{position}/sell", new { Reason = parse.GetValue(Reason) }, parse.GetValue(Key) ?? Guid.NewGuid().ToString("N"), cancel);
            if (answer.Refusal is { } refusal) return terminal.Refuse(refusal);
            var sale = answer.Read<SellView>();
            if (terminal.Json) terminal.Write(sale);
            else terminal.RawOut.WriteLine($"offered as {sale.Id}{(sale.WorthSol is { } worth ? $", worth {worth} SOL" : "")}; orch why {sale.Id}");
            return ExitCode.Ok;
        }
    }
}
