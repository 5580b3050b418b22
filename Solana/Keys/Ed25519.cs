using NSec.Cryptography;
using SodiumKey = NSec.Cryptography.PublicKey;

namespace Orchestrator.Solana.Keys;

/// <summary>Signature verification.</summary>
public static class Ed25519
{
    /// <summary>False for a wrong signature and for a key that is no usable point (small order, non-canonical).</summary>
    public static bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature) =>
        SodiumKey.TryImport(SignatureAlgorithm.Ed25519, key.AsSpan(), KeyBlobFormat.RawPublicKey, out var imported)
        && SignatureAlgorithm.Ed25519.Verify(imported!, message, signature.AsSpan());
}
