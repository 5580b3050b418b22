using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;

namespace Orchestrator.Domain.Exits;

/// <summary>Makes the sale of a position an opportunity like any other: checked, reserved, planned and booked on the same way as a purchase.</summary>
public static class ExitOffer
{
    /// <param name="available">Free capital of the book: what a sale costs is set aside, as far as it is there. A book without a lamport left must be able to sell.</param>
    public static Opportunity Of(
        OpportunityId id, Position position, ImmutableArray<RouteLeg> sale, ExitCause cause, Lamports available, ExitPolicy policy, DateTimeOffset now)
    {
        var worth = ExitRules.WorthOf(sale, policy);
        var capital = Lamports.Max(Lamports.Zero, Lamports.Min(policy.FixedCosts, Lamports.Min(available, position.CostValue)));
        return new Opportunity(
            id, position.Strategy, position.Token, KeyOf(position), position.CostAsset, (worth - position.Cost).ToLamports(), Risk: 0, Confidence: 1, capital,
            Lamports.Zero, cause.Rule is ExitRule.Emergency or ExitRule.Operator ? policy.EmergencySlippageBound : policy.SlippageBound, sale.Min(leg => leg.PoolSlot), now,
            now + policy.Lifetime, cause.Rule == ExitRule.Operator ? Priority.Normal : null, Evidence(position, worth, policy, now), position.Id, sale, cause);
    }

    /// <summary>One live sale for each position: a newer look refreshes the older.</summary>
    public static RouteKey KeyOf(Position position) => new($"exit/{position.Id}");

    private static string Evidence(Position position, SignedUnits worth, ExitPolicy policy, DateTimeOffset now) => JsonSerializer.Serialize(new
    {
        position = position.Id.ToString(), worth = (decimal)worth.Value, cost = (decimal)position.Cost.Value, stop = (decimal)ExitRules.FloorOf(position, policy).Value,
        goal = (decimal)ExitRules.GoalOf(position, policy).Value, age_seconds = Math.Round((now - position.OpenedAt).TotalSeconds, 3),
    });
}
