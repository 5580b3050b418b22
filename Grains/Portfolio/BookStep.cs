using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orleans;

namespace Orchestrator.Grains.Portfolio;

/// <summary>Looks at every transition before it is committed: a book that breaks conservation is never stored as if it were whole.</summary>
/// <param name="Next">What may be committed.</param>
/// <param name="Rejected">The transition would have broken the book; <paramref name="Next"/> is the book before it, halted.</param>
internal readonly record struct BookStep(CapitalBook Next, ImmutableArray<ConservationViolation> Violations, bool Rejected)
{
    public static BookStep Judge(CapitalBook before, CapitalBook next, DateTimeOffset now)
    {
        if (ReferenceEquals(before, next)) return new BookStep(next, [], false);
        var violations = Conservation.Check(next);
        if (violations.IsEmpty) return new BookStep(next, violations, false);
        // A book that was broken before is not made worse by settling what was sent; it only opens nothing new.
        var rejected = Conservation.Check(before).IsEmpty;
        var detail = string.Join("; ", violations.Select(violation => $"{violation.Equation} {violation.Asset}: {violation.Left} against {violation.Right}"));
        var halted = (rejected ? before : next).StopTrading(HaltCause.Conservation, detail, "conservation", now).Next;
        return new BookStep(halted, violations, rejected);
    }
}

/// <summary>A transition would have created or lost money. Nothing of it is stored, and trading is halted.</summary>
[GenerateSerializer, Alias("conservation-violated")]
public sealed class ConservationViolatedException(string operation, string detail)
    : Exception($"'{operation}' would break the book and was not committed: {detail}");
