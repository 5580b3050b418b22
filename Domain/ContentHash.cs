namespace Orchestrator.Domain;

/// <summary>
/// FNV-1a, 64 bits: tells "the same again" from "the same id, other content". Stable across processes and versions, unlike
/// <see cref="object.GetHashCode"/>, because it is stored. Not a defence against a forger.
/// </summary>
public struct ContentHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private ulong state;

    public ContentHash() => state = OffsetBasis;

    public readonly ulong Value => state;

    public static ulong Of(string text) => new ContentHash().Add(text).Value;

    public ContentHash Add(long number)
    {
        for (var shift = 0; shift < 64; shift += 8) Step((byte)(number >> shift));
        return this;
    }

    /// <summary>The length goes first, so that "ab" + "c" and "a" + "bc" differ.</summary>
    public ContentHash Add(string? text)
    {
        Add(text is null ? -1L : text.Length);
        foreach (var character in text ?? "")
        {
            Step((byte)character);
            Step((byte)(character >> 8));
        }

        return this;
    }

    public ContentHash Add(OpportunityId? id)
    {
        if (id is not { } known) return Add(-1L);
        Span<byte> bytes = stackalloc byte[16];
        known.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        foreach (var single in bytes) Step(single);
        return this;
    }

    private void Step(byte single) => state = unchecked((state ^ single) * Prime);
}
