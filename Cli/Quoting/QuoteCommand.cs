using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;
using Orchestrator.Cli.Inspecting;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Cli.Quoting;

/// <summary><c>orch quote</c>: what a swap through one pool gives, from account data alone.</summary>
internal static class QuoteCommand
{
    private static readonly Option<string> Accounts = new("--accounts")
    {
        Description = "JSON lines of {pubkey, owner, data}, data in base64; plain or gzip; - for the input of the process.", HelpName = "FILE", Required = true,
    };

    private static readonly Option<PublicKey> Pool = InspectCommand.KeyOption("--pool", "The pool: Raydium v4, CPMM or CLMM, Orca Whirlpool, Meteora DLMM or DAMM v2.");
    private static readonly Option<PublicKey> In = InspectCommand.KeyOption("--in", "The mint that goes in.");
    private static readonly Option<ulong> Amount = new("--amount") { Description = "Base units of that mint; with --exact-out of the other one.", Required = true };
    private static readonly Option<bool> ExactOut = new("--exact-out") { Description = "The amount is what must come out; the answer is what goes in." };

    private static readonly Option<ulong?> Slot = new("--slot")
    {
        Description = "Slot the swap would run in; without it that of the Clock account, which only quotes that depend on it need.",
    };

    private static readonly Option<long?> UnixTime = new("--unix-time") { Description = "The chain's time in seconds; without it the Clock account's, else now." };

    public static Command Build(Terminal terminal)
    {
        var command = new Command("quote", "Say what a swap through a pool gives, exact to the base unit, or refuse by name.") { Accounts, Pool, In, Amount, ExactOut, Slot, UnixTime };
        HelpWithExamples.Detailed(command, $"""
            The answer is always JSON: out, in, fee, price_impact_bps and the swap's accounts; all integers exact, never as text;
            or error.name with exit code 6 (the pool refuses), 2 (accounts are missing: error.missing names them) or 1 (something
            cannot be read). An account that does not exist has owner null and data "".
            Bounds: {AccountFile.LineMax} bytes a line, {AccountFile.InputMax} bytes in all.
            """);
        command.SetAction((parse, _) => Task.FromResult(Run(terminal, parse)));
        return HelpWithExamples.With(
            command, $"orch quote --accounts accounts.jsonl --pool 58oQChx4yWmvKdwLLZzBi4ChoCc2fqCUWBkwMihLYQo2 --in {Mints.WrappedSol} --amount 1000000000");
    }

    private static int Run(Terminal terminal, ParseResult parse)
    {
        using var input = InputFile.Open(parse.GetValue(Accounts)!, out var refusal);
        if (input is null) return terminal.Refuse(refusal!);
        var request = new QuoteRequest(
            parse.GetValue(Pool), parse.GetValue(In), parse.GetValue(Amount), parse.GetValue(ExactOut), parse.GetValue(Slot), parse.GetValue(UnixTime));
        return new Quotation(terminal, TimeProvider.System).Run(request, input);
    }
}
