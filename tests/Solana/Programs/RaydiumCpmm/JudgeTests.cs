using System.Text.Json.Nodes;
using Orchestrator.Solana.Programs.RaydiumCpmm;

namespace Orchestrator.Solana.Tests.Programs.RaydiumCpmm;

public sealed class JudgeTests(ITestOutputHelper output)
{
    private static readonly Gen<ulong> Amount = Gen.OneOf(Gen.ULong[1, 1_000_000_000_000_000_000], Gen.ULong[1, 1_000_000_000]);

    [Fact]
    public async Task Raydiums_own_library_gives_the_same_quotes_on_random_pools()
    {
        const int Count = 4_000;
        var cases = Gen.Select(Gen.Select(Amount, Amount, Amount), Gen.Select(Gen.ULong[0, 300_000], Gen.ULong[0, 300_000]), Gen.Bool, Gen.Bool)
            .Array[Count].Generate(new PCG(7, 20_261_123), null, out _);
        var sides = cases.Select(c => new CpmmSide(c.Item1.Item1, c.Item1.Item2, c.Item2.Item1, c.Item3 && c.Item4 ? 0 : c.Item2.Item2, c.Item3, default, default)).ToArray();
        var verdicts = await Judge.Ask([.. cases.Select((c, i) => Question(sides[i], c.Item1.Item3, c.Item4))]);
        int quoted = 0, refused = 0;
        for (var i = 0; i < Count; i++)
        {
            var (amount, exactIn) = (cases[i].Item1.Item3, cases[i].Item4);
            var ours = exactIn ? RaydiumCpmmQuote.ExactIn(amount, sides[i]) : RaydiumCpmmQuote.ExactOut(amount, sides[i]);
            var verdict = verdicts[i];
            var what = $"case {i}: {sides[i]} amount {amount} exactIn {exactIn}: {ours} against {verdict}";
            // The library checks no bounds: more than the reserve, more than 64 bits, or nothing at all.
            if (ours.IsRefused)
            {
                var impossible = verdict.Error is not null || verdict.Out is 0 or ulong.MaxValue || verdict.In is 0 or ulong.MaxValue
                    || verdict.Out >= sides[i].ReserveOut || verdict.In > ulong.MaxValue - sides[i].ReserveIn || (!exactIn && amount >= sides[i].ReserveOut * (1 - sides[i].CreatorFeeRate / 1e6));
                Assert.True(impossible, what);
                refused++;
                continue;
            }
            Assert.True(ours.AmountIn == verdict.In && ours.AmountOut == verdict.Out && ours.FeeIn + ours.FeeOut == verdict.Fee, what);
            quoted++;
        }
        output.WriteLine($"{quoted} quotes equal, {refused} impossible, of {Count}");
        Assert.True(quoted > Count / 4);
    }

    /// <summary>
    /// An exact input with the creator's fee on the input is left out above: the library rounds the two fees apart, the program
    /// (raydium-cp-swap at 609780f1) their sum.
    /// </summary>
    private static JsonObject Question(in CpmmSide side, ulong amount, bool exactIn) => new()
    {
        ["kind"] = "cpmm", ["amount"] = amount.ToString(), ["exactIn"] = exactIn, ["reserveIn"] = side.ReserveIn.ToString(), ["reserveOut"] = side.ReserveOut.ToString(),
        ["tradeFeeRate"] = side.TradeFeeRate.ToString(), ["creatorFeeRate"] = side.CreatorFeeRate.ToString(), ["creatorFeeOnInput"] = side.CreatorFeeOnInput,
    };
}
