using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orchestrator.Solana.Keys;

/// <summary>A 64-byte Ed25519 signature. The first one of a transaction is the transaction's id.</summary>
/// <remarks>The default value, all zero, is the placeholder of a signer who has not signed yet.</remarks>
public readonly struct Signature : IEquatable<Signature>
{
    public const int Size = 64;

    private readonly Words _words;

    /// <exception cref="ArgumentException">Not exactly 64 bytes.</exception>
    public Signature(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"A signature has 64 bytes, not {bytes.Length}.", nameof(bytes));
        _words = MemoryMarshal.Read<Words>(bytes);
    }

    public bool IsEmpty => Equals(default);

    /// <summary>Reads base58. Anything but <see cref="KeyParse.Parsed"/> leaves the empty signature.</summary>
    public static KeyParse Parse(ReadOnlySpan<char> text, out Signature signature)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var outcome = Base58.DecodeFixed(text, bytes);
        signature = outcome == KeyParse.Parsed ? new Signature(bytes) : default;
        return outcome;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Signature signature) => Parse(text, out signature) == KeyParse.Parsed;

    /// <exception cref="FormatException">Not the base58 form of 64 bytes.</exception>
    public static Signature Parse(string text) => Parse(text, out var signature) is var outcome && outcome == KeyParse.Parsed
        ? signature
        : throw new FormatException($"'{text}' is not a signature: {outcome}.");

    /// <summary>The 64 bytes, without a copy.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => MemoryMarshal.AsBytes(new ReadOnlySpan<Words>(in _words));

    public bool Equals(Signature other) => AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => obj is Signature other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_words[0], _words[3], _words[4], _words[7]);

    public static bool operator ==(Signature left, Signature right) => left.Equals(right);

    public static bool operator !=(Signature left, Signature right) => !left.Equals(right);

    /// <summary>Base58, 64 to 88 characters.</summary>
    public override string ToString() => Base58.Encode(AsSpan());

    [InlineArray(8)]
    private struct Words
    {
        private ulong _first;
    }
}
