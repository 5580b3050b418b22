using System.Text.Json.Nodes;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

public sealed class JudgedQuoteTests(ITestOutputHelper output)
{
    [Fact]
    public Task Orcas_own_library_gives_the_same_quotes_on_random_pools() => Compare(3_000);

    [Fact(Explicit = true), Trait("soak", "true")]
    public Task Orcas_own_library_gives_the_same_quotes_on_very_many_random_pools() => Compare(100_000);

    private async Task Compare(int count)
    {
        var cases = Gen.Select(RandomPool.Any, RandomPool.Amounts, Gen.Bool, Gen.Bool).Array[count].Generate(new PCG(7, 20_261_123), null, out _);
        var verdicts = await Judge.Ask([.. cases.Select(c => c.Item1.Question(c.Item2, c.Item3, c.Item4))]);
        int quoted = 0, refused = 0;
        for (var i = 0; i < count; i++)
        {
            var (pool, amount, exactIn, aToB) = cases[i];
            var ours = pool.Swap(amount, exactIn, aToB, out var refusal);
            var verdict = verdicts[i];
            var what = $"case {i}: {pool.State} {pool.Oracle} amount {amount} exactIn {exactIn} aToB {aToB}: {refusal} {ours} against {verdict}";
            if (verdict.Error is not null)
            {
                Assert.True(ours is null, what);
                refused++;
                continue;
            }
            // The library fills an output in part where the program refuses.
            if (!exactIn && refusal == QuoteRefusal.InsufficientLiquidity && verdict.Out < amount) { refused++; continue; }
            Assert.True(ours is { } o && o.AmountOut == verdict.Out && o.Fee == verdict.Fee && (exactIn || o.AmountIn == verdict.In), what);
            quoted++;
        }
        output.WriteLine($"{quoted} quotes equal, {refused} refused by both, of {count}");
        Assert.True(quoted > count / 3, "too few pools had a quote");
    }
}
