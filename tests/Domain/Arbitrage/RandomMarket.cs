using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Domain.Tests.Arbitrage;

/// <summary>Tokens with prices, and pools of three kinds around those prices, some of them far enough off to pay.</summary>
internal sealed class RandomMarket
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Addresses =
    [
        "So11111111111111111111111111111111111111112", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB",
        "DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263", "JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN", "EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm",
        "HZ1JovNiVvGrGNiiYvEozEVgZ58xaU3RKwX8eACQBCt3", "jtojtomepa8beP8AuQc6eXt5FriJwfFMwQx2v2f9mCL", "orcaEKTdK7LKz57vaAYr9QeNsVEPfiu6QeMU1kektZE",
        "4k3Dyjzvzp8eMZWUXbBCjEvwSkkk59S5iCNLY3QrkX6R",
    ];

    public static readonly ImmutableArray<Mint> Tokens = [.. Addresses.Select(address => new Mint(address))];

    /// <summary>Base units per lamport, roughly those of the tokens.</summary>
    private static readonly double[] Units = [1, 0.15, 0.15, 750, 0.3, 0.19, 1, 0.075, 0.06, 0.075];

    public static readonly TradeCosts Costs = new(new Lamports(35_000), new Lamports(100_000), new Lamports(100_000), default);

    public static readonly FlashLender SolLender = new(Mint.Sol, 50_000_000_000_000, 500_000_000_000_000, 20);

    public static readonly MarketTerms Terms = new() { Lenders = [SolLender], Costs = Costs, OwnCapital = new Lamports(20 * Lamports.PerSol) };

    public MarketView View { get; } = new();

    public List<IPoolCurve> Pools { get; } = [];

    public static ScanOptions Options(int tokens, bool flash = true, long minimum = 1) => new()
    {
        Tokens = Tokens[..tokens], Venues = ["raydium", "orca", "meteora"], MinimumProfit = new Lamports(minimum), UseFlashLoan = flash, LoanMax = new Lamports(100 * Lamports.PerSol),
    };

    /// <param name="disorder">How far prices stray from each other.</param>
    public static RandomMarket Make(Random chance, int tokens, int poolsPerPair, double disorder, bool bins = true)
    {
        var market = new RandomMarket();
        for (var a = 0; a < tokens; a++)
            for (var b = a + 1; b < tokens; b++)
                for (var n = 0; n < poolsPerPair; n++)
                    market.Put(Pool(chance, a, b, $"pool{market.Pools.Count:D4}", disorder, bins));
        market.View.Advance(new MarketClock(100, 1, 1_700_000_000), Start);
        return market;
    }

    public void Put(IPoolCurve curve)
    {
        Pools.RemoveAll(pool => pool.Pool == curve.Pool);
        Pools.Add(curve);
        View.Publish(curve, 100, 0);
    }

    public MarketLook Look(DateTimeOffset? now = null, MarketTerms? terms = null) => new(View, terms ?? Terms, now ?? Start, "test");

    public static IPoolCurve Pool(Random chance, int a, int b, string name, double disorder, bool bins)
    {
        var sol = Math.Exp(chance.NextDouble() * 6) * 20e9;
        var price = Units[b] / Units[a] * (1 + ((chance.NextDouble() - 0.5) * disorder));
        uint[] fees = [100, 400, 2_500, 3_000];
        var fee = fees[chance.Next(fees.Length)];
        var venue = new[] { "raydium", "orca", "meteora" }[chance.Next(3)];
        // By its name, so that a pool that moves keeps its sides.
        var flip = name[^1] % 2 == 1;
        if (flip) (a, b, price) = (b, a, 1 / price);
        if (!bins || chance.Next(3) > 0) return new ProductCurve(venue, name, Tokens[a], Tokens[b], (ulong)(sol * Units[a]), (ulong)(sol * Units[a] * price), fee);
        var step = 1 + (chance.Next(1, 40) / 10_000.0);
        var count = chance.Next(2, 30);
        return new BinCurve(
            venue, name, Tokens[a], Tokens[b],
            [.. Enumerable.Range(0, count).Select(i => ((ulong)(sol * Units[b] / count * chance.NextDouble()) + 1, price * Math.Pow(step, -i)))],
            [.. Enumerable.Range(0, count).Select(i => ((ulong)(sol * Units[a] / count * chance.NextDouble()) + 1, 1 / (price * Math.Pow(step, i + 1))))], fee);
    }
}
