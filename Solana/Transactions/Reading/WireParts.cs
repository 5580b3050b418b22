using System.Collections.Immutable;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>Turns a transaction that was given in pieces into one that has passed the wire rules.</summary>
internal static class WireParts
{
    public static WireRefusal Join(ImmutableArray<Signature> signatures, Message message, out VersionedTransaction? transaction)
    {
        transaction = null;
        var pieces = new VersionedTransaction(signatures, message);
        return pieces.Size > VersionedTransaction.SizeMax
            ? WireRefusal.TooLarge
            : VersionedTransaction.Decode(pieces.Encode(), out transaction);
    }
}
