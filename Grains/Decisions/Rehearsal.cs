using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// Goes the way of a decision once before the first real one does: that one would otherwise wait for the code of checks, transaction and command to be
/// compiled, ten times as long as it may take. The trade carries no epoch, so the book refuses it before it looks at anything else, and nothing changes.
/// </summary>
internal static class Rehearsal
{
    /// <exception cref="InvalidOperationException">The book took a request without an epoch.</exception>
    public static async Task Run(PortfolioId portfolio, LoopPorts ports, CapitalBook book)
    {
        var now = ports.Clock.Now;
        var limits = ports.Limits.CurrentValue.Risk;
        var trade = new Trade(
            OpportunityId.Create(now, new byte[10]), StrategyId.Arbitrage, Mint.Sol, Mint.Sol, Lamports.Zero, Lamports.Zero, new BasisPoints(0), now, null,
            ByOperator: false, OpensPosition: false);
        RiskRules.Evaluate(book, trade, limits, now, new Freshness(0, 0, false));
        book.Reserve(new ReserveRequest(trade, book.Epoch), limits, EmptySettledArchive.Instance, now);
        ChannelPublisher.Rehearse(new ExecutionCommand(
            trade.Id, portfolio, Epoch.None, trade.Strategy, trade.Token, [], trade.Capital, trade.FlashLoan, Lamports.Zero, Lamports.Zero, trade.SlippageBound,
            now, now, trade.Asset));
        var answer = await ports.Grains.GetGrain<IPortfolioGrain>(portfolio.Value).Reserve(new ReserveRequest(trade, Epoch.None));
        if (answer.Outcome != ReserveOutcome.OlderEpoch) throw new InvalidOperationException($"The book answered {answer.Outcome} to a request without an epoch.");
    }
}
