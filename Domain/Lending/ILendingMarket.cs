using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Domain.Lending;

/// <summary>Where own capital can be lent. Only cancellation and a chain that cannot be asked throw.</summary>
public interface ILendingMarket
{
    /// <param name="amount">SOL that would be lent, lamports.</param>
    /// <returns>One leg from SOL to the token that stands for what is lent, with what the lender would give for it now; or what lacks.</returns>
    ValueTask<LookUp<RouteLeg>> Look(Lamports amount, CancellationToken cancel);
}
