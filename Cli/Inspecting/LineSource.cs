using System.Buffers;
using System.IO.Compression;

namespace Orchestrator.Cli.Inspecting;

/// <summary>A line of input, or why it was not kept.</summary>
/// <param name="Number">Counts from 1, in the input once it is decompressed.</param>
/// <param name="Bytes">With the end of the line, which ends a number in JSON.</param>
/// <param name="Refusal">snake_case name; null for a line that can be read.</param>
internal readonly record struct SourceLine(long Number, ReadOnlyMemory<byte> Bytes, string? Refusal = null, string? Detail = null);

/// <summary>The lines of a file or pipe, plain or gzip, in bounded memory: one line is held at a time.</summary>
/// <param name="lineMax">Bytes of the longest line kept; longer ones are skipped to their end.</param>
/// <param name="totalMax">Bytes read in all once decompressed, so that a small file cannot unfold without end.</param>
internal sealed class LineSource(Stream input, int lineMax, long totalMax)
{
    private const int ChunkSize = 64 * 1024;
    private static ReadOnlySpan<byte> GzipMagic => [0x1f, 0x8b];

    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _skipping;
    private long _number;
    private long _total;

    public IEnumerable<SourceLine> Read()
    {
        var stream = Plain(input);
        var chunk = new byte[ChunkSize];
        while (true)
        {
            int length;
            string? fault = null;
            try
            {
                length = stream.Read(chunk);
            }
            catch (InvalidDataException damaged)
            {
                (length, fault) = (0, $"what begins as gzip is damaged or cut off here: {damaged.Message}");
            }

            if (fault is not null)
            {
                yield return new(_number + 1, default, "damaged_compression", fault);
                yield break;
            }

            _total += length;
            if (_total > totalMax)
            {
                yield return new(_number + 1, default, "input_too_large", $"more than {totalMax} bytes; what follows was not read");
                yield break;
            }

            foreach (var line in Split(chunk.AsMemory(0, length))) yield return line;
            if (length > 0) continue;
            if (_line.WrittenCount > 0 || _skipping) yield return End();
            yield break;
        }
    }

    private IEnumerable<SourceLine> Split(ReadOnlyMemory<byte> chunk)
    {
        while (!chunk.IsEmpty)
        {
            var end = chunk.Span.IndexOf((byte)'\n');
            var piece = end < 0 ? chunk : chunk[..end];
            if (_line.WrittenCount + piece.Length > lineMax)
            {
                _skipping = true;
                _line.Clear();
            }

            if (!_skipping) _line.Write(piece.Span);
            if (end < 0) yield break;
            yield return End();
            chunk = chunk[(end + 1)..];
        }
    }

    private SourceLine End()
    {
        _number++;
        _line.Write("\n"u8);
        var line = _skipping
            ? new SourceLine(_number, default, "line_too_long", $"more than {lineMax} bytes")
            : new SourceLine(_number, _line.WrittenSpan.ToArray());
        _skipping = false;
        _line.ResetWrittenCount();
        return line;
    }

    /// <summary>Unpacks what begins as gzip does.</summary>
    private static Stream Plain(Stream input)
    {
        var head = new byte[GzipMagic.Length];
        var length = input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(head.AsMemory(0, length), input);
        return head.AsSpan(0, length).SequenceEqual(GzipMagic) ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }
}
