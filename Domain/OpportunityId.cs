using System.Buffers.Binary;
using Orleans;

namespace Orchestrator.Domain;

/// <summary>
/// Names one opportunity and everything that follows from it: its decision, reservation, command, execution and position.
/// A UUIDv7 made by whoever found the opportunity, stored before it is sent; the same id twice is the same thing.
/// </summary>
[GenerateSerializer, Immutable, Alias("opportunity-id")]
public readonly record struct OpportunityId([property: Id(0)] Guid Value) : IComparable<OpportunityId>
{
    public bool IsVersion7 => Value.Version == 7;

    /// <summary>The moment written in the id, to the millisecond (RFC 9562, section 5.7). Meaningful for version 7 only.</summary>
    public DateTimeOffset CreatedAt
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
            return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        }
    }

    /// <summary>Builds a version 7 id from a moment and 74 bits of somebody's randomness: the caller owns clock and chance.</summary>
    public static OpportunityId Create(DateTimeOffset at, ReadOnlySpan<byte> tenRandomBytes)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        tenRandomBytes[..10].CopyTo(bytes[6..]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new OpportunityId(new Guid(bytes, bigEndian: true));
    }

    public static bool TryParse(string? text, out OpportunityId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new OpportunityId(value);
        return parsed;
    }

    public static OpportunityId Parse(string text) => new(Guid.ParseExact(text, "D"));

    public int CompareTo(OpportunityId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
