using System.Buffers.Binary;
using System.Text.Json;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Records;

namespace Orchestrator.Solana.Simulation;

/// <summary>One input of a venue: time, or a transaction.</summary>
internal readonly record struct VenueInput(DateTimeOffset? AdvancedTo, ReadOnlyMemory<byte> Transaction);

/// <summary>All inputs of a venue in order, on disk before they take effect. The first record holds the settings that give them their meaning.</summary>
internal sealed class InputLog : IDisposable
{
    private const byte SettingsRecord = 1, AdvanceRecord = 2, TransactionRecord = 3;
    private const string FileName = "venue.log";

    private readonly RecordFile _file;
    private readonly string _path;

    private InputLog(RecordFile file, string path) => (_file, _path) = (file, path);

    /// <exception cref="InvalidDataException">Damaged, or written under other settings.</exception>
    public static InputLog Open(string directory, VenueSettings settings, Action<VenueInput> replay)
    {
        var path = Path.Combine(directory, FileName);
        var file = RecordFile.Open(path, out var records);
        try
        {
            var header = (byte[])[SettingsRecord, .. JsonSerializer.SerializeToUtf8Bytes(settings, VenueJson.Default.VenueSettings)];
            if (records.Count == 0) file.Append(header);
            else if (!records[0].AsSpan().SequenceEqual(header))
                throw new InvalidDataException("The venue's data was written under other settings; give it a fresh directory.");
            foreach (var record in records.Skip(1)) replay(Read(record));
            return new InputLog(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="ChainUnavailableException">The device does not take it: nothing has happened on this venue.</exception>
    public void Advanced(DateTimeOffset to)
    {
        Span<byte> record = stackalloc byte[9];
        record[0] = AdvanceRecord;
        BinaryPrimitives.WriteInt64LittleEndian(record[1..], to.UtcTicks);
        Append(record);
    }

    /// <inheritdoc cref="Advanced"/>
    public void Received(ReadOnlySpan<byte> transaction) => Append([TransactionRecord, .. transaction]);

    public void Dispose() => _file.Dispose();

    private void Append(ReadOnlySpan<byte> record)
    {
        try
        {
            _file.Append(record);
        }
        catch (IOException fault)
        {
            throw new ChainUnavailableException($"The venue cannot write {_path}: {fault.Message}", fault);
        }
    }

    private static VenueInput Read(byte[] record) => record switch
    {
        [AdvanceRecord, ..] when record.Length == 9 =>
            new VenueInput(new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(1)), TimeSpan.Zero), default),
        [TransactionRecord, ..] => new VenueInput(null, record.AsMemory(1)),
        _ => throw new InvalidDataException("The venue's log holds a record of an unknown kind."),
    };
}
