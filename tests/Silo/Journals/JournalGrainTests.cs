using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Journal;
using Orchestrator.Silo.Tests.EventTime;
using Orleans;

namespace Orchestrator.Silo.Tests.Journals;

/// <summary>The grain through which an API reads the journal, on the store that holds it.</summary>
public sealed class JournalGrainTests(JournalGrainTests.Filled filled) : IClassFixture<JournalGrainTests.Filled>
{
    private const int Records = 1_234;
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly DecisionOutcome[] Outcomes = Enum.GetValues<DecisionOutcome>();

    public sealed class Filled : IAsyncLifetime
    {
        private Demo _demo = null!;

        public IDecisionJournalGrain Journal { get; private set; } = null!;

        public IDecisionJournalGrain OfAnother { get; private set; } = null!;

        internal IDecisionJournal Store { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _demo = await Demo.Start(1);
            Store = _demo.Host.Services.GetRequiredService<IDecisionJournal>();
            var grains = _demo.Host.Services.GetRequiredService<IGrainFactory>();
            (Journal, OfAnother) = (grains.GetGrain<IDecisionJournalGrain>("filled"), grains.GetGrain<IDecisionJournalGrain>("empty"));
            foreach (var batch in Enumerable.Range(0, Records).Chunk(500)) await Store.Append([.. batch.Select(Decision)]);
        }

        public ValueTask DisposeAsync() => _demo.DisposeAsync();
    }

    [Fact]
    public async Task Pages_from_the_newest_to_the_last_hold_each_decision_once()
    {
        var seen = new List<OpportunityId>();
        for (string? cursor = null; ;)
        {
            var page = await filled.Journal.Query(new DecisionQuery(Before: cursor, Take: 100));
            seen.AddRange(page.Decisions.Select(decision => decision.Opportunity.Id));
            if ((cursor = page.Next) is null) break;
        }

        Assert.Equal(Enumerable.Range(0, Records).Reverse().Select(Id), seen);
    }

    [Theory]
    [InlineData(int.MinValue, 1)]
    [InlineData(0, 1)]
    [InlineData(7, 7)]
    [InlineData(int.MaxValue, 500)]
    public async Task A_page_has_one_to_five_hundred(int asked, int given) =>
        Assert.Equal(given, (await filled.Journal.Query(new DecisionQuery(Take: asked))).Decisions.Length);

    [Fact]
    public async Task Outcome_reason_strategy_and_time_each_restrict_and_together_too()
    {
        var rejected = await filled.Journal.Query(new DecisionQuery(Outcome: "rejected", Take: 500));
        Assert.Equal(Enumerable.Range(0, Records).Count(i => OutcomeOf(i) == DecisionOutcome.Rejected), rejected.Decisions.Length);
        var heat = await filled.Journal.Query(new DecisionQuery(Reason: "reason_3", Take: 500));
        Assert.Equal(Enumerable.Range(0, Records).Count(i => i % 7 == 3), heat.Decisions.Length);

        var both = await filled.Journal.Query(new DecisionQuery(
            "rejected", "reason_3", StrategyId.Sniper, Noon.AddSeconds(100), Noon.AddSeconds(900), null, 500));
        var expected = Enumerable.Range(100, 800).Where(i => OutcomeOf(i) == DecisionOutcome.Rejected && i % 7 == 3 && i % 2 == 0).Reverse().Select(Id);
        Assert.Equal(expected, both.Decisions.Select(decision => decision.Opportunity.Id));
        Assert.NotEmpty(both.Decisions);
    }

    [Fact]
    public async Task One_is_found_by_its_id_in_its_own_portfolio_only()
    {
        var found = await filled.Journal.Find(Id(77));
        Assert.Equal((Id(77), OutcomeOf(77), "reason_0"), (found!.Opportunity.Id, found.Outcome, found.Reason));
        Assert.Null(await filled.Journal.Find(Id(Records)));
        Assert.Null(await filled.OfAnother.Find(Id(77)));
        Assert.Empty((await filled.OfAnother.Query(new DecisionQuery())).Decisions);
    }

    [Fact]
    public async Task The_first_decision_about_an_opportunity_stands()
    {
        await filled.Store.Append([Decision(5) with { Outcome = DecisionOutcome.Cancelled, Reason = "later" }, Decision(5)]);
        Assert.Equal((OutcomeOf(5), "reason_5"), ((await filled.Journal.Find(Id(5)))!.Outcome, (await filled.Journal.Find(Id(5)))!.Reason));
    }

    private static DecisionOutcome OutcomeOf(int i) => Outcomes[i % Outcomes.Length];

    private static OpportunityId Id(int i) => OpportunityId.Parse(
        string.Create(CultureInfo.InvariantCulture, $"{Noon.AddSeconds(i).ToUnixTimeMilliseconds():x12}").Insert(8, "-") + $"-7000-8000-{i:x12}");

    private static DecisionRecord Decision(int i)
    {
        var at = Noon.AddSeconds(i);
        var opportunity = new Opportunity(
            Id(i), i % 2 == 0 ? StrategyId.Sniper : StrategyId.Arbitrage, Mint.Sol, new RouteKey($"route {i}"), Mint.Sol, new Lamports(i), 0.1, 0.9, new Lamports(1_000),
            Lamports.Zero, new BasisPoints(50), 7, at, at.AddSeconds(2), null, "{}", null, []);
        return new DecisionRecord(
            0, new PortfolioId("filled"), opportunity, OutcomeOf(i), $"reason_{i % 7}", null, null, null, null, new Epoch(1), "hash", [], null, at, at);
    }
}
