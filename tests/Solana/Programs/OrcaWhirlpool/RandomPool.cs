using System.Text.Json.Nodes;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

/// <summary>A pool that could exist: its liquidity is the sum of positions, its price is anywhere.</summary>
internal sealed record RandomPool(Whirlpool State, Dictionary<int, Int128> Net, WhirlpoolOracle? Oracle, long Now)
{
    private static readonly ushort[] Spacings = [1, 2, 8, 64, 128, 256, 32_896];

    public static readonly Gen<RandomPool> Any =
        from spacing in Gen.Int[0, Spacings.Length - 1].Select(i => Spacings[i])
        from tick in Gen.OneOf(Gen.Int[-2_000, 2_000], Gen.Int[-200_000, 200_000], Gen.Int[TickMath.MinTick + 1, TickMath.MaxTick - 1])
        from within in Gen.ULong
        from fee in Gen.UShort[0, 30_000]
        from ground in Gen.OneOf(Gen.Const(0UL), Gen.ULong[1, 1_000_000_000_000], Gen.ULong)
        from positions in Gen.Select(Gen.Int[-150, 150], Gen.Int[1, 120], Gen.ULong[1, 5_000_000_000_000]).List[0, 12]
        from adaptive in Gen.Bool
        from oracle in AnyOracle(spacing, tick)
        from now in Gen.Long[1_700_010_000, 1_700_020_000]
        select Build((spacing, tick, within, fee), ground, positions, adaptive ? oracle : null, now);

    /// <summary>Amounts of every size, small ones most.</summary>
    public static readonly Gen<ulong> Amounts = Gen.Select(Gen.Int[0, 50], Gen.ULong, (bits, raw) => (raw >> (63 - bits)) | 1);

    public WhirlpoolSwapOutcome? Swap(ulong amount, bool exactIn, bool aToB, out Solana.Programs.QuoteRefusal refusal)
    {
        refusal = WhirlpoolSwap.TryRun(State, Pools.Arrays(State, aToB, Net), Oracle, new WhirlpoolSwapInput(amount, exactIn, aToB), Now, out var outcome);
        return refusal == Solana.Programs.QuoteRefusal.None ? outcome : null;
    }

    public JsonObject Question(ulong amount, bool exactIn, bool aToB)
    {
        var arrays = new JsonArray();
        foreach (var array in Pools.Arrays(State, aToB, Net))
        {
            var net = new JsonArray();
            for (var i = 0; i < TickArray.TickCount; i++) net.Add(array.IsInitialized(i) ? JsonValue.Create(array.LiquidityNet(i).ToString()) : null);
            arrays.Add(new JsonObject { ["start"] = array.StartTick, ["net"] = net });
        }
        return new JsonObject
        {
            ["kind"] = "whirlpool", ["feeTierIndex"] = State.FeeTierIndex, ["tickSpacing"] = State.TickSpacing, ["feeRate"] = State.FeeRate,
            ["liquidity"] = State.Liquidity.ToString(), ["sqrtPrice"] = State.SqrtPrice.ToString(), ["tick"] = State.TickCurrentIndex,
            ["oracle"] = OracleJson(), ["arrays"] = arrays, ["exactIn"] = exactIn, ["aToB"] = aToB, ["amount"] = amount.ToString(), ["now"] = Now.ToString(),
        };
    }

    private JsonObject? OracleJson() => Oracle is null ? null : new JsonObject
    {
        ["constants"] = new JsonObject
        {
            ["filterPeriod"] = Oracle.Constants.FilterPeriod, ["decayPeriod"] = Oracle.Constants.DecayPeriod,
            ["reductionFactor"] = Oracle.Constants.ReductionFactor, ["adaptiveFeeControlFactor"] = Oracle.Constants.ControlFactor,
            ["maxVolatilityAccumulator"] = Oracle.Constants.MaxVolatility, ["tickGroupSize"] = Oracle.Constants.TickGroupSize,
            ["majorSwapThresholdTicks"] = Oracle.Constants.MajorSwapThresholdTicks,
        },
        ["variables"] = new JsonObject
        {
            ["lastReferenceUpdateTimestamp"] = Oracle.Variables.LastReferenceUpdate.ToString(),
            ["lastMajorSwapTimestamp"] = Oracle.Variables.LastMajorSwap.ToString(),
            ["volatilityReference"] = Oracle.Variables.VolatilityReference, ["tickGroupIndexReference"] = Oracle.Variables.TickGroupReference,
            ["volatilityAccumulator"] = Oracle.Variables.Volatility,
        },
    };

    private static Gen<WhirlpoolOracle> AnyOracle(ushort spacing, int tick) =>
        from filter in Gen.UShort[1, 60]
        from decay in Gen.UShort[1, 600]
        from reduction in Gen.UShort[0, 9_999]
        from control in Gen.OneOf(Gen.Const(0u), Gen.UInt[1, 99_999])
        from groups in Gen.UInt[0, 300_000]
        from whole in Gen.Bool
        from updated in Gen.ULong[1_700_005_000, 1_700_010_000]
        from major in Gen.ULong[1_700_005_000, 1_700_010_000]
        from volatility in Gen.UInt[0, 300_000]
        from reference in Gen.UInt[0, 300_000]
        from away in Gen.Int[-40, 40]
        let size = (ushort)(whole || spacing % 2 != 0 ? spacing : spacing / 2)
        let max = size > 14_000 ? groups % 100_000 : groups
        select new WhirlpoolOracle(
            default, 0,
            new AdaptiveFeeConstants(filter, (ushort)(filter + decay), reduction, control, max, size, (ushort)Math.Min(spacing, (ushort)400)),
            new AdaptiveFeeVariables(updated, major, Math.Min(reference, max), AdaptiveFee.TickGroupOf(tick, size) + away, Math.Min(volatility, max)));

    private static RandomPool Build(
        (ushort Spacing, int Tick, ulong Within, ushort Fee) at, ulong ground, List<(int Offset, int Width, ulong Liquidity)> positions,
        WhirlpoolOracle? oracle, long now)
    {
        UInt128 low = TickMath.SqrtPriceAt(at.Tick), high = TickMath.SqrtPriceAt(at.Tick + 1);
        var price = low + UInt128.Max(1, high - low) * at.Within / (UInt128.One << 64);
        var net = new Dictionary<int, Int128>();
        UInt128 liquidity = ground;
        var home = TickArraySequence.FloorDivide(at.Tick, at.Spacing);
        foreach (var (offset, width, amount) in positions)
        {
            int lower = (home + offset) * at.Spacing, upper = lower + width * at.Spacing;
            if (lower < TickMath.MinTick || upper > TickMath.MaxTick) continue;
            net[lower] = net.GetValueOrDefault(lower) + amount;
            net[upper] = net.GetValueOrDefault(upper) - amount;
            if (lower <= at.Tick && at.Tick < upper) liquidity += amount;
        }
        var index = oracle is null ? at.Spacing : (ushort)(at.Spacing ^ 0x400);
        return new RandomPool(Pools.Of(at.Spacing, at.Fee, liquidity, price, index), net, oracle, now);
    }
}
