using System.Diagnostics.Metrics;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Exits;

namespace Orchestrator.Grains.Exits;

/// <summary>Sales offered by rule, and looks that brought no price. No mint or id is a label.</summary>
public sealed class ExitMetrics
{
    public const string MeterName = "orchestrator.exits";

    private readonly Counter<long> offers;
    private readonly Counter<long> unpriced;

    public ExitMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        offers = meter.CreateCounter<long>("orchestrator_exit_offers", description: "Sales of held positions offered, by rule.");
        unpriced = meter.CreateCounter<long>("orchestrator_exit_unpriced", description: "Looks at held positions that brought no price.");
    }

    internal void Offered(ExitRule rule) => offers.Add(1, new KeyValuePair<string, object?>("rule", DecisionReasons.Of(rule)));

    internal void Unpriced() => unpriced.Add(1);
}
