using System.Numerics;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Tests.Arbitrage;

/// <summary>
/// The best trade of a market, by trying: every cycle from SOL by its own walk over the pools, every size on a grid that is refined around its top,
/// in big integers and with its own swap formula. Knows nothing of shapes, graphs or estimates.
/// </summary>
internal sealed class Oracle(IReadOnlyList<IPoolCurve> pools, BigInteger feeWad, BigInteger cap)
{
    private static readonly BigInteger Wad = BigInteger.Pow(10, 18), Million = 1_000_000;

    /// <returns>Lamports after pool and loan fees, before the costs of the transaction.</returns>
    public BigInteger Best()
    {
        BigInteger best = 0;
        foreach (var cycle in Cycles()) best = BigInteger.Max(best, BestOf(cycle));
        return best;
    }

    private IEnumerable<(IPoolCurve Pool, bool AToB)[]> Cycles()
    {
        foreach (var first in From(Mint.Sol))
            foreach (var second in From(OutputOf(first)))
            {
                if (second.Pool == first.Pool) continue;
                if (OutputOf(second) == Mint.Sol) { yield return [first, second]; continue; }
                foreach (var third in From(OutputOf(second)))
                    if (OutputOf(third) == Mint.Sol && third.Pool != first.Pool) yield return [first, second, third];
            }
    }

    private IEnumerable<(IPoolCurve Pool, bool AToB)> From(Mint token) =>
        pools.Where(pool => pool.MintA == token || pool.MintB == token).Select(pool => (pool, pool.MintA == token));

    private static Mint OutputOf((IPoolCurve Pool, bool AToB) leg) => leg.AToB ? leg.Pool.MintB : leg.Pool.MintA;

    private BigInteger BestOf((IPoolCurve Pool, bool AToB)[] cycle)
    {
        // Profit is concave: what loses at a small size loses at all. Small, but large beside rounding.
        if (!(Gain(cycle, 20_000_000) > 0) && !(Gain(cycle, 1_000_000) > 0)) return 0;
        BigInteger low = 1, high = cap, best = 0;
        for (var round = 0; round < 12; round++)
        {
            // Geometric first, because the top may lie anywhere between a fraction of a SOL and all that can be borrowed.
            const int Points = 24;
            var at = low;
            var sizes = Enumerable.Range(0, Points + 1).Select(i => round == 0 ? (BigInteger)Math.Exp(BigInteger.Log(high) * i / Points) : low + ((high - low) * i / Points)).Select(x => BigInteger.Min(BigInteger.Max(1, x), cap)).ToArray();
            var gains = sizes.Select(size => Gain(cycle, size)).ToArray();
            var top = 0;
            for (var i = 1; i < gains.Length; i++)
                if (Nullable.Compare(gains[i], gains[top]) > 0) top = i;
            if (gains[top] is { } gain) best = BigInteger.Max(best, gain);
            (low, high) = (sizes[Math.Max(0, top - 1)], sizes[Math.Min(sizes.Length - 1, top + 1)]);
            if (high - low < Points) break;
        }

        return best;
    }

    private BigInteger? Gain((IPoolCurve Pool, bool AToB)[] cycle, BigInteger input)
    {
        var amount = input;
        foreach (var (pool, aToB) in cycle)
        {
            if (Swap(pool, aToB, amount) is not { } output || output.IsZero) return null;
            amount = output;
        }

        var fee = feeWad.IsZero ? 0 : BigInteger.Max(2, ((input * feeWad * 2) + Wad) / (2 * Wad));
        return amount - input - fee;
    }

    private static BigInteger? Swap(IPoolCurve curve, bool aToB, BigInteger amount) => curve switch
    {
        ProductCurve pool => Product(aToB ? pool.ReserveA : pool.ReserveB, aToB ? pool.ReserveB : pool.ReserveA, amount, pool.FeePpm),
        BinCurve pool => Bins(aToB ? pool.Bids : pool.Asks, amount, pool.FeePpm),
        _ => throw new ArgumentException(curve.GetType().Name, nameof(curve)),
    };

    private static BigInteger Product(BigInteger x, BigInteger y, BigInteger amount, BigInteger fee)
    {
        var net = amount - (((amount * fee) + Million - 1) / Million);
        return y * net / (x + net);
    }

    private static BigInteger? Bins((ulong Out, double Price)[] bins, BigInteger amount, BigInteger fee)
    {
        var net = amount * (Million - fee) / Million;
        BigInteger output = 0;
        foreach (var (there, price) in bins)
        {
            var q = (BigInteger)(price * 18446744073709551616.0);
            var most = ((BigInteger)there << 64) / q;
            if (net <= most) return output + (net * q >> 64);
            output += there;
            net -= most;
        }

        return null;
    }
}
