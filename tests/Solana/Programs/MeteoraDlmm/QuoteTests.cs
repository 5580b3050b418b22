using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.MeteoraDlmm;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs.MeteoraDlmm;

public sealed class QuoteTests(ITestOutputHelper output)
{
    private static readonly Gen<(RandomPair Pair, ulong Amount, bool XToY)> Cases = Gen.Select(RandomPair.Any, RandomPair.Amounts, Gen.Bool);

    [Fact]
    public Task Meteoras_own_library_gives_the_same_quotes_on_random_pairs() => Compare(2_000);

    [Fact(Explicit = true), Trait("soak", "true")]
    public Task Meteoras_own_library_gives_the_same_quotes_on_very_many_random_pairs() => Compare(50_000);

    [Fact]
    public void More_input_never_gives_less_output() => Gen.Select(Cases, RandomPair.Amounts).Sample((c, more) =>
    {
        if (c.Pair.Swap(c.Amount, true, c.XToY, out _) is not { } less || c.Pair.Swap(c.Amount + more, true, c.XToY, out _) is not { } greater) return;
        // A fee taken bin by bin may round one unit more in each.
        Assert.True(greater.AmountOut + 1 >= less.AmountOut, $"{c.Pair.State} {c.Amount} {more} {c.XToY}: {less} {greater}");
    }, iter: 1_000);

    [Fact]
    public void The_cost_of_an_output_buys_at_least_that_output() => Cases.Sample(c =>
    {
        if (c.Pair.Swap(c.Amount, false, c.XToY, out _) is not { } cost || cost.AmountOut != c.Amount) return;
        if (c.Pair.Swap(cost.AmountIn, true, c.XToY, out _) is not { } bought) return;
        Assert.True(bought.AmountOut >= c.Amount, $"{c.Pair.State} {c.Amount} {c.XToY}: {cost} {bought}");
    }, iter: 1_000);

    [Fact]
    public void Quotes_allocate_nothing()
    {
        var random = RandomPair.Any.Generate(new PCG(7, 20_261_123), null, out _);
        var state = random.State with { MintX = Pools.MintA, MintY = Pools.MintB };
        var pool = new DlmmPool(Pools.Address, state, BinArrayMap.Of(state), false, random.Arrays, (TokenMint.Plain(9), TokenMint.Plain(6)));
        var clock = new ChainClock(1, 1, random.Now);
        Assert.False(pool.QuoteExactIn(Pools.MintA, 1_000_000, clock).IsRefused);
        Assert.False(pool.QuoteExactOut(Pools.MintB, 1_000, clock).IsRefused);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (ulong i = 1; i < 200; i++)
        {
            pool.QuoteExactIn(Pools.MintA, 1_000_000 * i, clock);
            pool.QuoteExactOut(Pools.MintB, 1_000 * i, clock);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_cannot_be_quoted_is_refused_by_name()
    {
        var random = RandomPair.Any.Generate(new PCG(7, 20_261_123), null, out _);
        QuoteRefusal Refusal(RandomPair pair, ulong amount) { pair.Swap(amount, true, true, out var refusal); return refusal; }
        Assert.Equal(QuoteRefusal.ZeroAmount, Refusal(random, 0));
        Assert.Equal(QuoteRefusal.SwapDisabled, Refusal(random with { State = random.State with { IsEnabled = false } }, 1_000));
        Assert.Equal(QuoteRefusal.NotYetOpen, Refusal(random with { State = random.State with { PairType = DlmmPairType.Permission, ActivationPoint = 2 } }, 1_000));
        Assert.Equal(QuoteRefusal.MissingAccount, Refusal(random with { Arrays = [] }, 1_000));
        Assert.Equal(QuoteRefusal.InsufficientLiquidity, Refusal(random with { State = random.State with { Bitmap = new ulong[LbPair.BitmapWords] } }, 1_000));
        Assert.Equal(QuoteRefusal.InsufficientLiquidity, Refusal(random, ulong.MaxValue / 2));
    }

    private async Task Compare(int count)
    {
        var cases = Gen.Select(Cases, Gen.Bool).Array[count].Generate(new PCG(7, 20_261_123), null, out _);
        var verdicts = await Judge.Ask([.. cases.Select(c => c.Item1.Pair.Question(c.Item1.Amount, c.Item2, c.Item1.XToY))]);
        int quoted = 0, refused = 0;
        for (var i = 0; i < count; i++)
        {
            var ((pair, amount, xToY), exactIn) = cases[i];
            var ours = pair.Swap(amount, exactIn, xToY, out var refusal);
            var verdict = verdicts[i];
            var what = $"case {i}: {pair.State} amount {amount} exactIn {exactIn} xToY {xToY}: {refusal} {ours} against {verdict}";
            if (verdict.Error is not null) { Assert.True(ours is null, what); refused++; continue; }
            Assert.True(ours is { } o && o.AmountOut == verdict.Out && (exactIn || o.AmountIn == verdict.In), what);
            quoted++;
        }
        output.WriteLine($"{quoted} quotes equal, {refused} refused by both, of {count}");
        Assert.True(quoted > count / 3, "too few pairs had a quote");
    }
}
