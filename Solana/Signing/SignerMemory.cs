using System.Buffers.Binary;
using System.Security.Cryptography;
using Orchestrator.Domain;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Records;

namespace Orchestrator.Solana.Signing;

/// <summary>A message that was signed: it may live until the finalized height has passed its last valid height by a margin.</summary>
internal readonly record struct SignedMessage(UInt128 HashHigh, UInt128 HashLow, ulong LastValidBlockHeight)
{
    public bool IsSameMessage(SignedMessage other) => HashHigh == other.HashHigh && HashLow == other.HashLow;

    public static SignedMessage Of(ReadOnlySpan<byte> message, ulong lastValidBlockHeight)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, hash);
        return new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]), lastValidBlockHeight);
    }
}

/// <summary>
/// What a signer must never forget: the highest epoch, and per reservation the last message it signed. On disk before a signature leaves, and
/// outside the main store, so that a store that is rolled back cannot make it sign twice.
/// </summary>
/// <remarks>
/// Bounded: the newest <see cref="ReservationsMax"/> reservations are known by name. Below them stands a mark: a reservation that is not newer than the
/// mark and not known counts as signed for, which needs no clock.
/// </remarks>
public sealed class SignerMemory : IDisposable
{
    /// <summary>About 16 MB in memory and 15 MB on disk before it is rewritten.</summary>
    public const int ReservationsMax = 100_000;

    public const string FileName = "signer.log";

    private const byte OwnerRecord = 1, SignedRecord = 2, MarkRecord = 3;
    private const int OwnerSize = 1 + PublicKey.Size;
    private const int SignedSize = 1 + 8 + 16 + 32 + 8;
    private const int MarkSize = 1 + 16;

    private readonly SortedDictionary<OpportunityId, SignedMessage> _signed = [];
    private readonly string? _directory;
    private readonly PublicKey _wallet;
    private readonly int _max;
    private RecordFile? _file;
    private int _records;
    private OpportunityId _mark;

    private SignerMemory(string? directory, PublicKey wallet, int max) => (_directory, _wallet, _max) = (directory, wallet, max);

    public Epoch Epoch { get; private set; } = Epoch.None;

    /// <summary>Kept by the process only: for a signer whose messages nobody else can send.</summary>
    internal static SignerMemory InProcess(PublicKey wallet, int max = ReservationsMax) => new(null, wallet, max);

