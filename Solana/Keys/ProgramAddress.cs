using System.Runtime.CompilerServices;
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
        Span<byte> joined = stackalloc byte[SeedsMax * SeedSizeMax];
        return Search(joined[..Join(seeds, joined)], program);
    }

    /// <summary>The same for seeds that stand one behind the other and fit, as those of the programs we know do: nothing is allocated for an address that was found before.</summary>
    /// <exception cref="ArgumentException">More bytes than fifteen seeds have.</exception>
    internal static PublicKey OfJoined(in PublicKey program, ReadOnlySpan<byte> seeds)
    {
        if (seeds.Length > (SeedsMax - 1) * SeedSizeMax) throw new ArgumentException("More than fifteen seeds.", nameof(seeds));
        // 256 hashes on the curve in a row: about one case in 2^256.
        return Search(seeds, program)?.Address ?? throw new InvalidOperationException("No bump gives this address.");
    }

    /// <summary>The associated token account of an owner: PDA of [owner, token program, mint].</summary>
    public static PublicKey AssociatedToken(PublicKey owner, PublicKey mint, PublicKey tokenProgram)
    {
        Span<byte> seeds = stackalloc byte[3 * PublicKey.Size];
        owner.CopyTo(seeds);
        tokenProgram.CopyTo(seeds[32..]);
        mint.CopyTo(seeds[64..]);
        return OfJoined(ProgramIds.AssociatedToken, seeds);
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
    [SkipLocalsInit]
    private static (PublicKey Address, byte Bump)? Search(ReadOnlySpan<byte> seeds, in PublicKey program)
    {
        Span<byte> asked = stackalloc byte[(SeedsMax * SeedSizeMax) + PublicKey.Size];
        seeds.CopyTo(asked);
        program.CopyTo(asked[seeds.Length..]);
        asked = asked[..(seeds.Length + PublicKey.Size)];
        return Known.TryGet(asked, out var known, out var bump) ? (known, bump) : Derive(seeds, program, asked);
    }

    private static (PublicKey Address, byte Bump)? Derive(ReadOnlySpan<byte> seeds, in PublicKey program, ReadOnlySpan<byte> asked)
    {
        Span<byte> input = stackalloc byte[(SeedsMax * SeedSizeMax) + PublicKey.Size + Marker.Length];
        seeds.CopyTo(input);
        for (var bump = 255; bump >= 0; bump--)
        {
            input[seeds.Length] = (byte)bump;
            if (Hash(input, seeds.Length + 1, program) is not { } address) continue;
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
