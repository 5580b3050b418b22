using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Cli.Inspecting;

/// <summary><c>orch inspect tx</c> and <c>orch inspect account</c>: what real bytes say, offline.</summary>
internal static class InspectCommand
{
    private const string Numbers = "The answer is always JSON: all integers exact, never as text; amounts in base units, keys and signatures in base58, bytes in base64.";

    private static readonly Argument<string> File = new("FILE") { Description = "A file, or - for the input of the process." };

    private static readonly Option<PublicKey> Owner = KeyOption("--owner", "The program that owns the account.");

    public static Command Build(Terminal terminal)
    {
        var transaction = new Command("tx", $"""
            Read transactions: one a line, or one JSON document over several lines; plain or gzip. Each is base64, a getTransaction result or response
            (json, jsonParsed, base64), a getBlock result or response, a Helius transactionNotification or a Yellowstone update in JSON. {Numbers}
            One line for each transaction; input that cannot be read gives a line with error.name, the rest goes on and the exit code is 1.
            Bounds: {TransactionInspection.DocumentMax} bytes a line or document, {TransactionInspection.InputMax} bytes in all after decompression.
            """.ReplaceLineEndings(" ")) { File };
        transaction.SetAction((parse, cancel) => Task.FromResult(With(terminal, parse, input => new TransactionInspection(terminal).Run(input, cancel))));

        var account = new Command("account", $"""
            Read the data of one account, given in base64, by the program that owns it. {Numbers}
            Bound: {AccountInspection.TextMax} bytes of text.
            """.ReplaceLineEndings(" ")) { Owner, File };
        account.SetAction((parse, _) => Task.FromResult(With(terminal, parse, input => AccountInspection.Run(terminal, parse.GetValue(Owner), input))));

        var inspect = new Command("inspect", "Say what transactions and accounts of the chain hold, offline.")
        {
            HelpWithExamples.With(transaction, "orch inspect tx block.json.gz", "cat transactions.jsonl | orch inspect tx -"),
            HelpWithExamples.With(account, $"orch inspect account --owner {ProgramIds.RaydiumV4} pool.b64"),
        };
        return HelpWithExamples.With(inspect, "orch inspect tx block.json.gz", $"orch inspect account --owner {ProgramIds.RaydiumV4} pool.b64");
    }

    /// <summary>An option that is an address in base58.</summary>
    public static Option<PublicKey> KeyOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "KEY",
        Required = true,
        CustomParser = result =>
        {
            if (PublicKey.TryParse(result.Tokens[0].Value, out var key)) return key;
            result.AddError($"{name} {result.Tokens[0].Value} is not a public key in base58.");
            return default;
        },
    };

    private static int With(Terminal terminal, ParseResult parse, Func<Stream, int> read)
    {
        using var input = InputFile.Open(parse.GetValue(File)!, out var refusal);
        return input is null ? terminal.Refuse(refusal!) : read(input);
    }
}
