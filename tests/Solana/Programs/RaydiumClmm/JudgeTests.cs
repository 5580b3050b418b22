using System.Text.Json.Nodes;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumClmm;

namespace Orchestrator.Solana.Tests.Programs.RaydiumClmm;

public sealed class JudgeTests(ITestOutputHelper output)
{
    private static readonly ChainClock Clock = new(1, 1, 1_700_000_000);

    /// <summary>Raydium's library waits for ever when what is left at an order's tick is less than its fee, so no dust here.</summary>
    private static readonly Gen<ulong> Amount = Gen.OneOf(Gen.ULong[1_000_000, 1_000_000_000], Gen.ULong[1_000_000, 1_000_000_000_000_000]);

    [Fact]
    public Task Raydiums_own_library_gives_the_same_quotes_on_random_pools() => Compare(2_000, 20_261_123);

    [Fact(Explicit = true), Trait("soak", "true")]
    public Task Raydiums_own_library_gives_the_same_quotes_on_very_many_random_pools() => Compare(30_000, 7);

    private async Task Compare(int count, ulong seed)
    {
        var cases = Gen.Select(QuoteTests.Pools, Amount, Gen.Bool, Gen.Bool).Array[count].Generate(new PCG(7, seed), null, out _);
        var verdicts = await Judge.Ask([.. cases.Select(c => Question(c.Item1, c.Item2, c.Item3, c.Item4))]);
        int quoted = 0, refused = 0, withOrders = 0, dynamic = 0;
        for (var i = 0; i < count; i++)
        {
            var (made, amount, zeroForOne, exactIn) = cases[i];
            var mint = zeroForOne ? MadePool.Mint0 : MadePool.Mint1;
            var pool = made.Quick();
            var ours = exactIn ? pool.QuoteExactIn(mint, amount, Clock) : pool.QuoteExactOut(mint, amount, Clock);
            var verdict = verdicts[i];
            var what = $"case {i}: amount {amount} zeroForOne {zeroForOne} exactIn {exactIn} spacing {made.Spacing} fee {made.FeeRate} on {made.FeeOn} dynamic {made.DynamicFee is not null}: {ours} against {verdict}";
            // The library counts without bounds and without the program's least amounts.
            if (verdict.Error is not null || verdict.In is 0 or ulong.MaxValue || verdict.Out is 0 or ulong.MaxValue)
            {
                Assert.True(ours.IsRefused, what);
                refused++;
                continue;
            }
            // Its fee leaves out the share of the liquidity providers, so only the amounts are compared.
            Assert.True(!ours.IsRefused && ours.AmountIn == verdict.In && ours.AmountOut == verdict.Out, what);
            quoted++;
            if (made.Ticks.Any(t => t.Orders > 0)) withOrders++;
            if (made.DynamicFee is not null) dynamic++;
        }
        output.WriteLine($"{quoted} quotes equal ({withOrders} in pools with orders, {dynamic} with a dynamic fee), {refused} refused by both, of {count}");
        Assert.True(quoted > count / 4);
    }

    private static JsonObject Question(MadePool made, ulong amount, bool zeroForOne, bool exactIn) => new()
    {
        ["kind"] = "clmm",
        ["pool"] = Convert.ToBase64String(made.PoolData()),
        ["config"] = Convert.ToBase64String(made.ConfigData()),
        ["arrays"] = new JsonArray([.. Arrays(made, zeroForOne).Select(start => (JsonNode)Convert.ToBase64String(made.ArrayData(start)))]),
        ["amount"] = amount.ToString(),
        ["zeroForOne"] = zeroForOne,
        ["exactIn"] = exactIn,
        ["now"] = Clock.UnixTime,
    };

    private static IEnumerable<int> Arrays(MadePool made, bool zeroForOne)
    {
        var current = TickMath.ArrayOrdinal(made.Tick, made.Spacing) * TickMath.TicksPerArray(made.Spacing);
        return zeroForOne
            ? made.ArrayStarts.Where(start => start <= current).OrderDescending()
            : made.ArrayStarts.Where(start => start >= current).Order();
    }
}
