using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orchestrator.Solana.Records;

/// <summary>
/// An append-only file of records, each on disk before <see cref="Append"/> returns: length (u32), first 8 bytes of the
/// payload's SHA-256, payload. A torn last record was never promised and is cut off; anything else that does not check is a fault.
/// </summary>
internal sealed class RecordFile : IDisposable
{
    public const int PayloadMax = 1 << 20;

    private const int HeaderSize = 12;

    private readonly FileStream _file;
    private long _end;
    private bool _broken;

    private RecordFile(FileStream file, long end) => (_file, _end) = (file, end);

    /// <summary>Opens or makes the file and gives every record it holds. One process at a time.</summary>
    /// <exception cref="InvalidDataException">A record that is not the last does not check.</exception>
    /// <exception cref="IOException">Not accessible, or open elsewhere.</exception>
    public static RecordFile Open(string path, out List<byte[]> records)
    {
        // Unbuffered: a write that the device refuses must fail where it is made.
        return Open(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0), out records);
    }

    internal static RecordFile Open(FileStream file, out List<byte[]> records)
    {
        try
        {
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            records = [];
            var end = Read(bytes, records);
            file.SetLength(end);
            file.Position = end;
            file.Flush(flushToDisk: true);
            return new RecordFile(file, end);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Many records with one flush: all are on disk when it returns.</summary>
    public void AppendAll(IReadOnlyList<byte[]> payloads)
    {
        using var joined = new MemoryStream();
        foreach (var payload in payloads) joined.Write(Frame(payload));
        Write(joined.GetBuffer().AsSpan(0, (int)joined.Length));
    }

    public void Append(ReadOnlySpan<byte> payload) => Write(Frame(payload));

    public void Dispose() => _file.Dispose();

    private static byte[] Frame(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > PayloadMax) throw new ArgumentException($"A record holds at most {PayloadMax} bytes.", nameof(payload));
        var record = new byte[HeaderSize + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, payload.Length);
        Check(payload).CopyTo(record.AsSpan(4));
        payload.CopyTo(record.AsSpan(HeaderSize));
        return record;
    }

    private void Write(ReadOnlySpan<byte> records)
    {
        if (_broken) throw new IOException("An earlier write left the file in doubt; it must be opened again.");
        Place(records);
        // Until the flush returns, nobody knows how much of the record is on disk: only opening again can tell.
        _broken = true;
        _file.Flush(flushToDisk: true);
        _end += records.Length;
        _broken = false;
    }

    /// <summary>A device without room takes a part or nothing. Nobody was promised it, so it is cut off, and the file is as sound as before.</summary>
    private void Place(ReadOnlySpan<byte> records)
    {
        try
        {
            _file.Position = _end;
            _file.Write(records);
        }
        catch (IOException)
        {
            CutOff();
            throw;
        }
    }

    private void CutOff()
    {
        _broken = true;
        try
        {
            _file.SetLength(_end);
            _file.Flush(flushToDisk: true);
            _broken = false;
        }
        catch (IOException)
        {
            // The first fault is told; this file stays in doubt until it is opened again.
        }
    }

    private static long Read(byte[] bytes, List<byte[]> records)
    {
        var at = 0;
        while (bytes.Length - at >= HeaderSize)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            var left = bytes.Length - at - HeaderSize;
            if (length is < 0 or > PayloadMax) throw new InvalidDataException($"Record at byte {at} has an impossible length.");
            if (length > left) break;
            var payload = bytes.AsSpan(at + HeaderSize, length);
            if (!Check(payload).SequenceEqual(bytes.AsSpan(at + 4, 8)))
            {
                if (length == left) break;
                throw new InvalidDataException($"Record at byte {at} does not match its check sum.");
            }

            records.Add(payload.ToArray());
            at += HeaderSize + length;
        }

        return at;
    }

    private static ReadOnlySpan<byte> Check(ReadOnlySpan<byte> payload) => SHA256.HashData(payload).AsSpan(0, 8);
}
