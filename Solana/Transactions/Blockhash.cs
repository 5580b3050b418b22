using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>The 32-byte hash that ties a message to a recent block; usable for 150 blocks.</summary>
public readonly record struct Blockhash
{
    private readonly PublicKey _bits;

    private Blockhash(PublicKey bits) => _bits = bits;

    /// <exception cref="ArgumentException">Not exactly 32 bytes.</exception>
    public Blockhash(ReadOnlySpan<byte> bytes) => _bits = new PublicKey(bytes);

    public static KeyParse Parse(ReadOnlySpan<char> text, out Blockhash hash)
    {
        var outcome = PublicKey.Parse(text, out var bits);
        hash = new Blockhash(bits);
        return outcome;
    }

    /// <exception cref="FormatException">Not the base58 form of 32 bytes.</exception>
    public static Blockhash Parse(string text) => Parse(text, out var hash) is var outcome && outcome == KeyParse.Parsed
        ? hash
        : throw new FormatException($"'{text}' is not a blockhash: {outcome}.");

    public void CopyTo(Span<byte> destination) => _bits.CopyTo(destination);

    /// <summary>Base58.</summary>
    public override string ToString() => _bits.ToString();
}
