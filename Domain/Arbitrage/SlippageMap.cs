using System.Numerics;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Arbitrage;

/// <summary>What trades brought less than expected, by venue, token and size, learned from what landed. Bounded. For one thread.</summary>
public sealed class SlippageMap
{
    /// <summary>Three venues and Jupiter, ten tokens, sixteen sizes, and room for more tokens.</summary>
    public const int EntriesMax = 4_096;

    /// <summary>Newer outcomes count as much as this many; older ones fade.</summary>
    private const int Memory = 32;

    /// <summary>As long as there are few outcomes, what is expected stays near nothing: this many count as none.</summary>
    private const int Doubt = 4;

    private const int SizesMax = 16;

    private readonly Dictionary<(string Venue, Mint Token, int Size), (long Sum, int Count)> _entries = [];

    public int Count => _entries.Count;

    /// <summary>Begins anew: what follows is the whole history.</summary>
    public void Forget() => _entries.Clear();

    /// <param name="size">Lamports of value that were traded.</param>
    public void Learn(string venue, Mint token, Lamports size, BasisPoints observed)
    {
        var key = (venue, token, SizeOf(size));
        var known = _entries.TryGetValue(key, out var entry);
        if (!known && _entries.Count >= EntriesMax) return;
        // Integers only, so that one history has one map: the sum is in units of a thousandth of a basis point.
        if (entry.Count >= Memory) entry = (entry.Sum - (entry.Sum / entry.Count), entry.Count - 1);
        _entries[key] = (entry.Sum + (observed.Value * 1_000L), entry.Count + 1);
    }

    /// <summary>What a trade of this size is expected to lose, never negative: a source that brought more than expected is not paid in advance.</summary>
    public Lamports Expected(string venue, Mint token, Lamports size)
    {
        if (!_entries.TryGetValue((venue, token, SizeOf(size)), out var entry) || entry.Sum <= 0) return Lamports.Zero;
        var loss = (Int128)size.Value * (entry.Sum / (entry.Count + Doubt)) / (BasisPoints.One * 1_000L);
        return new Lamports((long)Int128.Clamp(loss, 0, size.Value));
    }

    /// <summary>Doubling sizes, from a quarter of a SOL on.</summary>
    private static int SizeOf(Lamports size) => Math.Min(SizesMax - 1, BitOperations.Log2((ulong)Math.Max(0, size.Value) / (Lamports.PerSol / 4) + 1));
}
