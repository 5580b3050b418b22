using System.CommandLine;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;
using Orchestrator.Cli.Inspecting;
using Orchestrator.Cli.Quoting;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Feeds;

/// <summary><c>orch replay</c>: plays a recording through the feed and says what came of it.</summary>
internal static class ReplayCommand
{
    private const string Fastest = "max";

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A recording of `orch record` (frames of a 32-bit length and a SubscribeUpdate), or blocks and transactions in JSON, plain or gzip; - for the input.",
    };

    private static readonly Option<string> Speed = new("--speed")
    {
        Description = "max, or a multiple of the speed at which it was recorded, 0.1 to 10000.", DefaultValueFactory = _ => Fastest,
    };

    private static readonly Option<string?> Accounts = new("--accounts")
    {
        Description = "Accounts to judge launches on: JSON lines of {pubkey, owner, data} and {largest_accounts_of, value}; what is not there is refused by name.", HelpName = "FILE",
    };

    private static readonly Option<int> Age = new("--age") { Description = "Age in seconds at which each launch is judged.", DefaultValueFactory = _ => (int)SniperPolicy.Default.AgeMin.TotalSeconds };

    public static Command Build(Terminal terminal)
    {
        var command = new Command("replay", "Play a recording through the feed: launches with the sniper's verdict on each, slots, and everything that could not be read.") { File, Speed, Accounts, Age };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch replay stream.bin", "orch replay block.json.gz --json", "orch replay stream.bin --speed 10",
            "orch replay launches.jsonl --accounts accounts.jsonl");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        if (!TrySpeed(parse.GetValue(Speed)!, out var speed))
            return terminal.Refuse(new(
                RefusalCodes.Unreadable, $"--speed {parse.GetValue(Speed)} is no speed.", "max, or a number from 0.1 to 10000", "orch replay FILE --speed 10", ExitCode.Error));
        var path = parse.GetValue(File)!;
        var (accounts, damage) = Kept(parse.GetValue(Accounts));
        if (damage is not null) return terminal.Refuse(damage);
        using var input = InputFile.Open(path, out var refusal);
        if (input is null) return terminal.Refuse(refusal!);

        var sink = new ReplaySink();
        var reader = new FeedReader(sink, ProgramRegistry.Mainnet, TimeProvider.System);
        await reader.Run(SourceOf(input, speed), fromSlot: null, cancel);
        var verdicts = await new ReplayVerdicts(accounts, TimeSpan.FromSeconds(parse.GetValue(Age))).Judge(sink.Launches, cancel);
        var report = ReplayReport.Of(path, reader, sink, verdicts);
        if (terminal.Json) terminal.Write(report);
        else report.Tell(terminal);
        if (reader.Counts.Damaged == 0 && reader.Counts.Received > 0) return ExitCode.Ok;
        if (!terminal.Json)
            return terminal.Refuse(new(
                RefusalCodes.FeedDamaged,
                reader.Counts.Received == 0 ? $"{path} holds nothing." : $"{reader.Counts.Damaged} of {reader.Counts.Received} messages could not be read: {reader.Damage.Last()}",
                "frames of a 32-bit big-endian length and a SubscribeUpdate, or transactions as `orch inspect tx` reads them", "What could be read was played.", ExitCode.Error));
        return ExitCode.Error;
    }

    /// <summary>A recording begins with the length of its first frame, whose first byte is zero; no text does.</summary>
    private static IFeedSource SourceOf(Stream input, double? speed)
    {
        Span<byte> first = stackalloc byte[1];
        var got = input.ReadAtLeast(first, 1, throwOnEndOfStream: false);
        var whole = new PrefixedStream(first[..got].ToArray(), input);
        if (got == 1 && first[0] == 0) return new RecordedSource(whole, TimeProvider.System, speed);
        var lines = new LineSource(whole, TransactionInspection.DocumentMax, TransactionInspection.InputMax);
        return new Solana.Feed.DocumentSource(DocumentsOf(lines));
    }

    private static IEnumerable<(string? Text, string? Refusal)> DocumentsOf(LineSource lines) =>
        Inspecting.DocumentSource.Read(lines.Read(), TransactionInspection.DocumentMax)
            .Select(document => (document.Text, document.Text is null ? $"line {document.Line}: {document.Refusal} {document.Detail}" : null));

    private static (AccountFile Accounts, Refusal? Refusal) Kept(string? path)
    {
        if (path is null) return (new AccountFile(), null);
        using var input = InputFile.Open(path, out var refusal);
        if (input is null) return (new AccountFile(), refusal);
        var (accounts, damage) = AccountFile.Read(input);
        return (accounts, damage is { } why ? new(RefusalCodes.Unreadable, $"{path}: {why.Name}: {why.Detail}", "JSON lines of accounts as `orch quote` reads them", null, ExitCode.Error) : null);
    }

    private static bool TrySpeed(string text, out double? speed)
    {
        speed = null;
        if (text == Fastest) return true;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var times) || times is not (>= 0.1 and <= 10_000)) return false;
        speed = times;
        return true;
    }
}
