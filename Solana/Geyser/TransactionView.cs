using System.Collections.Frozen;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Geyser;

/// <summary>The parts of a transaction update that decide whether it is wanted.</summary>
public readonly ref struct TransactionView
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly ReadOnlySpan<byte> _meta;

    private TransactionView(ReadOnlySpan<byte> signature, bool isVote, ReadOnlySpan<byte> message, ReadOnlySpan<byte> meta, bool failed)
    {
        Signature = signature;
        IsVote = isVote;
        _message = message;
        _meta = meta;
        Failed = failed;
    }

    /// <summary>64 bytes.</summary>
    public ReadOnlySpan<byte> Signature { get; }

    public bool IsVote { get; }

    public bool Failed { get; }

    internal static bool TryRead(UpdateKind kind, ReadOnlySpan<byte> update, out TransactionView view)
    {
        view = default;
        if (kind != UpdateKind.Transaction || !Find(update, 1, out var info)) return false;
        ReadOnlySpan<byte> signature = default, transaction = default, meta = default;
        var isVote = false;
        var walker = new ProtoWalker(info);
        while (walker.Next())
        {
            if (walker.Field == 1) signature = walker.Bytes;
            else if (walker.Field == 2) isVote = walker.Number != 0;
            else if (walker.Field == 3) transaction = walker.Bytes;
            else if (walker.Field == 4) meta = walker.Bytes;
        }

        if (walker.IsBroken || signature.Length != Keys.Signature.Size || !Find(transaction, 2, out var message)) return false;
        view = new TransactionView(signature, isVote, message, meta, failed: Find(meta, 1, out _));
        return true;
    }

    /// <summary>Whether the transaction names any of these accounts, statically or through a table.</summary>
    public bool NamesAny(FrozenSet<PublicKey> accounts) =>
        Names(_message, 2, 2, accounts) || Names(_meta, 12, 13, accounts);

    private static bool Names(ReadOnlySpan<byte> message, int firstField, int lastField, FrozenSet<PublicKey> accounts)
    {
        var walker = new ProtoWalker(message);
        while (walker.Next())
            if (walker.Field >= firstField && walker.Field <= lastField && walker.Bytes.Length == PublicKey.Size
                && accounts.Contains(PublicKey.Read(walker.Bytes))) return true;
        return false;
    }

    private static bool Find(ReadOnlySpan<byte> message, int field, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        var walker = new ProtoWalker(message);
        while (walker.Next())
        {
            if (walker.Field != field) continue;
            bytes = walker.Bytes;
            return true;
        }

        return false;
    }
}
