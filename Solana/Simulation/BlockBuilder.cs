using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Simulation;

/// <summary>One place in a block: a transaction of somebody who sent us bytes, or a trade of the others.</summary>
internal readonly record struct BlockEntry(ulong Tip, ulong Priority, ulong Tie, Pending? Own, ForeignTrade Foreign) : IComparable<BlockEntry>
{
    public static BlockEntry Of(Pending own) => new(
        own.Prepared.Tip, own.Prepared.Fees.MicroLamportsPerUnit,
        System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(own.Id.AsSpan()), own, default);

    public static BlockEntry Of(ForeignTrade trade) => new(trade.Tip, trade.Priority, trade.Tie, null, trade);

    /// <summary>Higher tip first, then higher priority, then by signature: never by arrival.</summary>
    public int CompareTo(BlockEntry other)
    {
        var order = other.Tip.CompareTo(Tip);
        if (order == 0) order = other.Priority.CompareTo(Priority);
        if (order == 0) order = Tie.CompareTo(other.Tie);
        return order != 0 ? order : SignatureOrder(Own, other.Own);
    }

    private static int SignatureOrder(Pending? left, Pending? right) =>
        left is not null && right is not null ? left.Id.AsSpan().SequenceCompareTo(right.Id.AsSpan()) : (left is null).CompareTo(right is null);
}
