using System.Numerics;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Solana.Tests.Markets;

/// <summary>The best trade of a market, by trying: every cycle from SOL, every size on a grid that is refined around its top, in big integers. Knows no shape, graph or estimate.</summary>
internal sealed class EveryCycle(IReadOnlyList<(Mint A, Mint B, WholeWhirlpool Curve)> pools, FlashLender lender, Lamports cap)
{
    private const int Points = 24, Rounds = 12;

    private static readonly BigInteger Wad = BigInteger.Pow(10, 18);

    /// <returns>Lamports after pool and loan fees, before the costs of the transaction.</returns>
    public BigInteger Best()
    {
        BigInteger best = 0;
        foreach (var first in From(Mint.Sol))
            foreach (var second in From(OutputOf(first)))
            {
                if (second.Pool == first.Pool) continue;
                if (OutputOf(second).IsSol)
                {
                    best = BigInteger.Max(best, BestOf([first, second]));
                    continue;
                }

                foreach (var third in From(OutputOf(second)))
                    if (OutputOf(third).IsSol && third.Pool != first.Pool) best = BigInteger.Max(best, BestOf([first, second, third]));
            }

        return best;
    }

    private IEnumerable<(int Pool, bool AToB)> From(Mint token) =>
        Enumerable.Range(0, pools.Count).Where(i => pools[i].A == token || pools[i].B == token).Select(i => (i, pools[i].A == token));

    private Mint OutputOf((int Pool, bool AToB) leg) => leg.AToB ? pools[leg.Pool].B : pools[leg.Pool].A;

    private BigInteger BestOf((int Pool, bool AToB)[] cycle)
    {
        // Profit is concave but for rounding: what gains at none of these sizes gains nothing worth a transaction.
        if (!new BigInteger[] { 1_000_000, 20_000_000, 400_000_000 }.Any(size => Gain(cycle, size) > 0)) return 0;
        BigInteger low = 1, high = cap.Value, best = 0;
        for (var round = 0; round < Rounds && high - low >= Points; round++)
        {
            // Geometric first, because the top may lie anywhere between a fraction of a SOL and all that can be borrowed.
            BigInteger[] sizes =
            [
                .. Enumerable.Range(0, Points + 1).Select(i => round == 0 ? (BigInteger)Math.Exp(BigInteger.Log(high) * i / Points) : low + ((high - low) * i / Points))
                    .Select(size => BigInteger.Clamp(size, 1, cap.Value)),
            ];
            var gains = sizes.Select(size => Gain(cycle, size)).ToArray();
            var top = 0;
            for (var i = 1; i < gains.Length; i++)
                if (Nullable.Compare(gains[i], gains[top]) > 0) top = i;
            if (gains[top] is { } gain) best = BigInteger.Max(best, gain);
            (low, high) = (sizes[Math.Max(0, top - 1)], sizes[Math.Min(sizes.Length - 1, top + 1)]);
        }

        return best;
    }

    private BigInteger? Gain((int Pool, bool AToB)[] cycle, BigInteger input)
    {
        var amount = input;
        foreach (var (pool, aToB) in cycle)
        {
            if (pools[pool].Curve.Swap(aToB, amount) is not { } output) return null;
            amount = output;
        }

        return amount - input - BigInteger.Max(2, ((input * lender.FeeWad * 2) + Wad) / (2 * Wad));
    }
}
