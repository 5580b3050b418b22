using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Arbitrage;

/// <summary>What an input gives, exactly, leg by leg.</summary>
/// <param name="Fee">Of the loan; zero without one.</param>
/// <param name="Gain">Output less input and fee, in base units of the start token; the smallest number when a leg refuses.</param>
internal readonly record struct CycleTrial(ulong Input, CurveQuote First, CurveQuote Second, CurveQuote Third, ulong Output, ulong Fee, Int128 Gain)
{
    /// <summary>Tries around a proposal: it is right but for rounding and for fees that depend on the amount.</summary>
    private const int TrialsMax = 14;

    public bool IsRefused => Gain == Int128.MinValue;

    public CurveQuote this[int leg] => leg == 0 ? First : leg == 1 ? Second : Third;

    /// <param name="lender">Null: own capital.</param>
    public static CycleTrial Of(PoolGraph graph, in Cycle cycle, ulong input, FlashLender? lender, in MarketClock clock)
    {
        var refused = new CycleTrial(input, default, default, default, 0, 0, Int128.MinValue);
        var fee = 0ul;
        if (lender is { } lends)
        {
            if (lends.FeeOf(input) is not { } asked) return refused;
            fee = asked;
        }

        var first = QuoteOf(graph, cycle.First, input, clock);
        if (first.Refusal is not null) return refused;
        var second = QuoteOf(graph, cycle.Second, first.AmountOut, clock);
        if (second.Refusal is not null) return refused;
        var third = cycle.Third == PoolGraph.NoEdge ? default : QuoteOf(graph, cycle.Third, second.AmountOut, clock);
        if (third.Refusal is not null) return refused;
        var output = cycle.Third == PoolGraph.NoEdge ? second.AmountOut : third.AmountOut;
        return new CycleTrial(input, first, second, third, output, fee, (Int128)output - input - fee);
    }

    /// <summary>The best input near a proposal.</summary>
    public static CycleTrial Best(PoolGraph graph, in Cycle cycle, double proposed, ulong cap, FlashLender? lender, in MarketClock clock)
    {
        if (cap == 0) return Of(graph, cycle, 0, lender, clock);
        var input = proposed >= cap ? cap : Math.Max(1, (ulong)proposed);
        var best = Of(graph, cycle, input, lender, clock);
        var trials = 1;
        // The end of what a pool's known accounts hold is refused as a whole: a little less may not be.
        for (var less = input >> 20; best.IsRefused && trials < TrialsMax && less < input; trials++)
        {
            best = Of(graph, cycle, input - less, lender, clock);
            less = Math.Max(1, less) * 8;
        }

        for (var step = Math.Max(1, best.Input / 1_024); trials < TrialsMax && !best.IsRefused;)
        {
            var lower = best.Input > step ? Of(graph, cycle, best.Input - step, lender, clock) : best;
            var higher = cap - best.Input >= step ? Of(graph, cycle, best.Input + step, lender, clock) : best;
            trials += 2;
            var better = lower.Gain > higher.Gain ? lower : higher;
            if (better.Gain > best.Gain) best = better;
            else if (step == 1) break;
            else step = Math.Max(1, step / 32);
        }

        return best;
    }

    private static CurveQuote QuoteOf(PoolGraph graph, int edge, ulong amount, in MarketClock clock) =>
        graph.CurveOf(edge).Quote(PoolGraph.IsAToB(edge), amount, clock);
}
