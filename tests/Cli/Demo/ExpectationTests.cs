using System.Collections.Immutable;
using Orchestrator.Cli.Demo;

namespace Orchestrator.Cli.Tests.Demo;

public sealed class ExpectationTests
{
    private static readonly DemoResult Run = new(
        "", 1, 130, 73, 54, Reasons(("slippage", 5), ("heat", 14)), 0, 0, 106_000_000_000, 6_000_000_000, 0, 1.5, 4.5, "abc", 1, "hash", "embedded", false, 140, 9, 53, [], []);

    [Fact]
    public void The_same_figures_pass() => Assert.Equal(DemoResult.Pass, Run.Judged(Run.ToExpectation()).Result);

    [Fact]
    public void A_single_lamport_more_fails_and_both_sides_are_shown()
    {
        var judged = Run.Judged(Run.ToExpectation() with { EquityLamports = 106_000_000_001 });

        Assert.Equal(DemoResult.Fail, judged.Result);
        Assert.Equal([new Difference("equity_lamports", "106000000001", "106000000000")], judged.Differences);
    }

    [Fact]
    public void Each_figure_is_compared_and_each_reason_by_itself()
    {
        var other = Run with
        {
            Opportunities = 74, Executed = 55, Rejected = Reasons(("slippage", 4), ("leverage", 1), ("heat", 14)), Expired = 1, Dropped = 2,
            RealisedProfitLamports = 7, DecisionsDigest = "abd",
        };

        Assert.Equal(
            ["opportunities", "executed", "rejected.leverage", "rejected.slippage", "expired", "dropped", "realised_profit_lamports", "decisions_digest"],
            Run.ToExpectation().DifferencesTo(other.ToExpectation()).Select(difference => difference.Figure));
    }

    [Fact]
    public void Without_an_expectation_a_run_is_judged_by_its_own_checks()
    {
        Assert.Equal(DemoResult.NoExpectation, Run.Judged(null).Result);
        Assert.Equal(DemoResult.Fail, (Run with { Faults = ["the book gained 1, the wallet 2"] }).Judged(null).Result);
    }

    [Fact]
    public void A_run_that_broke_a_rule_fails_even_when_it_is_as_expected() =>
        Assert.Equal(DemoResult.Fail, (Run with { Faults = ["an execution still runs"] }).Judged(Run.ToExpectation()).Result);

    [Fact]
    public void A_resumed_run_is_not_the_tape() => Assert.Equal(DemoResult.NoExpectation, (Run with { Resumed = true, Executed = 3 }).Judged(Run.ToExpectation()).Result);

    [Fact]
    public void Recording_replaces_the_same_tape_and_keeps_the_others()
    {
        var (first, second) = (Run.ToExpectation(), Run.ToExpectation() with { Seed = 2 });

        var list = Expectation.Recorded(Expectation.Recorded(Expectation.Recorded("[]", second), first), first with { Executed = 60 });

        Assert.Equal(2, list.Split("\"seed\"").Length - 1);
        Assert.Contains("\"executed\": 60", list);
        Assert.Contains("\"executed\": 54", list);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_recorded_tape_executes_refuses_and_lets_expire(ulong seed)
    {
        var tape = Known(seed);
        Assert.NotNull(tape);
        Assert.True(tape.Executed > 0 && tape.Expired > 0 && !tape.Rejected.IsEmpty, $"executed {tape.Executed}, expired {tape.Expired}, rejected {tape.Rejected.Count}");
        Assert.Equal(tape.Opportunities, tape.Executed + tape.Expired + tape.Dropped + tape.Rejected.Values.Sum());
    }

    [Fact]
    public void The_recorded_tapes_show_every_kind_of_decision_between_them()
    {
        Expectation[] tapes = [.. new ulong[] { 1, 2, 3 }.Select(seed => Known(seed)!)];
        Assert.Contains(tapes, tape => tape.Dropped > 0);
        Assert.True(tapes.SelectMany(tape => tape.Rejected.Keys).Distinct().Count() > 1);
    }

    private static Expectation? Known(ulong seed)
    {
        var plan = new DemoPlan(seed, DemoPlan.DefaultSeconds, null, "embedded", false, null, false, null, null, null, []);
        return Expectation.Find(seed, plan.Seconds, DemoSettings.OutcomeHash(DemoSettings.Load(plan, "/tmp/x", new Dictionary<string, string>()).Settings!));
    }

    private static ImmutableSortedDictionary<string, int> Reasons(params (string Reason, int Count)[] counts) =>
        counts.ToImmutableSortedDictionary(pair => pair.Reason, pair => pair.Count, StringComparer.Ordinal);
}
