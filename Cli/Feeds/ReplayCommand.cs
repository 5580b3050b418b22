using System.CommandLine;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;
using Orchestrator.Cli.Inspecting;
using Orchestrator.Cli.Quoting;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Archive;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Feeds;

/// <summary><c>orch replay</c>: plays a recording through the feed and says what came of it.</summary>
internal static class ReplayCommand
{
    private const string Fastest = "max";

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A recording of `orch record` (frames of a 32-bit length and a SubscribeUpdate), blocks and transactions in JSON, or a day of the Whirlpool archive; plain or gzip; - for the input.",
    };

    private static readonly Option<string> Speed = new("--speed")
    {
        Description = "max, or a multiple of the speed at which it was recorded, 0.1 to 10000.", DefaultValueFactory = _ => Fastest,
    };

    private static readonly Option<string?> Accounts = new("--accounts")
    {
        Description = "Accounts to judge launches on: JSON lines of {pubkey, owner, data} and {largest_accounts_of, value}; what is not there is refused by name. For a day of Whirlpool its state at the end of that day.", HelpName = "FILE",
    };

    private static readonly Option<int> Age = new("--age") { Description = "Age in seconds at which each launch is judged.", DefaultValueFactory = _ => (int)SniperPolicy.Default.AgeMin.TotalSeconds };

    public static Command Build(Terminal terminal)
    {
        var command = new Command("replay", "Play a recording through the feed: launches with the sniper's verdict on each, slots, and everything that could not be read.") { File, Speed, Accounts, Age };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch replay stream.bin", "orch replay block.json.gz --json", "orch replay stream.bin --speed 10",
            "orch replay launches.jsonl --accounts accounts.jsonl", "orch replay whirlpool-day.jsonl.gz --accounts whirlpool-state.json.gz");
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

        var source = SourceOf(input, speed, accounts);
        var sink = new ReplaySink();
        var day = source is DaySource whole ? new DayScan(whole, sink) : null;
        var reader = new FeedReader((IFeedSink?)day ?? sink, ProgramRegistry.Mainnet, TimeProvider.System);
        await reader.Run(source, fromSlot: null, cancel);
        var verdicts = await new ReplayVerdicts(accounts, TimeSpan.FromSeconds(parse.GetValue(Age))).Judge(sink.Launches, cancel);
        var report = ReplayReport.Of(path, reader, sink, verdicts) with { Day = day?.Report() };
        if (terminal.Json) terminal.Write(report);
        else report.Tell(terminal);
        if (reader.Counts.Damaged == 0 && reader.Counts.Received > 0) return ExitCode.Ok;
        if (!terminal.Json)
            return terminal.Refuse(new(
                RefusalCodes.FeedDamaged,
                reader.Counts.Received == 0 ? $"{path} holds nothing." : $"{reader.Counts.Damaged} of {reader.Counts.Received} messages could not be read: {reader.Damage.Last()}",
                "frames of a 32-bit big-endian length and a SubscribeUpdate, or transactions as `orch inspect tx` reads them, or a day of Whirlpool with `--accounts`", "What could be read was played.", ExitCode.Error));
        return ExitCode.Error;
    }

    /// <summary>A recording begins with the length of its first frame, whose first byte is zero; no text does.</summary>
    private static IFeedSource SourceOf(Stream input, double? speed, AccountFile accounts)
    {
        Span<byte> first = stackalloc byte[1];
        var got = input.ReadAtLeast(first, 1, throwOnEndOfStream: false);
        var whole = new PrefixedStream(first[..got].ToArray(), input);
        if (got == 1 && first[0] == 0) return new RecordedSource(whole, TimeProvider.System, speed);
        var lines = new LineSource(whole, TransactionInspection.DocumentMax, TransactionInspection.InputMax);
        var documents = DocumentsOf(lines).GetEnumerator();
        if (!documents.MoveNext()) return new Solana.Feed.DocumentSource([]);
        return documents.Current.Text is { } line && WhirlpoolDay.IsLine(line) ? DayOf(documents, accounts) : new Solana.Feed.DocumentSource(Rest(documents));
    }

    /// <summary>Decoded instructions say what changed, not what was there: all of the day is needed, and the accounts at its end.</summary>
    private static DaySource DayOf(IEnumerator<(string? Text, string? Refusal)> documents, AccountFile accounts)
    {
        var (day, damage) = (new WhirlpoolDay(), new List<string>());
        foreach (var (address, account) in accounts.All.Where(one => one.Value.Owner == ProgramIds.Whirlpool)) day.Add(address, account.Data);
        foreach (var (text, refusal) in Rest(documents))
            if ((text is null ? refusal : day.Add(text)) is { } why && damage.Count < FeedReader.DamageKept) damage.Add(why);
        return new DaySource(day, damage);
    }

    /// <summary>The one that stands first, and all that follow.</summary>
    private static IEnumerable<(string? Text, string? Refusal)> Rest(IEnumerator<(string? Text, string? Refusal)> documents)
    {
        using (documents)
        {
            do yield return documents.Current;
            while (documents.MoveNext());
        }
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
