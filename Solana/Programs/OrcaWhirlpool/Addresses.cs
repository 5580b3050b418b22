using System.Globalization;
using System.Text;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>Program-derived addresses of Orca Whirlpool.</summary>
public static class WhirlpoolAddresses
{
    /// <summary>The configuration under which Orca's own pools on mainnet are made.</summary>
    public static readonly PublicKey MainnetConfig = PublicKey.Parse("2LecshUwdy9xi7meFgHtFJQNSKk4KdTrcpvaB56dP2NQ");

    public static PublicKey Pool(PublicKey config, PublicKey mintA, PublicKey mintB, ushort feeTierIndex) =>
        Of("whirlpool"u8, config.ToArray(), mintA.ToArray(), mintB.ToArray(), BitConverter.GetBytes(feeTierIndex));

    /// <summary>The start tick is part of the seed as decimal text.</summary>
    public static PublicKey TickArray(PublicKey pool, int startTick) =>
        Of("tick_array"u8, pool.ToArray(), Encoding.ASCII.GetBytes(startTick.ToString(CultureInfo.InvariantCulture)));

    public static PublicKey Oracle(PublicKey pool) => Of("oracle"u8, pool.ToArray());

    public static PublicKey FeeTier(PublicKey config, ushort feeTierIndex) => Of("fee_tier"u8, config.ToArray(), BitConverter.GetBytes(feeTierIndex));

    public static PublicKey TokenBadge(PublicKey config, PublicKey mint) => Of("token_badge"u8, config.ToArray(), mint.ToArray());

    public static PublicKey Position(PublicKey mint) => Of("position"u8, mint.ToArray());

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

    private static PublicKey Of(ReadOnlySpan<byte> seed, params ReadOnlySpan<byte[]> more)
    {
        var seeds = new ReadOnlyMemory<byte>[more.Length + 1];
        seeds[0] = seed.ToArray();
        for (var i = 0; i < more.Length; i++) seeds[i + 1] = more[i];
        return ProgramAddress.Find(ProgramIds.Whirlpool, seeds)?.Address ?? throw new InvalidOperationException("No bump gives this address.");
    }
}
