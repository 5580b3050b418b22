using System.Buffers.Binary;
using System.Collections.Immutable;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.JupiterRouter;

/// <summary>One step of a plan.</summary>
/// <param name="Program">The venue's program, which must be among the accounts.</param>
public readonly record struct PlanStep(byte Venue, PublicKey Program, byte Percent, byte InputIndex, byte OutputIndex);

/// <summary>The arguments of <c>route</c> and <c>shared_accounts_route</c>, read to the last byte: what is not understood is refused.</summary>
/// <remarks>
/// Layout: the program's Anchor IDL (6.x): a list of steps, each a venue with arguments of its own, then in_amount u64, quoted_out_amount u64, slippage_bps u16,
/// platform_fee_bps u8. The program ignores bytes behind them, so an amount that is read from the end could be another than the program's.
/// </remarks>
public sealed record JupiterRoute(bool IsShared, ImmutableArray<PlanStep> Plan, int AmountsAt, ulong InAmount, ulong QuotedOut, ushort SlippageBps, byte PlatformFeeBps)
{
    public const ulong RouteDiscriminator = 0xe517cb977ae3ad2a;
    public const ulong SharedRouteDiscriminator = 0xc1209b3341d69c81;

    /// <summary>More steps than fit into a transaction beside a flash loan.</summary>
    public const int StepsMax = 8;

    private const int AmountBytes = 8 + 8 + 2 + 1, Whole = 10_000;

    /// <summary>What the program lets the trader end up with at the least, rounded down.</summary>
    public ulong LeastOut => (ulong)((UInt128)QuotedOut * (uint)(Whole - SlippageBps) / Whole);

    public static DecodeRefusal TryRead(ReadOnlySpan<byte> data, out JupiterRoute? route)
    {
        route = null;
        if (data.Length < 8 + 4 + AmountBytes) return DecodeRefusal.WrongLength;
        var discriminator = BinaryPrimitives.ReadUInt64BigEndian(data);
        if (discriminator is not (RouteDiscriminator or SharedRouteDiscriminator)) return DecodeRefusal.WrongDiscriminator;
        var isShared = discriminator == SharedRouteDiscriminator;
        // Shared accounts are told apart by a byte in front.
        var at = isShared ? 9 : 8;
        var count = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
        at += 4;
        if (count is 0 or > StepsMax) return DecodeRefusal.InvalidField;
        var plan = ImmutableArray.CreateBuilder<PlanStep>((int)count);
        for (var i = 0; i < count; i++)
        {
            if (ReadStep(data, ref at) is not { } step) return DecodeRefusal.InvalidField;
            plan.Add(step);
        }

        if (data.Length != at + AmountBytes) return DecodeRefusal.WrongLength;
        var slippage = BinaryPrimitives.ReadUInt16LittleEndian(data[(at + 16)..]);
        if (slippage > Whole) return DecodeRefusal.InvalidField;
        route = new JupiterRoute(
            isShared, plan.MoveToImmutable(), at, BinaryPrimitives.ReadUInt64LittleEndian(data[at..]), BinaryPrimitives.ReadUInt64LittleEndian(data[(at + 8)..]), slippage, data[at + 18]);
        return DecodeRefusal.None;
    }

    /// <summary>The same route with bounds of our own: so much goes in, and less than the limit must not come out.</summary>
    public byte[] Bounded(ReadOnlySpan<byte> data, ulong amount, ulong limit)
    {
        var bounded = data.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bounded.AsSpan(AmountsAt), amount);
        BinaryPrimitives.WriteUInt64LittleEndian(bounded.AsSpan(AmountsAt + 8), limit);
        BinaryPrimitives.WriteUInt16LittleEndian(bounded.AsSpan(AmountsAt + 16), 0);
        return bounded;
    }

    private static PlanStep? ReadStep(ReadOnlySpan<byte> data, ref int at)
    {
        if (at >= data.Length) return null;
        var venue = data[at++];
        // Venues whose own instructions are read here as well; of the others nobody knows how many bytes their arguments take.
        (PublicKey Program, int Bytes)? known = venue switch
        {
            7 => (ProgramIds.RaydiumV4, 0),
            17 => (ProgramIds.Whirlpool, 1),
            26 or 40 => (ProgramIds.RaydiumClmm, 0),
            38 => (ProgramIds.MeteoraDlmm, 0),
            46 => (ProgramIds.RaydiumCpmm, 0),
            _ => null,
        };
        if (known is not { } step || data.Length < at + step.Bytes + 3) return null;
        if (step.Bytes == 1 && data[at] > 1) return null;
        at += step.Bytes;
        var (percent, input, output) = (data[at], data[at + 1], data[at + 2]);
        at += 3;
        return percent is > 0 and <= 100 && input != output ? new PlanStep(venue, step.Program, percent, input, output) : null;
    }
}
