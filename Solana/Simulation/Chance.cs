using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orchestrator.Solana.Simulation;

/// <summary>What a draw is for. Each purpose has draws of its own, so that one more draw of one kind shifts no other.</summary>
internal enum Purpose : ulong
{
    SkippedSlot = 1,
    ReferenceStep = 2,
    Spike = 3,
    Flow = 4,
    Whale = 5,
    Competition = 6,
    Lost = 7,
    Late = 8,
    Liquidity = 9,
    Fee = 10,
    Tie = 11,
    OpportunityId = 12,
    Price = 13,
    FeedStall = 14,
    Launch = 15,
}

/// <summary>
/// Chance without memory: a draw depends only on the seed and on what it is for, never on how many draws came before.
/// Hence the order in which transactions arrive inside a slot cannot change the market.
/// </summary>
internal readonly struct Chance(ulong seed)
{
    public const uint Million = 1_000_000;

    private readonly ulong _seed = seed;

    public ulong Draw(Purpose purpose, ulong first, ulong second = 0, ulong third = 0) =>
        unchecked(Mix(Mix(Mix(Mix(_seed ^ ((ulong)purpose * 0xD1B54A32D192ED03)) + first) + second) + third));

    /// <summary>True in <paramref name="perMillion"/> of a million cases.</summary>
    public bool Hits(uint perMillion, Purpose purpose, ulong first, ulong second = 0, ulong third = 0) =>
        Draw(purpose, first, second, third) % Million < perMillion;

    /// <summary>Evenly between the two, both included; <paramref name="low"/> when they are reversed.</summary>
    public static long Between(ulong draw, long low, long high) =>
        high <= low ? low : low + (long)(draw % ((ulong)(high - low) + 1));

    /// <summary>A fresh draw from a draw, for one decision with several parts.</summary>
    public static ulong Next(ulong draw) => Mix(draw);

    /// <summary>32 bytes that only this seed and label give: addresses, key seeds, block hashes.</summary>
    public byte[] Bytes(string label, ulong number = 0)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(label);
        var input = new byte[16 + text.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(input, _seed);
        BinaryPrimitives.WriteUInt64LittleEndian(input.AsSpan(8), number);
        text.CopyTo(input, 16);
        return SHA256.HashData(input);
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014) with its golden-ratio increment.
    private static ulong Mix(ulong value)
    {
        value = unchecked(value + 0x9E3779B97F4A7C15);
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EB);
        return value ^ (value >> 31);
    }
}
