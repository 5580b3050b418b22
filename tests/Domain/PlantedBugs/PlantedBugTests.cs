using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Tests.Capital;
using Orchestrator.Domain.Tests.Laws;

namespace Orchestrator.Domain.Tests.PlantedBugs;

/// <summary>A law is believed when it finds the bug it is there for. Each mutant must fail the very law that the real rules pass.</summary>
public sealed class PlantedBugTests
{
    private const int Sequences = 3_000;

    public static TheoryData<string, string> BookBugs => new()
    {
        { nameof(ReleaseOnATimerAfterIntent), "I6" },
        { nameof(DoublePost), "I1" },
        { nameof(NoEpochCheck), "I8" },
        { nameof(PreTradeHeat), "I2 heat" },
        { nameof(BreakerFailsOpen), "breaker fails open" },
        { nameof(FloatMoney), "I1" },
        { nameof(TtlOnAReservation), "I1" },
    };

    [Theory]
    [MemberData(nameof(BookBugs))]
    public void A_bug_planted_in_the_book_is_found_by_its_law(string mutant, string law)
    {
        var found = false;
        Assert.Throws<CsCheckException>(() => Op.Sequence.Sample(
            ops =>
            {
                var broken = BookLaw.FirstBroken(Make(mutant), ops);
                found |= broken?.StartsWith(law, StringComparison.Ordinal) == true;
                return broken is null;
            },
            iter: Sequences, threads: 1));
        Assert.True(found, $"{mutant} was not found by {law}");
    }

    [Fact]
    public void The_real_queue_keeps_its_law() =>
        QueueLaw.Offered.Sample(offered => Assert.Null(QueueLaw.FirstBroken(offered, QueueLaw.RealScore, one => one)), iter: 2_000);

    [Fact]
    public void Clamping_before_ranking_is_found() => Assert.Throws<CsCheckException>(() => QueueLaw.Offered.Sample(
        offered => QueueLaw.FirstBroken(offered, one => QueueLaw.RealScore(one) with { Raw = QueueLaw.RealScore(one).Shown }, one => one) is null, iter: 2_000));

    [Fact]
    public void A_refresh_that_duplicates_is_found() => Assert.Throws<CsCheckException>(() => QueueLaw.Offered.Sample(
        offered => QueueLaw.FirstBroken(offered, QueueLaw.RealScore, one => one with { RouteKey = new RouteKey($"{one.RouteKey}#{one.Id}") }) is null, iter: 2_000));

    private static readonly Gen<OutcomeWindow> Windows = Gen.Long[-1_000, 1_000_000_000].Array[1, 60].Select(results =>
        results.Select((realised, i) => new StrategyOutcome(Ledger.IdAt(Ledger.Noon, i + 1), Ledger.Noon.AddSeconds(i), new Lamports(realised), new Lamports(1_000)))
            .Aggregate(OutcomeWindow.Empty, (window, outcome) => window.Add(outcome, Ledger.Noon.AddMinutes(2))));

    [Fact]
    public void A_bonus_stays_between_nothing_and_one() =>
        Windows.Sample(window => Assert.InRange(window.Bonus, 0, 1), iter: 2_000);

    [Fact]
    public void An_unbounded_profit_factor_is_found() =>
        Assert.Throws<CsCheckException>(() => Windows.Sample(window => UnboundedBonus(window) is >= 0 and <= 1, iter: 2_000));

    private static double UnboundedBonus(OutcomeWindow window)
    {
        var gains = window.Outcomes.Where(outcome => outcome.Realised > Lamports.Zero).Sum(outcome => (double)outcome.Realised.Value);
        var losses = window.Outcomes.Where(outcome => outcome.Realised.IsNegative).Sum(outcome => -(double)outcome.Realised.Value);
        return window.WinRate * (gains / losses) / 5;
    }

    private static BookRules Make(string mutant) => mutant switch
    {
        nameof(ReleaseOnATimerAfterIntent) => new ReleaseOnATimerAfterIntent(),
        nameof(DoublePost) => new DoublePost(),
        nameof(NoEpochCheck) => new NoEpochCheck(),
        nameof(PreTradeHeat) => new PreTradeHeat(),
        nameof(BreakerFailsOpen) => new BreakerFailsOpen(),
        nameof(FloatMoney) => new FloatMoney(),
        nameof(TtlOnAReservation) => new TtlOnAReservation(),
        _ => throw new ArgumentOutOfRangeException(nameof(mutant), mutant, "No such mutant."),
    };
}
