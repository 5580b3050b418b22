using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Orchestrator.Solana.Keys;

/// <summary>32 bytes that name an account: an Ed25519 public key or a program-derived address.</summary>
/// <remarks>The default value is all zero, which is the System program's address.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly struct PublicKey : IEquatable<PublicKey>, IComparable<PublicKey>, ISpanFormattable
{
    public const int Size = 32;

    private readonly ulong _a, _b, _c, _d;

    /// <exception cref="ArgumentException">Not exactly 32 bytes.</exception>
    public PublicKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"A public key has 32 bytes, not {bytes.Length}.", nameof(bytes));
        this = MemoryMarshal.Read<PublicKey>(bytes);
    }

    /// <summary>The first 32 bytes of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 32 bytes.</exception>
    public static PublicKey Read(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<PublicKey>(bytes);

    /// <summary>Reads base58. Anything but <see cref="KeyParse.Parsed"/> leaves the default key.</summary>
    public static KeyParse Parse(ReadOnlySpan<char> text, out PublicKey key)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var outcome = Base58.DecodeFixed(text, bytes);
        key = outcome == KeyParse.Parsed ? MemoryMarshal.Read<PublicKey>(bytes) : default;
        return outcome;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out PublicKey key) => Parse(text, out key) == KeyParse.Parsed;

    /// <summary>For keys written in code and settings; for input from outside use <see cref="Parse(ReadOnlySpan{char}, out PublicKey)"/>.</summary>
    /// <exception cref="FormatException">Not the base58 form of 32 bytes.</exception>
    public static PublicKey Parse(string text) => Parse(text, out var key) is var outcome && outcome == KeyParse.Parsed
        ? key
        : throw new FormatException($"'{text}' is not a public key: {outcome}.");

    /// <summary>The 32 bytes, without a copy.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => MemoryMarshal.AsBytes(new ReadOnlySpan<PublicKey>(in this));

    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    public byte[] ToArray() => AsSpan().ToArray();

    /// <summary>False for program-derived addresses, which have no private key by construction.</summary>
    public bool IsOnCurve => Edwards25519.IsOnCurve(AsSpan());

    // Keys that differ nearly always differ in the first word; nothing here is secret.
    public bool Equals(PublicKey other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    public override bool Equals(object? obj) => obj is PublicKey other && Equals(other);

    // Keys can be ground (vanity prefixes), so every word takes part.
    public override int GetHashCode() => HashCode.Combine(_a, _b, _c, _d);

    /// <summary>Bytewise, as on-chain programs order mints.</summary>
    public int CompareTo(PublicKey other) => AsSpan().SequenceCompareTo(other.AsSpan());

    public static bool operator ==(in PublicKey left, in PublicKey right) => left._a == right._a && left._b == right._b && left._c == right._c && left._d == right._d;

    public static bool operator !=(in PublicKey left, in PublicKey right) => !(left == right);

    public static bool operator <(PublicKey left, PublicKey right) => left.CompareTo(right) < 0;

    public static bool operator >(PublicKey left, PublicKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(PublicKey left, PublicKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PublicKey left, PublicKey right) => left.CompareTo(right) >= 0;

    /// <summary>Base58, 32 to 44 characters.</summary>
    public override string ToString() => Base58.Encode(AsSpan());

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Span<char> text = stackalloc char[Base58.KeyTextMax];
        var length = Base58.EncodeFixed(AsSpan(), text);
        charsWritten = text[..length].TryCopyTo(destination) ? length : 0;
        return charsWritten == length;
    }
}
