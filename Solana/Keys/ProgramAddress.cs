using System.Security.Cryptography;

namespace Orchestrator.Solana.Keys;

/// <summary>Program-derived addresses: sha256(seeds ‖ program ‖ "ProgramDerivedAddress") that is off the curve.</summary>
/// <remarks>Limits and domain string: solana-sdk, address/src/lib.rs (16 seeds with the bump, 32 bytes each).</remarks>
public static class ProgramAddress
{
    public const int SeedsMax = 16;
    public const int SeedSizeMax = 32;

    private static readonly DerivedAddresses Known = new();

    /// <summary>The address of exactly these seeds; null when they are too many, too long, or hash onto the curve.</summary>
    public static PublicKey? Create(PublicKey program, params ReadOnlySpan<ReadOnlyMemory<byte>> seeds)
    {
        if (!SeedsFit(seeds, SeedsMax)) return null;
        Span<byte> input = stackalloc byte[(SeedsMax * SeedSizeMax) + PublicKey.Size + Marker.Length];
        return Hash(input, Join(seeds, input), program);
    }

    /// <summary>The first address off the curve, trying bumps 255 down to 0; null when the seeds do not fit.</summary>
    public static (PublicKey Address, byte Bump)? Find(PublicKey program, params ReadOnlySpan<ReadOnlyMemory<byte>> seeds)
    {
        if (!SeedsFit(seeds, SeedsMax - 1)) return null;
        Span<byte> input = stackalloc byte[(SeedsMax * SeedSizeMax) + PublicKey.Size + Marker.Length];
        return Search(input, Join(seeds, input), program);
    }

    /// <summary>The associated token account of an owner: PDA of [owner, token program, mint].</summary>
    public static PublicKey AssociatedToken(PublicKey owner, PublicKey mint, PublicKey tokenProgram)
    {
        Span<byte> input = stackalloc byte[(3 * PublicKey.Size) + 1 + PublicKey.Size + Marker.Length];
        owner.CopyTo(input);
        tokenProgram.CopyTo(input[32..]);
        mint.CopyTo(input[64..]);
        // 256 hashes on the curve in a row: about one case in 2^256.
        return Search(input, 96, ProgramIds.AssociatedToken)?.Address ?? throw new InvalidOperationException("No bump gives an associated token account.");
    }

    private static ReadOnlySpan<byte> Marker => "ProgramDerivedAddress"u8;

    private static bool SeedsFit(ReadOnlySpan<ReadOnlyMemory<byte>> seeds, int max)
    {
        if (seeds.Length > max) return false;
        foreach (var seed in seeds)
            if (seed.Length > SeedSizeMax) return false;
        return true;
    }

    private static int Join(ReadOnlySpan<ReadOnlyMemory<byte>> seeds, Span<byte> input)
    {
        var at = 0;
        foreach (var seed in seeds)
        {
            seed.Span.CopyTo(input[at..]);
            at += seed.Length;
        }

        return at;
    }

    /// <summary>Tries the bumps behind the joined seeds, unless somebody asked for the same before: most searches repeat.</summary>
    private static (PublicKey Address, byte Bump)? Search(Span<byte> input, int joined, PublicKey program)
    {
        program.CopyTo(input[joined..]);
        Span<byte> asked = stackalloc byte[joined + PublicKey.Size];
        input[..asked.Length].CopyTo(asked);
        if (Known.TryGet(asked, out var known, out var knownBump)) return (known, knownBump);
        for (var bump = 255; bump >= 0; bump--)
        {
            input[joined] = (byte)bump;
            if (Hash(input, joined + 1, program) is not { } address) continue;
            Known.Keep(asked, address, (byte)bump);
            return (address, (byte)bump);
        }

        return null;
    }

    private static PublicKey? Hash(Span<byte> input, int seedBytes, PublicKey program)
    {
        program.CopyTo(input[seedBytes..]);
        Marker.CopyTo(input[(seedBytes + PublicKey.Size)..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input[..(seedBytes + PublicKey.Size + Marker.Length)], hash);
        return Edwards25519.IsOnCurve(hash) ? null : new PublicKey(hash);
    }
}
