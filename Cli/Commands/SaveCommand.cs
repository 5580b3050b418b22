using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Client.Api.Lending;
using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Domain.Money;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch save</c>: lends own SOL to Save, and takes it back. What is lent is a position of the book.</summary>
internal static class SaveCommand
{
    /// <summary>More SOL than there is.</summary>
    private const decimal SolMax = 1_000_000_000;

    private static readonly Argument<decimal> Amount = new("SOL") { Description = "How much is lent." };
    private static readonly Argument<string> Position = new("POSITION") { Description = "Id of the supply, as orch status and the snapshot name it." };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; kept in the decision and in the audit log.", Required = true };
    private static readonly Option<string?> Key = new("--key") { Description = "Key of the intent: under the same one a repetition moves nothing twice. Made anew when it is left out.", HelpName = "KEY" };

    public static Command Build(Terminal terminal)
    {
        var supply = new Command("supply", "Offer the supply of own SOL to the reserve of the signer's policy.") { Amount, Reason, Key, SharedOptions.Address, SharedOptions.Config, SharedOptions.Set };
        supply.SetAction((parse, cancel) => Supply(terminal, parse, cancel));
        var withdraw = new Command("withdraw", "Offer the withdrawal of all of one supply, with its interest; taken in every trading state.")
        {
            Position, Reason, Key, SharedOptions.Address, SharedOptions.Config, SharedOptions.Set,
        };
        withdraw.SetAction((parse, cancel) => Withdraw(terminal, parse, cancel));
        const string Lend = "orch save supply 2.5 --reason \"idle over the weekend\"", TakeBack = "orch save withdraw 0192f3a4-5b6c-7d8e-9f00-112233445566 --reason \"needed for trading\"";
        return HelpWithExamples.With(
            new Command("save", "Lend own capital to Save, and take it back.") { HelpWithExamples.With(supply, Lend), HelpWithExamples.With(withdraw, TakeBack) }, Lend, TakeBack);
    }

    private static async Task<int> Supply(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var sol = parse.GetValue(Amount);
        if (sol <= 0 || sol > SolMax || sol * Lamports.PerSol % 1 != 0)
            return terminal.Refuse(new(RefusalCodes.Unreadable, $"{sol} is no amount of SOL.", $"More than 0, at most {SolMax}, with at most nine decimals", "orch save supply --help", ExitCode.Error));
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var body = new { AmountLamports = (long)(sol * Lamports.PerSol), Reason = parse.GetValue(Reason) };
            var answer = await api.Spend("lending/supply", body, KeyOf(parse), cancel);
            if (answer.Refusal is { } refusal) return terminal.Refuse(refusal);
            var supply = answer.Read<SupplyView>();
            if (terminal.Json) terminal.Write(supply);
            else terminal.RawOut.WriteLine($"{supply.AmountSol} SOL offered as {supply.Id}; orch why {supply.Id}; orch save withdraw {supply.Id} takes them back");
            return ExitCode.Ok;
        }
    }

    private static async Task<int> Withdraw(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var position = Uri.EscapeDataString(parse.GetValue(Position)!);
            var answer = await api.Spend($"positions/{position}/sell", new { Reason = parse.GetValue(Reason) }, KeyOf(parse), cancel);
            if (answer.Refusal is { } refusal) return terminal.Refuse(refusal);
            var sale = answer.Read<SellView>();
            if (terminal.Json) terminal.Write(sale);
            else terminal.RawOut.WriteLine($"withdrawal offered as {sale.Id}{(sale.WorthSol is { } worth ? $", worth {worth} SOL" : "")}; orch why {sale.Id}");
            return ExitCode.Ok;
        }
    }

    private static string KeyOf(ParseResult parse) => parse.GetValue(Key) ?? Guid.NewGuid().ToString("N");
}
