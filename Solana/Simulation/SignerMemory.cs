using System.Buffers.Binary;
using Orchestrator.Domain;

namespace Orchestrator.Solana.Simulation;

/// <summary>A message that was signed: it may live until the finalized height has passed its last valid height by a margin.</summary>
internal readonly record struct SignedMessage(UInt128 HashHigh, UInt128 HashLow, ulong LastValidBlockHeight);

/// <summary>What a signer must never forget: the highest epoch, and per reservation the last message it signed. On disk before a signature leaves.</summary>
internal sealed class SignerMemory : IDisposable
{
    private const int RecordSize = 8 + 16 + 32 + 8;
    private const string FileName = "signer.log";

    private readonly Dictionary<OpportunityId, SignedMessage> _signed = [];
    private readonly RecordFile? _file;

    /// <param name="directory">Null keeps the memory in the process only.</param>
    public SignerMemory(string? directory)
    {
        if (directory is null) return;
        _file = RecordFile.Open(Path.Combine(directory, FileName), out var records);
        foreach (var record in records) Recall(record);
    }

    public Epoch Epoch { get; private set; } = Epoch.None;

    public bool TryGet(OpportunityId reservation, out SignedMessage message) => _signed.TryGetValue(reservation, out message);

    public void Remember(OpportunityId reservation, Epoch epoch, SignedMessage message)
    {
        if (epoch == Epoch && TryGet(reservation, out var known) && known == message) return;
        var record = new byte[RecordSize];
        BinaryPrimitives.WriteInt64LittleEndian(record, epoch.Value);
        reservation.Value.TryWriteBytes(record.AsSpan(8), bigEndian: true, out _);
        BinaryPrimitives.WriteUInt128BigEndian(record.AsSpan(24), message.HashHigh);
        BinaryPrimitives.WriteUInt128BigEndian(record.AsSpan(40), message.HashLow);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(56), message.LastValidBlockHeight);
        _file?.Append(record);
        Recall(record);
    }

    public void Dispose() => _file?.Dispose();

    private void Recall(byte[] record)
    {
        if (record.Length != RecordSize) throw new InvalidDataException($"A signer record has {RecordSize} bytes, not {record.Length}.");
        var epoch = new Epoch(BinaryPrimitives.ReadInt64LittleEndian(record));
        if (epoch > Epoch) Epoch = epoch;
        _signed[new OpportunityId(new Guid(record.AsSpan(8, 16), bigEndian: true))] = new SignedMessage(
            BinaryPrimitives.ReadUInt128BigEndian(record.AsSpan(24)),
            BinaryPrimitives.ReadUInt128BigEndian(record.AsSpan(40)),
            BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(56)));
    }
}
