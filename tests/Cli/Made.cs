using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Scoring;

namespace Orchestrator.Cli.Tests;

/// <summary>Decisions as the orchestrator would make them.</summary>
internal static class Made
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DecisionRecord Decision(int number, DecisionOutcome outcome, string reason)
    {
        var at = Start.AddSeconds(number);
        var opportunity = new Opportunity(
            OpportunityId.Create(at, new byte[10]), StrategyId.Arbitrage, new Mint("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"), new RouteKey("r" + number), Mint.Sol,
            Lamports.FromSol(0.2m), 0.1, 0.9, Lamports.FromSol(0.5m), Lamports.FromSol(120), new BasisPoints(50), 1_000, at, at.AddSeconds(2), null, "{}", null, []);
        var report = new RiskReport(
            [
                new CheckResult(RiskCheck.TradingState, true, 0, 0, 0, RiskUnit.Condition),
                new CheckResult(RiskCheck.FlashLoanPerTrade, outcome != DecisionOutcome.Rejected, 120_000_000_000, 100_000_000_000, -20_000_000_000, RiskUnit.Lamports, null, 100_000_000_000),
            ],
            opportunity.RequiredCapital, opportunity.FlashLoan, opportunity.SlippageBound);
        return new DecisionRecord(
            number, new PortfolioId("main"), opportunity, outcome, reason, null, new Score(72.5, 72.5, new ScoreTerms(0.2, 0.19, 76, 3, 2.5, 2, 1)), report,
            report.SmallestChange(), new Epoch(1), "0123456789abcdef", [new StageTime("queue_and_checks", 0.0021)], null, at, at);
    }

    public static ExecutionResult Result(DecisionRecord decision) => new(
        decision.Opportunity.Id, decision.Portfolio, decision.Epoch, decision.Opportunity.Strategy, decision.Opportunity.Token, ExecutionOutcome.Landed, "signature",
        Lamports.FromSol(0.18m), decision.Opportunity.ExpectedProfit, null, null, [], decision.DecidedAt.AddSeconds(13), [], Lamports.FromSol(120));
}
