using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.MeteoraDammV2;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Tests.Programs.MeteoraDammV2;

public sealed class QuoteTests(ITestOutputHelper output)
{
    private static readonly Gen<(RandomDamm Pool, ulong Amount, bool AToB)> Cases = Gen.Select(RandomDamm.Any, RandomDamm.Amounts, Gen.Bool);

    [Fact]
    public Task Meteoras_own_library_gives_the_same_quotes_on_random_pools() => Compare(4_000);

    [Fact(Explicit = true), Trait("soak", "true")]
    public Task Meteoras_own_library_gives_the_same_quotes_on_very_many_random_pools() => Compare(100_000);

    [Fact]
    public void The_cost_of_an_output_buys_at_least_that_output() => Cases.Sample(c =>
    {
        // By size of purchase the two directions round differently; there the library is the judge.
        if (c.Pool.State.BaseFee.Mode == DammBaseFeeMode.RateLimiter) return;
        if (c.Pool.Swap(c.Amount, false, c.AToB, out _) is not { } cost || c.Pool.Swap(cost.AmountIn, true, c.AToB, out _) is not { } bought) return;
        Assert.True(bought.AmountOut >= c.Amount, $"{c.Pool.State} {c.Amount} {c.AToB}: {cost} {bought}");
    }, iter: 5_000);

    [Fact]
    public void More_input_never_gives_less_output() => Gen.Select(Cases, RandomDamm.Amounts).Sample((c, more) =>
    {
        if (c.Pool.State.BaseFee.Mode == DammBaseFeeMode.RateLimiter || more > ulong.MaxValue - c.Amount) return;
        if (c.Pool.Swap(c.Amount, true, c.AToB, out _) is not { } less || c.Pool.Swap(c.Amount + more, true, c.AToB, out _) is not { } greater) return;
        Assert.True(greater.AmountOut >= less.AmountOut, $"{c.Pool.State}: {less} {greater}");
    }, iter: 5_000);

    [Fact]
    public void Quotes_allocate_nothing()
    {
        var random = RandomDamm.Any.Generate(new PCG(7, 20_261_123), null, out _);
        var state = random.State with { MintA = Accounts.Key(1), MintB = Accounts.Key(2), Liquidity = (UInt128)1 << 100, CollectFeeMode = DammCollectFeeMode.OnlyB };
        var pool = new DammV2Pool(Accounts.Key(3), state, TokenMint.Plain(9), TokenMint.Plain(6));
        var clock = new ChainClock(1, 1, (long)random.Now);
        pool.QuoteExactIn(Accounts.Key(1), 1_000_000, clock);
        pool.QuoteExactOut(Accounts.Key(2), 1_000, clock);
        var mints = (A: Accounts.Key(1), B: Accounts.Key(2));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (ulong i = 1; i < 200; i++)
        {
            pool.QuoteExactIn(mints.A, 1_000_000 * i, clock);
            pool.QuoteExactOut(mints.B, 1_000 * i, clock);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Unknown_versions_and_states_are_refused_by_name()
    {
        var good = RandomDamm.Any.Generate(new PCG(7, 20_261_123), null, out _).Account;
        DecodeRefusal With(int at, byte value)
        {
            var data = good.ToArray();
            data[at] = value;
            return DammPool.TryDecode(data, out _);
        }
        Assert.Equal(DecodeRefusal.UnknownVersion, With(486, 2));
        Assert.Equal(DecodeRefusal.UnknownVersion, With(696, 2));
        Assert.Equal(DecodeRefusal.UnknownVersion, With(484, 3));
        Assert.Equal(DecodeRefusal.UnknownVersion, With(16, 5));
        Assert.Equal(DecodeRefusal.WrongDiscriminator, With(0, 0));
        Assert.Equal(DecodeRefusal.WrongLength, DammPool.TryDecode(good.AsSpan(0, 1_000), out _));
        var random = new RandomDamm(good, 1_700_000_000);
        Assert.Null(random.Swap(0, true, true, out var zero));
        Assert.Equal(QuoteRefusal.ZeroAmount, zero);
        Assert.Null((random with { Now = 1_699_999_999 }).Swap(5, true, true, out var early));
        Assert.Equal(QuoteRefusal.NotYetOpen, early);
    }

    private async Task Compare(int count)
    {
        var cases = Gen.Select(Cases, Gen.Bool).Array[count].Generate(new PCG(7, 20_261_123), null, out _);
        var verdicts = await Judge.Ask([.. cases.Select(c => c.Item1.Pool.Question(c.Item1.Amount, c.Item2, c.Item1.AToB))]);
        int quoted = 0, refused = 0, narrow = 0;
        for (var i = 0; i < count; i++)
        {
            var ((pool, amount, aToB), exactIn) = cases[i];
            var ours = pool.Swap(amount, exactIn, aToB, out var refusal);
            var verdict = verdicts[i];
            var what = $"case {i}: {pool.State} at {pool.Now} amount {amount} exactIn {exactIn} aToB {aToB}: {refusal} {ours} against {verdict}";
            if (verdict.Error is not null) { Assert.True(ours is null, what); refused++; continue; }
            // The library counts in unbounded integers; the program, and we, end at 64 bits.
            if (verdict.In == ulong.MaxValue || verdict.Out == ulong.MaxValue || refusal == QuoteRefusal.Overflow) { narrow++; continue; }
            Assert.True(ours is { } o && o.AmountIn == verdict.In && o.AmountOut == verdict.Out && o.Fee == verdict.Fee, what);
            quoted++;
        }
        output.WriteLine($"{quoted} quotes equal, {refused} refused by both, {narrow} beyond 64 bits, of {count}");
        Assert.True(quoted > count / 3, "too few pools had a quote");
    }
}
