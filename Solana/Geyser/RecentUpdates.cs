using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orchestrator.Solana.Geyser;

/// <summary>Remembers what was handed on in the last slots, so that a replay after a reconnect gives nothing twice.</summary>
/// <remarks>
/// A transaction is the same by slot and signature (one that lands again on another fork is news), an account update by slot,
/// address and write version, a slot update by slot and status. Keys are 128 bits of these.
/// </remarks>
public sealed class RecentUpdates(int slotsMax, int keysMax)
{
    private const int KeptKeysMax = 65_536;

    private readonly Dictionary<ulong, HashSet<UInt128>> _bySlot = [];
    private readonly PriorityQueue<ulong, ulong> _slots = new();

    /// <summary>Sets of slots that were forgotten: the next slots need as much room as those did.</summary>
    private readonly Stack<HashSet<UInt128>> _empty = new();

    private int _keys;

    /// <summary>True the first time.</summary>
    public bool IsNew(in UpdateView update)
    {
        if (KeyOf(update) is not { } key) return true;
        if (!_bySlot.TryGetValue(update.Slot, out var keys))
        {
            _bySlot[update.Slot] = keys = _empty.TryPop(out var empty) ? empty : [];
            _slots.Enqueue(update.Slot, update.Slot);
        }

        if (!keys.Add(key)) return false;
        _keys++;
        while ((_bySlot.Count > slotsMax || _keys > keysMax) && _bySlot.Count > 1) Forget(_slots.Dequeue());
        return true;
    }

    private void Forget(ulong slot)
    {
        if (!_bySlot.Remove(slot, out var keys)) return;
        _keys -= keys.Count;
        // One at a time is forgotten and taken again; what a flood made large is given back.
        if (_empty.Count > 0 || keys.Count > KeptKeysMax) return;
        keys.Clear();
        _empty.Push(keys);
    }

    private static UInt128? KeyOf(in UpdateView update)
    {
        switch (update.Kind)
        {
            case UpdateKind.Transaction:
                return update.TryTransaction(out var transaction) ? Key(transaction.Signature, UpdateKind.Transaction) : null;
            case UpdateKind.Account:
                if (!update.TryAccount(out var account)) return null;
                Span<byte> bytes = stackalloc byte[40];
                account.Address.CopyTo(bytes);
                BinaryPrimitives.WriteUInt64LittleEndian(bytes[32..], account.WriteVersion);
                return Key(bytes, UpdateKind.Account);
            default:
                // Slot, hash and status stand at the front; a whole block need not be hashed.
                return Key(update.Payload[..Math.Min(update.Payload.Length, 256)], update.Kind);
        }
    }

    private static UInt128 Key(ReadOnlySpan<byte> bytes, UpdateKind kind)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash) ^ (UInt128)(byte)kind;
    }
}
