using System.Collections.Frozen;
using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Rpc;
using Spectre.Console;

namespace Orchestrator.Cli.Feeds;

/// <summary><c>orch record</c>: writes what a Yellowstone server sends, as it arrives.</summary>
internal static class RecordCommand
{
    /// <summary>Holds the x-token; never on the command line, where other users could read it.</summary>
    public const string TokenVariable = "ORCH_GEYSER_TOKEN";

    private const long MegabytesMax = 1_000_000;

    private static readonly Argument<string> File = new("FILE") { Description = "A new file." };

    private static readonly Option<string[]> Endpoints = new("--endpoint")
    {
        Description = $"A Yellowstone server; repeated ones take over when it fails. Its x-token comes from {TokenVariable}.", HelpName = "URL", Required = true,
    };

    private static readonly Option<int?> Messages = new("--messages") { Description = "End after so many updates; without it at SIGINT or when the file is full." };

    private static readonly Option<long> Megabytes = new("--max-megabytes") { Description = $"Largest file, 1 to {MegabytesMax}.", DefaultValueFactory = _ => 1_000 };

    public static Command Build(Terminal terminal)
    {
        Messages.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var count) || count < 1)) result.AddError($"--messages {token.Value} is not a number of at least 1.");
        });
        Megabytes.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!long.TryParse(token.Value, out var size) || size is < 1 or > MegabytesMax)) result.AddError($"--max-megabytes {token.Value} is not a number from 1 to {MegabytesMax}.");
        });
        var command = new Command("record", "Write what a Yellowstone server sends about launches and slots to a file that `orch replay` plays.") { File, Endpoints, Messages, Megabytes };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch record stream.bin --endpoint http://127.0.0.1:10000", "orch record stream.bin --endpoint http://127.0.0.1:10000 --messages 1000 --json");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var token = Environment.GetEnvironmentVariable(TokenVariable);
        var endpoints = new List<FeedEndpoint>();
        foreach (var address in parse.GetValue(Endpoints)!)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                return terminal.Refuse(new(RefusalCodes.Unreadable, "An --endpoint is no address.", "an address like http://127.0.0.1:10000", null, ExitCode.Error));
            endpoints.Add(new(new SecretAddress(address), token));
        }

        var path = parse.GetValue(File)!;
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return terminal.Refuse(new(RefusalCodes.RecordNotWritten, $"{path} cannot be begun: {fault.Message}", "a file that does not exist yet, in a directory that can be written", null, ExitCode.Error));
        }

        var request = new FeedRequest(Launches: true, FrozenSet<Solana.Keys.PublicKey>.Empty);
        var everything = new UpdateFilter { Votes = true, Failed = true };
        var source = new LiveSource(endpoints, request.ToSubscription(), everything, TimeProvider.System, Random.Shared.NextDouble);
        terminal.Error.MarkupLine($"[grey]asking[/]  {Markup.Escape(string.Join(", ", endpoints.Select(endpoint => endpoint.Address)))}  [grey]until {Markup.Escape(EndOf(parse))}[/]");
        return await Record(terminal, path, file, source, parse.GetValue(Messages) ?? int.MaxValue, parse.GetValue(Megabytes) * 1_000_000, cancel);
    }

    /// <summary>A recording of nothing leaves no file: it would stand in the way of the next one and say nothing.</summary>
    internal static async Task<int> Record(Terminal terminal, string path, FileStream file, IFeedSource source, long messagesMax, long bytesMax, CancellationToken cancel)
    {
        await using (file)
        {
            var recording = new Recording(terminal, file, messagesMax, bytesMax);
            var refusal = await recording.Write(source, cancel);
            if (file.Position == 0) System.IO.File.Delete(path);
            if (refusal is not null) return terminal.Refuse(refusal);
            recording.Tell(path);
            return ExitCode.Ok;
        }
    }

    private static string EndOf(ParseResult parse) =>
        (parse.GetValue(Messages) is { } count ? $"{count} messages, " : "") + $"{parse.GetValue(Megabytes)} MB or SIGINT";
}
