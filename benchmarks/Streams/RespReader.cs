using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Orchestrator.Benchmarks.Streams;

/// <summary>Answers of Redis, with the bulk texts in them handed on as they come.</summary>
internal sealed class RespReader(Stream stream)
{
    private readonly PipeReader _pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 256 * 1024));

    /// <summary>One whole answer.</summary>
    /// <exception cref="InvalidOperationException">The server answered with an error, or went.</exception>
    public async Task Read(Action<ReadOnlySpan<byte>> bulk, CancellationToken cancel)
    {
        for (long left = 1; left > 0; left--)
        {
            var (kind, number) = await Line(cancel);
            if (kind == (byte)'*') left += Math.Max(0, number);
            else if (kind == (byte)'$' && number >= 0) await Bulk((int)number, bulk, cancel);
        }
    }

    private async Task<(byte Kind, long Number)> Line(CancellationToken cancel)
    {
        while (true)
        {
            var read = await _pipe.ReadAsync(cancel);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                _pipe.AdvanceTo(read.Buffer.GetPosition(1, end));
                if (line[0] == (byte)'-') throw new InvalidOperationException(System.Text.Encoding.ASCII.GetString(line));
                return (line[0], Utf8Parser.TryParse(line.AsSpan(1), out long number, out _) ? number : 0);
            }

            _pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) throw new InvalidOperationException("The server closed the connection.");
        }
    }

    private async Task Bulk(int length, Action<ReadOnlySpan<byte>> bulk, CancellationToken cancel)
    {
        var read = await _pipe.ReadAtLeastAsync(length + 2, cancel);
        if (read.Buffer.Length < length + 2) throw new InvalidOperationException("The server closed the connection.");
        var text = read.Buffer.Slice(0, length);
        bulk(text.IsSingleSegment ? text.FirstSpan : text.ToArray());
        _pipe.AdvanceTo(read.Buffer.GetPosition(length + 2));
    }
}
