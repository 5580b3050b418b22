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

    private static int PlaceOf(ReadOnlySpan<byte> seeds)
    {
        var hash = new HashCode();
        hash.AddBytes(seeds);
        return hash.ToHashCode() & (EntriesMax - 1);
    }

    private sealed record Entry(byte[] Seeds, PublicKey Address, byte Bump);
}
