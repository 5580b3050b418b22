using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;

namespace Orchestrator.Domain.Lending;

/// <summary>Makes a supply of own capital an opportunity like any other: what is lent is a position, and taking it back is its sale.</summary>
public static class SupplyOffer
{
    /// <summary>What keeps the account of the lender's token alive, lamports; paid once, and set aside each time.</summary>
    public static readonly Lamports AccountRent = new(2_039_280);

    /// <param name="leg">From SOL to the lender's token.</param>
    /// <param name="why">Who lends, and why.</param>
    public static Opportunity Of(OpportunityId id, Lamports amount, RouteLeg leg, string why, ExitPolicy policy, DateTimeOffset now)
    {
        var costs = policy.FixedCosts + AccountRent;
        // Nobody knows what interest there will be; what is known is what it costs to lend.
        return new Opportunity(
            id, StrategyId.Lending, leg.Output, new RouteKey($"lend/{id}"), Mint.Sol, Lamports.Zero - costs, Risk: 0, Confidence: 1, amount + costs, Lamports.Zero,
            policy.SlippageBound, leg.PoolSlot, now, now + policy.Lifetime, Priority.Normal, Evidence(amount, leg, why), null, ImmutableArray.Create(leg));
    }

    private static string Evidence(Lamports amount, RouteLeg leg, string why) => JsonSerializer.Serialize(new
    {
        lent_lamports = amount.Value, reserve = leg.Pool, expected_units = leg.ExpectedOut.Value, why,
    });
}
