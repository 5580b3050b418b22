using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Cli.Inspecting;

/// <summary>One thing to be read: a line, or JSON that was written over several lines.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Text">Null with a refusal.</param>
internal readonly record struct SourceDocument(long Line, string? Text, string? Refusal, string? Detail);

/// <summary>Joins the lines of JSON that is spread out for people; everything else is one document a line.</summary>
/// <remarks>
/// A line that begins JSON and does not end it takes the following lines until it is complete. Where that fails, only the first line
/// is refused and the others are read on their own, so that one cut-off line does not take its neighbours along.
/// </remarks>
internal static class DocumentSource
{
    /// <summary>Lines of one document; a block of mainnet written for people has less than a million.</summary>
    private const int LinesMax = 2_000_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    /// <param name="documentMax">Bytes of the longest document.</param>
    public static IEnumerable<SourceDocument> Read(IEnumerable<SourceLine> source, int documentMax)
    {
        using var lines = source.GetEnumerator();
        var waiting = new Queue<SourceLine>();
        while (Next(lines, waiting) is { } line)
        {
            var bytes = line.Number == 1 && line.Bytes.Span.StartsWith(ByteOrderMark) ? line.Bytes[ByteOrderMark.Length..] : line.Bytes;
            if (line.Refusal is not null) yield return new(line.Number, null, line.Refusal, line.Detail);
            else if (!IsBlank(bytes.Span)) yield return Complete(line with { Bytes = bytes }, lines, waiting, documentMax);
        }
    }

    private static SourceLine? Next(IEnumerator<SourceLine> lines, Queue<SourceLine> waiting) =>
        waiting.TryDequeue(out var kept) ? kept : lines.MoveNext() ? lines.Current : null;

    private static SourceDocument Complete(SourceLine first, IEnumerator<SourceLine> lines, Queue<SourceLine> waiting, int documentMax)
    {
        var progress = new JsonProgress();
        if (!JsonProgress.Begins(first.Bytes.Span)) return Text(first.Number, first.Bytes.Span);
        progress.Add(first.Bytes.Span);
        if (!progress.IsOpen) return Text(first.Number, first.Bytes.Span, progress.Fault);

        var whole = new ArrayBufferWriter<byte>();
        whole.Write(first.Bytes.Span);
        var taken = new List<SourceLine>();
        while (progress.IsOpen && Next(lines, waiting) is { } line)
        {
            taken.Add(line);
            if (line.Refusal is not null || whole.WrittenCount + line.Bytes.Length > documentMax || taken.Count > LinesMax) break;
            whole.Write(line.Bytes.Span);
            progress.Add(line.Bytes.Span);
        }

        if (progress.IsComplete) return Text(first.Number, whole.WrittenSpan);
        Return(taken, waiting);
        return new(first.Number, null, "not_json", progress.Fault ?? "it ends before the JSON does");
    }

    /// <summary>Puts lines back in front of those that wait.</summary>
    private static void Return(List<SourceLine> taken, Queue<SourceLine> waiting)
    {
        SourceLine[] behind = [.. waiting];
        waiting.Clear();
        foreach (var line in taken) waiting.Enqueue(line);
        foreach (var line in behind) waiting.Enqueue(line);
    }

    private static SourceDocument Text(long line, ReadOnlySpan<byte> bytes, string? fault = null)
    {
        if (fault is not null) return new(line, null, "not_json", fault);
        try
        {
            return new(line, Strict.GetString(bytes), null, null);
        }
        catch (DecoderFallbackException)
        {
            return new(line, null, "not_text", "bytes that are no UTF-8");
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r\n"u8).IsEmpty;
}

/// <summary>How far a JSON document has come, without keeping it.</summary>
internal sealed class JsonProgress
{
    private const int DepthMax = 64;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = DepthMax });
    private byte[] _kept = [];
    private int _depth;

    /// <summary>What is wrong with it; null so far.</summary>
    public string? Fault { get; private set; }

    public bool IsComplete { get; private set; }

    public bool IsOpen => !IsComplete && Fault is null;

    public static bool Begins(ReadOnlySpan<byte> line) => line.TrimStart(" \t"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>A line with its end. No JSON token reaches over the end of a line.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        // The reader keeps back what means something only with what follows, such as a comma.
        byte[] open = [.. _kept, .. line];
        var reader = new Utf8JsonReader(open, isFinalBlock: false, _state);
        try
        {
            while (reader.Read()) _depth = reader.CurrentDepth;
            IsComplete = reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject && _depth == 0;
            _state = reader.CurrentState;
            _kept = [.. open.AsSpan((int)reader.BytesConsumed).Trim(" \t\r\n"u8)];
            if (_kept.Length > 0) _kept = [.. _kept, (byte)'\n'];
        }
        catch (JsonException fault)
        {
            Fault = fault.Message;
        }
    }
}
