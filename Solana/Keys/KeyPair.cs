using System.Diagnostics.CodeAnalysis;
using NSec.Cryptography;

namespace Orchestrator.Solana.Keys;

/// <summary>An Ed25519 key that signs. The private half stays in libsodium's guarded memory and is never exported or printed.</summary>
public sealed class KeyPair : IDisposable
{
    private readonly Key _key;

    private KeyPair(Key key)
    {
        _key = key;
        PublicKey = new PublicKey(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    public PublicKey PublicKey { get; }

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static KeyPair FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != 32) throw new ArgumentException("A key seed has 32 bytes.", nameof(seed));
        return new KeyPair(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey));
    }

    /// <summary>The 64-byte form of Solana key files: seed, then public key. Refused when the two halves do not belong together.</summary>
    public static bool TryFromSecret(ReadOnlySpan<byte> secret, [NotNullWhen(true)] out KeyPair? pair)
    {
        pair = null;
        if (secret.Length != 64) return false;
        var imported = FromSeed(secret[..32]);
        if (!imported.PublicKey.AsSpan().SequenceEqual(secret[32..]))
        {
            imported.Dispose();
            return false;
        }

        pair = imported;
        return true;
    }

    public Signature Sign(ReadOnlySpan<byte> message)
    {
        Span<byte> signature = stackalloc byte[Signature.Size];
        SignatureAlgorithm.Ed25519.Sign(_key, message, signature);
        return new Signature(signature);
    }

    public void Dispose() => _key.Dispose();

    /// <summary>The public key only.</summary>
    public override string ToString() => PublicKey.ToString();
}
