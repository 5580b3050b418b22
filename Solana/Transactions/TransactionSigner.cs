using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

public enum SignRefusal
{
    None,

    /// <summary>A required signer's key was not given.</summary>
    MissingKey,

    /// <summary>A key was given whose signature the message does not ask for.</summary>
    KeyNotAsked,

    /// <summary>The signed transaction would exceed 1,232 bytes.</summary>
    TooLarge,
}

/// <summary>Puts signatures on messages.</summary>
public static class TransactionSigner
{
    /// <summary>Signs with exactly the keys the message asks for, in any order.</summary>
    [SkipLocalsInit]
    public static SignRefusal Sign(Message message, out VersionedTransaction? transaction, params ReadOnlySpan<KeyPair> keys)
    {
        transaction = null;
        int required = message.Header.RequiredSignatures;
        var messageSize = message.Size;
        if (CompactU16.SizeOf(required) + (required * Signature.Size) + messageSize > VersionedTransaction.SizeMax)
            return SignRefusal.TooLarge;
        var signers = message.StaticKeys.AsSpan()[..required];
        foreach (var key in keys)
            if (!signers.Contains(key.PublicKey)) return SignRefusal.KeyNotAsked;

        Span<byte> bytes = stackalloc byte[VersionedTransaction.SizeMax];
        bytes = bytes[..message.Encode(bytes)];
        var signatures = new Signature[required];
        for (var i = 0; i < required; i++)
        {
            if (Find(keys, signers[i]) is not { } key) return SignRefusal.MissingKey;
            signatures[i] = key.Sign(bytes);
        }

        transaction = new(ImmutableCollectionsMarshal.AsImmutableArray(signatures), message);
        return SignRefusal.None;
    }

    private static KeyPair? Find(ReadOnlySpan<KeyPair> keys, PublicKey wanted)
    {
        foreach (var key in keys)
            if (key.PublicKey == wanted) return key;
        return null;
    }
}
