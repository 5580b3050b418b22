using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Risk;

/// <summary>All twelve checks of one trade, in their order, passed or not.</summary>
/// <param name="Capital">The own capital that was asked for.</param>
[GenerateSerializer, Immutable, Alias("risk-report")]
public sealed record RiskReport(
    [property: Id(0)] ImmutableArray<CheckResult> Checks,
    [property: Id(1)] Lamports Capital,
    [property: Id(2)] Lamports FlashLoan,
    [property: Id(3)] BasisPoints SlippageBound)
{
    public bool Approved => FirstRefusal is null;

    /// <summary>The first check that refused, which names the decision; null when all passed.</summary>
    public CheckResult? FirstRefusal
    {
        get
        {
            foreach (var check in Checks)
            {
                if (!check.Passed) return check;
            }

            return null;
        }
    }

    /// <summary>The smallest single change, of the opportunity or of one limit, that would have passed; null when approved.</summary>
    public SuggestedChange? SmallestChange() => Approved ? null : Suggestion.For(this);
}
