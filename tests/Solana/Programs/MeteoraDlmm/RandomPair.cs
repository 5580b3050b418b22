using System.Text.Json.Nodes;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.MeteoraDlmm;

namespace Orchestrator.Solana.Tests.Programs.MeteoraDlmm;

/// <summary>A pair that could exist: Y below the active bin, X above it, orders on their own side.</summary>
internal sealed record RandomPair(LbPair State, BinArray[] Arrays, long Now)
{
    private static readonly ushort[] Steps = [1, 5, 10, 25, 80, 100, 250, 400];

    public static readonly Gen<RandomPair> Any =
        from step in Gen.Int[0, Steps.Length - 1].Select(i => Steps[i])
        from active in Gen.Int[-300, 300]
        from fees in Gen.Select(Gen.UShort[0, 20_000], Gen.UInt[0, 400_000], Gen.UInt[0, 500_000], Gen.UShort[1, 60], Gen.UShort[1, 600], Gen.UShort[0, 10_000])
        from past in Gen.Select(Gen.UInt[0, 500_000], Gen.UInt[0, 500_000], Gen.Int[-20, 20], Gen.Long[1_700_000_000, 1_700_002_000])
        from orders in Gen.Bool
        from onlyY in Gen.Bool
        from fill in Gen.Select(Gen.ULong[0, 5_000_000_000], Gen.ULong[0, 1_000_000_000], Gen.Int[0, 3]).Array[BinArray.BinCount * 3]
        from now in Gen.Long[1_700_002_000, 1_700_003_000]
        select Build(step, active, fees, past, (orders, onlyY), fill, now);

    public static readonly Gen<ulong> Amounts = Gen.Select(Gen.Int[0, 42], Gen.ULong, (bits, raw) => (raw >> (63 - bits)) | 1);

    public static LbPair Empty(ushort step, int active) => new()
    {
        Fees = default, Volatility = default, PairType = DlmmPairType.Permissionless, ActiveId = active, BinStep = step, IsEnabled = true,
        ActivatesByTime = false, ActivationPoint = 0, HasLimitOrders = false, FeesInYOnly = false, MintX = default, MintY = default,
        ReserveX = default, ReserveY = default, Oracle = default, Creator = default, Bitmap = new ulong[LbPair.BitmapWords],
    };

    public DlmmSwapOutcome? Swap(ulong amount, bool exactIn, bool xToY, out QuoteRefusal refusal)
    {
        refusal = DlmmSwap.TryRun(State, BinArrayMap.Of(State), Arrays, amount, exactIn, xToY, new ChainClock(1, 1, Now), out var outcome);
        return refusal == QuoteRefusal.None ? outcome : null;
    }

    public JsonObject Question(ulong amount, bool exactIn, bool xToY)
    {
        var arrays = new JsonArray();
        foreach (var array in Arrays)
        {
            var bins = new JsonArray();
            for (var id = array.LowestBin; id <= array.HighestBin; id++)
            {
                var bin = array[id];
                bins.Add(new JsonArray(
                    bin.X.ToString(), bin.Y.ToString(), bin.Price.ToString(), bin.OpenOrder.ToString(), bin.ProcessedOrderLeft.ToString(), bin.OrdersAreAsks));
            }
            arrays.Add(new JsonObject { ["index"] = array.Index, ["bins"] = bins });
        }
        return new JsonObject
        {
            ["kind"] = "dlmm", ["activeId"] = State.ActiveId, ["binStep"] = State.BinStep, ["now"] = Now, ["amount"] = amount.ToString(),
            ["exactIn"] = exactIn, ["xToY"] = xToY, ["arrays"] = arrays,
            ["bitmap"] = new JsonArray([.. State.Bitmap.ToArray().Select(w => (JsonNode)w.ToString())]),
            ["parameters"] = new JsonObject
            {
                ["baseFactor"] = State.Fees.BaseFactor, ["filterPeriod"] = State.Fees.FilterPeriod, ["decayPeriod"] = State.Fees.DecayPeriod,
                ["reductionFactor"] = State.Fees.ReductionFactor, ["variableFeeControl"] = State.Fees.VariableFeeControl,
                ["maxVolatilityAccumulator"] = State.Fees.VolatilityMax, ["protocolShare"] = 0, ["baseFeePowerFactor"] = State.Fees.BaseFeePower,
                ["functionType"] = State.HasLimitOrders ? 2 : 1, ["collectFeeMode"] = State.FeesInYOnly ? 1 : 0,
            },
            ["volatility"] = new JsonObject
            {
                ["volatilityAccumulator"] = State.Volatility.Accumulator, ["volatilityReference"] = State.Volatility.Reference,
                ["indexReference"] = State.Volatility.IndexReference, ["lastUpdateTimestamp"] = State.Volatility.LastUpdate.ToString(),
            },
        };
    }

    private static RandomPair Build(
        ushort step, int active, (ushort Base, uint Control, uint Max, ushort Filter, ushort Decay, ushort Reduction) fees,
        (uint Accumulator, uint Reference, int Away, long Updated) past, (bool Orders, bool OnlyY) mode, (ulong Main, ulong Order, int Kind)[] fill, long now)
    {
        var bitmap = new ulong[LbPair.BitmapWords];
        var arrays = new BinArray[3];
        var first = BinArray.IndexOf(active) - 1;
        for (var i = 0; i < arrays.Length; i++)
        {
            var bins = new Bin[BinArray.BinCount];
            for (var j = 0; j < bins.Length; j++)
            {
                var id = (first + i) * BinArray.BinCount + j;
                if (!BinPrice.TryAt(id, step, out var price)) throw new InvalidOperationException($"Bin {id} has no price.");
                var (main, order, kind) = fill[i * BinArray.BinCount + j];
                if (kind == 0) main = 0;
                var asks = id > active || (id == active && kind > 1);
                bins[j] = new Bin(id >= active ? main : 0, id <= active ? main : 0, price, kind > 1 ? order : 0, kind > 2 ? order / 3 : 0, asks);
            }
            arrays[i] = BinArray.Of(default, first + i, bins);
            bitmap[(first + i + 512) / 64] |= 1UL << ((first + i + 512) % 64);
        }
        var state = Empty(step, active) with
        {
            Fees = new DlmmFeeParameters(fees.Base, fees.Filter, (ushort)(fees.Filter + fees.Decay), fees.Reduction, fees.Control, fees.Max, 500, 0),
            Volatility = new DlmmVolatility(Math.Min(past.Accumulator, fees.Max), Math.Min(past.Reference, fees.Max), active + past.Away, past.Updated),
            HasLimitOrders = mode.Orders,
            FeesInYOnly = mode.OnlyY,
            Bitmap = bitmap,
        };
        return new RandomPair(state, arrays, now);
    }
}
