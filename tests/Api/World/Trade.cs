using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Scoring;
using DomainTrade = Orchestrator.Domain.Risk.Trade;

namespace Orchestrator.Api.Tests.World;

/// <summary>Real values of the core, made as the core makes them.</summary>
internal static class Trade
{
    public static readonly DateTimeOffset Noon = new(2026, 10, 5, 12, 0, 0, TimeSpan.Zero);
    public static readonly Mint Bonk = new("DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263");

    public static CapitalBook Book(string portfolio)
    {
        var empty = CapitalBook.Empty(new PortfolioId(portfolio)).TakeOver().Next;
        var deposit = new Movement(new OpportunityId(Guid.CreateVersion7(Noon)), MovementKind.Deposit, Mint.Sol, new BaseUnits(10 * Lamports.PerSol + 1));
        var (book, outcome) = empty.Move(deposit, RiskLimits.Default, Orchestrator.Domain.Breakers.BreakerLimits.Default, Noon);
        Assert.Equal(MoveOutcome.Moved, outcome);
        return book;
    }

    public static Opportunity Offer(decimal capital, StrategyId? strategy = null) => new(
        new OpportunityId(Guid.CreateVersion7(Noon)), strategy ?? StrategyId.Arbitrage, Bonk, new RouteKey("a/b"), Mint.Sol,
        Lamports.FromSol(0.05m), 0.2, 0.9, Lamports.FromSol(capital), Lamports.FromSol(2), new BasisPoints(100), 100,
        Noon, Noon.AddSeconds(30), null, "{}", null, []);

    /// <summary>A decision as the loop would record it: score, all twelve checks on the real book, the smallest change.</summary>
    public static DecisionRecord Decide(CapitalBook book, Opportunity offer, long sequence)
    {
        var score = Scorer.Score(offer, ScoringWeights.Default, StrategyStanding.Unknown);
        var report = RiskRules.Evaluate(book, DomainTrade.Of(offer), RiskLimits.Default, Noon);
        return new DecisionRecord(
            sequence, book.Portfolio, offer, report.Approved ? DecisionOutcome.Executed : DecisionOutcome.Rejected,
            report.FirstRefusal is { } refusal ? DecisionReasons.Of(refusal.Check) : DecisionReasons.Commanded, null, score, report, report.SmallestChange(),
            book.Epoch, "cafe", [new StageTime("score", 0.00001), new StageTime("reserve", 0.0008)], null, Noon, Noon.AddMilliseconds(3));
    }

    public static ExecutionResult Landed(DecisionRecord decision) => new(
        decision.Opportunity.Id, decision.Portfolio, decision.Epoch, decision.Opportunity.Strategy, decision.Opportunity.Token, ExecutionOutcome.Landed, "sig",
        new Lamports(41_000_000), decision.Opportunity.ExpectedProfit, new Landing(105, null, new Lamports(5_000), new Lamports(10_000), []), null,
        [new StageTime("send", 0.002)], Noon.AddSeconds(1), ["raydium"], Lamports.Zero);
}
