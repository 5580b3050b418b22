using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>The course of a pair's curve: one straight piece for each bin, with the fee that the bin charges.</summary>
internal static class DlmmShape
{
    private static readonly double Q64 = Math.Pow(2, 64);

    public static CurveShape Of(LbPair pair, BinArrayMap map, BinArray[] arrays, bool xToY, in ChainClock clock, double keptIn, double keptOut)
    {
        var shape = new CurveShape.Builder();
        if (!DlmmSwap.IsOpen(pair, clock)) return CurveShape.Empty;
        var volatility = DlmmFee.Refresh(pair.Volatility, pair.Fees, pair.ActiveId, clock.UnixTime);
        var onInput = !pair.FeesInYOnly || !xToY;
        var bin = pair.ActiveId;
        while (!shape.IsFull && bin is >= BinPrice.BinIdMin and <= BinPrice.BinIdMax)
        {
            var home = BinArray.IndexOf(bin);
            if (!map.TryNext(home, downwards: xToY, out var index) || Array.Find(arrays, a => a.Index == index) is not { } array) break;
            if (index != home) bin = xToY ? array.HighestBin : array.LowestBin;
            for (; array.Holds(bin) && !shape.IsFull; bin += xToY ? -1 : 1)
            {
                var available = BinSwap.AvailableOut(array[bin], xToY, pair.HasLimitOrders);
                if (available == 0 || !TryPrice(array[bin], bin, pair.BinStep, out var price)) continue;
                volatility = DlmmFee.Accumulate(volatility, pair.Fees, bin);
                var share = 1 - ((double)DlmmFee.Rate(pair.Fees, pair.BinStep, volatility.Accumulator) / DlmmFee.Precision);
                var net = xToY ? price : 1 / price;
                var kept = keptIn * (onInput ? share : 1);
                var given = keptOut * (onInput ? 1 : share);
                shape.Add(available / net / kept, net * kept * given, 0);
            }
        }

        return shape.Build();
    }

    /// <summary>Y per X.</summary>
    private static bool TryPrice(in Bin bin, int id, ushort binStep, out double price)
    {
        var raw = bin.Price;
        var known = raw != 0 || BinPrice.TryAt(id, binStep, out raw);
        price = (double)raw / Q64;
        return known && price > 0;
    }
}
