using System.Numerics;
using System.Runtime.InteropServices;

namespace Orchestrator.Solana.Keys;

/// <summary>Derived addresses that were asked for lately, so that the same pool's accounts are not searched for with every trade and every update.</summary>
/// <remarks>
/// An address follows from its seeds for ever, so what is remembered can only be right; only time tells that it is here. One entry a place, the newest
/// stays: at most <see cref="EntriesMax"/> entries of a few hundred bytes, whoever asks for what. Safe for many threads: entries never change.
/// </remarks>
internal sealed class DerivedAddresses
{
    /// <summary>A power of two; a few thousand pools have so many accounts. About 1 MB.</summary>
    public const int EntriesMax = 4_096;

    private readonly Entry?[] _entries = new Entry?[EntriesMax];

    /// <param name="seeds">All seeds and the program, one behind the other.</param>
    public bool TryGet(ReadOnlySpan<byte> seeds, out PublicKey address, out byte bump)
    {
        (address, bump) = (default, 0);
        if (Volatile.Read(ref _entries[PlaceOf(seeds)]) is not { } entry || !seeds.SequenceEqual(entry.Seeds)) return false;
        (address, bump) = (entry.Address, entry.Bump);
        return true;
    }

    public void Keep(ReadOnlySpan<byte> seeds, PublicKey address, byte bump) =>
        Volatile.Write(ref _entries[PlaceOf(seeds)], new Entry(seeds.ToArray(), address, bump));

    // Quick rather than strong: whoever finds two questions of one place makes them push each other out, and no answer wrong.
    private static int PlaceOf(ReadOnlySpan<byte> seeds)
    {
        const ulong Odd = 0x9e37_79b9_7f4a_7c15;
        var hash = (ulong)seeds.Length;
        var words = MemoryMarshal.Cast<byte, ulong>(seeds);
        foreach (var word in words) hash = BitOperations.RotateLeft((hash ^ word) * Odd, 29);
        foreach (var rest in seeds[(words.Length * sizeof(ulong))..]) hash = BitOperations.RotateLeft((hash ^ rest) * Odd, 29);
        return (int)((hash * Odd) >> 32) & (EntriesMax - 1);
    }

    private sealed record Entry(byte[] Seeds, PublicKey Address, byte Bump);
}
