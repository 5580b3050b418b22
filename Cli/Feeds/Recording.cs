using Orchestrator.Cli.Answers;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Spectre.Console;

namespace Orchestrator.Cli.Feeds;

/// <summary>One recording: what a server sends goes to the file, and what keeps it from coming is said on the error stream while it lasts.</summary>
/// <param name="messagesMax">It ends after so many updates.</param>
/// <param name="bytesMax">It ends before the file would be larger.</param>
internal sealed class Recording(Terminal terminal, FileStream file, long messagesMax, long bytesMax)
{
    private long _written, _losses, _gaps;
    private string? _said, _lastLoss;

    /// <returns>Null when everything that was to be written is; the refusal of all servers otherwise.</returns>
    public async Task<Refusal?> Write(IFeedSource source, CancellationToken cancel)
    {
        try
        {
            await foreach (var message in source.Read(fromSlot: null, cancel))
            {
                if (message.Kind == FeedMessageKind.Refused)
                    return new(
                        RefusalCodes.FeedRefused, $"Nobody serves: {message.Detail}{(_lastLoss is null ? "" : $", the last with {_lastLoss}")}.", "a Yellowstone server that takes this x-token",
                        $"Check --endpoint and {RecordCommand.TokenVariable}.", ExitCode.NotAuthorised);
                if (message.Kind == FeedMessageKind.Update ? !Take(message.Bytes.Span) : !Note(message)) break;
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The operator's way to end a recording; what was written is whole.
            await file.FlushAsync(CancellationToken.None);
        }

        return _written > 0 ? null : new(
            RefusalCodes.NothingRecorded, $"Nothing was recorded: {_lastLoss ?? "no update came, or none that the file has room for"}.", "a Yellowstone server that sends what launches and slots need",
            "Check --endpoint, and that the server answers.", _losses > 0 ? ExitCode.NotRunning : ExitCode.Error);
    }

    public void Tell(string path)
    {
        if (terminal.Json) terminal.Write(new { File = path, Messages = _written, Bytes = file.Position, Losses = _losses, Gaps = _gaps });
        else terminal.RawOut.WriteLine($"{_written} messages, {file.Position} bytes in {path}; {_losses} lost connections, {_gaps} gaps");
    }

    /// <returns>False when it was the last.</returns>
    private bool Take(ReadOnlySpan<byte> update)
    {
        if (file.Position + update.Length > bytesMax) return false;
        RecordedStream.Write(file, update);
        _said = null;
        return ++_written < messagesMax;
    }

    private bool Note(FeedMessage message)
    {
        if (message.Kind == FeedMessageKind.Gap) _gaps++;
        else (_losses, _lastLoss) = (_losses + 1, message.Detail);
        // A server that is away is asked again and again, and would say the same each time.
        if (message.Detail == _said) return true;
        _said = message.Detail;
        var what = message.Kind == FeedMessageKind.Gap ? "something is missing for good" : _written == 0 ? "no server answers yet; asking again" : "the connection is lost; asking again";
        terminal.Error.MarkupLine($"{what}: {Markup.Escape(message.Detail ?? "no reason given")}");
        return true;
    }
}