    /// <summary>Makes the memory of a wallet that has never signed here.</summary>
    /// <exception cref="SignerFaultException"><see cref="SignerFault.MemoryExists"/>: what a signer knows is not thrown away.</exception>
    public static SignerMemory Create(string directory, PublicKey wallet, int max = ReservationsMax)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        if (File.Exists(path)) throw new SignerFaultException(SignerFault.MemoryExists, $"{path} exists already.");
        var memory = new SignerMemory(directory, wallet, max);
        memory.Rewrite();
        return memory;
    }

    /// <summary>Opens the memory of this wallet. One process at a time.</summary>
    /// <exception cref="SignerFaultException">It is not there, is another wallet's, is damaged or is open elsewhere.</exception>
    public static SignerMemory Open(string directory, PublicKey wallet, int max = ReservationsMax)
    {
        var path = Path.Combine(directory, FileName);
        // A missing memory is not an empty one: it may have been left on the machine that signed last.
        if (!File.Exists(path)) throw new SignerFaultException(SignerFault.MemoryMissing, $"{path} is not there.");
        var memory = new SignerMemory(directory, wallet, max);
        try
        {
            memory._file = RecordFile.Open(path, out var records);
            memory.Recall(records, path);
            return memory;
        }
        catch (InvalidDataException damaged)
        {
            memory.Dispose();
            throw new SignerFaultException(SignerFault.MemoryDamaged, $"{path}: {damaged.Message}", damaged);
        }
        catch (IOException held)
        {
            memory.Dispose();
            throw new SignerFaultException(SignerFault.MemoryInUse, $"{path}: {held.Message}", held);
        }
        catch (SignerFaultException)
        {
            memory.Dispose();
            throw;
        }
    }

    internal bool TryGet(OpportunityId reservation, out SignedMessage message) => _signed.TryGetValue(reservation, out message);

    /// <summary>It is so old that what was signed for it is not known any more.</summary>
    internal bool IsForgotten(OpportunityId reservation) => reservation.CompareTo(_mark) <= 0 && !_signed.ContainsKey(reservation);

    internal void Remember(OpportunityId reservation, Epoch epoch, SignedMessage message)
    {
        if (epoch == Epoch && TryGet(reservation, out var known) && known == message) return;
        Append(SignedBytes(reservation, epoch, message));
        Take(reservation, epoch, message);
        while (_signed.Count > _max) Forget();
        if (_records > 2 * _max) Rewrite();
    }

    public void Dispose() => _file?.Dispose();

    private void Take(OpportunityId reservation, Epoch epoch, SignedMessage message)
    {
        if (epoch > Epoch) Epoch = epoch;
        _signed[reservation] = message;
    }

    private void Forget()
    {
        var oldest = _signed.First().Key;
        _signed.Remove(oldest);
        if (oldest.CompareTo(_mark) > 0) _mark = oldest;
    }

    private void Recall(List<byte[]> records, string path)
    {
        if (records is not [var owner, ..] || owner is not [OwnerRecord, ..] || owner.Length != OwnerSize)
            throw new SignerFaultException(SignerFault.MemoryDamaged, $"{path} does not begin with its owner.");
        var wallet = new PublicKey(owner.AsSpan(1));
        if (wallet != _wallet) throw new SignerFaultException(SignerFault.MemoryOfAnotherWallet, $"{path} belongs to {wallet}, not to {_wallet}.");
        _records = records.Count;
        foreach (var record in records.Skip(1)) Recall(record);
        while (_signed.Count > _max) Forget();
    }

    private void Recall(byte[] record)
    {
        switch (record)
        {
            case [SignedRecord, ..] when record.Length == SignedSize:
                Take(
                    new OpportunityId(new Guid(record.AsSpan(9, 16), bigEndian: true)), new Epoch(BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(1))),
                    new SignedMessage(
                        BinaryPrimitives.ReadUInt128BigEndian(record.AsSpan(25)), BinaryPrimitives.ReadUInt128BigEndian(record.AsSpan(41)),
                        BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(57))));
                break;
            case [MarkRecord, ..] when record.Length == MarkSize:
                _mark = new OpportunityId(new Guid(record.AsSpan(1), bigEndian: true));
                break;
            default:
                throw new InvalidDataException("a record of no known kind");
        }
    }

    /// <summary>A shorter file with the same knowledge takes the old one's place in one step.</summary>
    private void Rewrite()
    {
        if (_directory is null)
        {
            _records = 0;
            return;
        }

        // What a crash left of an earlier attempt was never used.
        var (path, draft) = (Path.Combine(_directory, FileName), Path.Combine(_directory, FileName + ".draft"));
        File.Delete(draft);
        var next = RecordFile.Open(draft, out _);
        var kept = new List<byte[]>(_signed.Count + 2) { OwnerBytes(), MarkBytes() };
        // Every record carries an epoch; the highest must be among them.
        foreach (var (reservation, message) in _signed) kept.Add(SignedBytes(reservation, Epoch, message));
        next.AppendAll(kept);
        OwnerOnlyFile.Restrict(draft);
        _file?.Dispose();
        File.Move(draft, path, overwrite: true);
        DirectoryFlush.Flush(_directory);
        (_file, _records) = (next, kept.Count);
    }

    private void Append(byte[] record)
    {
        _file?.Append(record);
        _records++;
    }

    private byte[] OwnerBytes()
    {
        var record = new byte[OwnerSize];
        record[0] = OwnerRecord;
        _wallet.CopyTo(record.AsSpan(1));
        return record;
    }

    private byte[] MarkBytes()
    {
        var record = new byte[MarkSize];
        record[0] = MarkRecord;
        _mark.Value.TryWriteBytes(record.AsSpan(1), bigEndian: true, out _);
        return record;
    }

    private static byte[] SignedBytes(OpportunityId reservation, Epoch epoch, SignedMessage message)
    {
        var record = new byte[SignedSize];
        record[0] = SignedRecord;
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(1), epoch.Value);
        reservation.Value.TryWriteBytes(record.AsSpan(9), bigEndian: true, out _);
        BinaryPrimitives.WriteUInt128BigEndian(record.AsSpan(25), message.HashHigh);
        BinaryPrimitives.WriteUInt128BigEndian(record.AsSpan(41), message.HashLow);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(57), message.LastValidBlockHeight);
        return record;
    }
}
