using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Cli.Drills.Audits;

/// <summary>Every purchase that was held was sold by exactly one sale, and nothing else was sold. Pure.</summary>
internal static class PositionAudit
{
    /// <param name="sagas">Of all that was reserved.</param>
    /// <param name="held">What the book still holds.</param>
    /// <param name="seen">Positions that were seen in the book at any time.</param>
    public static IEnumerable<Violation> Check(IReadOnlyCollection<SagaView> sagas, IReadOnlyCollection<Position> held, IReadOnlyCollection<OpportunityId> seen)
    {
        var bought = With(PositionEffect.Opened, sagas).Select(saga => saga.Id).ToHashSet();
        var sales = With(PositionEffect.Closed, sagas).ToLookup(saga => saga.Command?.Closes);
        foreach (var position in held) yield return new(ViolationKind.Unresolved, $"position {position.Id} is still held: no rule has sold it");
        foreach (var id in bought)
        {
            var (sold, wanted) = (sales[id].Count(), held.Any(position => position.Id == id) ? 0 : 1);
            if (sold < wanted) yield return new(ViolationKind.Lost, $"position {id} has left the book and was never sold");
            if (sold > wanted) yield return new(ViolationKind.Doubled, $"position {id} was sold {sold} times{(wanted == 0 ? " and is still held" : "")}");
        }

        foreach (var id in held.Select(position => position.Id).Concat(seen).Distinct().Where(id => !bought.Contains(id)))
            yield return new(ViolationKind.Lost, $"position {id} was in the book and no purchase of it was booked");
        foreach (var stray in sales.Where(sale => sale.Key is not { } position || !bought.Contains(position)))
            yield return new(ViolationKind.Doubled, $"{stray.Key?.ToString() ?? "nothing"} was sold and never bought");
    }

    private static IEnumerable<SagaView> With(PositionEffect effect, IEnumerable<SagaView> sagas) =>
        sagas.Where(saga => saga.State == ExecutionState.Posted && saga.Result?.Position == effect);
}
