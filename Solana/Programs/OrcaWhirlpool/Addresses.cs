using System.Globalization;
using System.Runtime.InteropServices;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>Program-derived addresses of Orca Whirlpool.</summary>
public static class WhirlpoolAddresses
{
    /// <summary>The configuration under which Orca's own pools on mainnet are made.</summary>
    public static readonly PublicKey MainnetConfig = PublicKey.Parse("2LecshUwdy9xi7meFgHtFJQNSKk4KdTrcpvaB56dP2NQ");

    // "-443636" and shorter; the longest name is "token_badge".
    private const int TickTextMax = 11, NameMax = 11, KeysMax = 3;

    public static PublicKey Pool(PublicKey config, PublicKey mintA, PublicKey mintB, ushort feeTierIndex) =>
        Of("whirlpool"u8, [config, mintA, mintB], BitConverter.GetBytes(feeTierIndex));

    /// <summary>The start tick is part of the seed as decimal text.</summary>
    public static PublicKey TickArray(PublicKey pool, int startTick)
    {
        Span<byte> text = stackalloc byte[TickTextMax];
        startTick.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        return Of("tick_array"u8, [pool], text[..length]);
    }

    public static PublicKey Oracle(PublicKey pool) => Of("oracle"u8, [pool], []);

    public static PublicKey FeeTier(PublicKey config, ushort feeTierIndex) => Of("fee_tier"u8, [config], BitConverter.GetBytes(feeTierIndex));

    public static PublicKey TokenBadge(PublicKey config, PublicKey mint) => Of("token_badge"u8, [config, mint], []);

    public static PublicKey Position(PublicKey mint) => Of("position"u8, [mint], []);

    /// <summary>The three arrays that a swap names: those it may walk through, the last one repeated where the price range ends.</summary>
    public static (PublicKey First, PublicKey Second, PublicKey Third) SwapArrays(PublicKey pool, int currentTick, ushort spacing, bool aToB)
    {
        Span<int> starts = stackalloc int[TickArraySequence.ArraysMax];
        var count = TickArraySequence.StartTicks(currentTick, spacing, aToB, starts);
        if (count == 0) throw new ArgumentOutOfRangeException(nameof(currentTick), currentTick, "Outside of the price range.");
        var first = TickArray(pool, starts[0]);
        var second = count > 1 ? TickArray(pool, starts[1]) : first;
        return (first, second, count > 2 ? TickArray(pool, starts[2]) : second);
    }

    private static PublicKey Of(ReadOnlySpan<byte> name, ReadOnlySpan<PublicKey> keys, ReadOnlySpan<byte> last)
    {
        Span<byte> seeds = stackalloc byte[NameMax + (KeysMax * PublicKey.Size) + TickTextMax];
        var bytes = MemoryMarshal.AsBytes(keys);
        name.CopyTo(seeds);
        bytes.CopyTo(seeds[name.Length..]);
        last.CopyTo(seeds[(name.Length + bytes.Length)..]);
        return ProgramAddress.OfJoined(ProgramIds.Whirlpool, seeds[..(name.Length + bytes.Length + last.Length)]);
    }
}
