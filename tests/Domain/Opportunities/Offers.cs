using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Tests.Capital;

namespace Orchestrator.Domain.Tests.Opportunities;

internal static class Offers
{
    public static Opportunity Offer(int number, decimal profit = 0.1m, string? route = null, int ageSeconds = 0, decimal capital = 1, double risk = 0.2) => new(
        Ledger.IdAt(Ledger.Noon.AddSeconds(-ageSeconds), number), StrategyId.Arbitrage, Ledger.Usdc, new RouteKey(route ?? $"route {number}"), Mint.Sol,
        Lamports.FromSol(profit), risk, 0.9, Lamports.FromSol(capital), Lamports.Zero, new BasisPoints(50), 100,
        Ledger.Noon.AddSeconds(-ageSeconds), Ledger.Noon.AddSeconds(30), null, "{}", null, []);
}
