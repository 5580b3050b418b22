using Orchestrator.Cli.Drills.Audits;
using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>One kind of fault of a running cluster.</summary>
internal interface IClusterDrill
{
    string Name { get; }

    /// <summary>What happens, in one sentence.</summary>
    string About { get; }

    /// <summary>Faults in one run when nobody says how many.</summary>
    int TimesByDefault { get; }

    /// <summary>False where the store is lost on purpose: then nothing may happen at all, and the drill says itself whether it did.</summary>
    bool Audited { get; }

    DrillRoute Route => DrillRoute.Direct;

    DrillMarket Market => DrillMarket.Calm;

    /// <summary>Pairs of <c>key=value</c> after those of all drills: of two the later counts.</summary>
    IReadOnlyList<string> Settings => [];

    /// <summary>Its silos serve the API, each at a port of its own.</summary>
    bool ServesApi => false;

    /// <summary>Two silos trade. Does the fault this many times and waits for trading after each.</summary>
    /// <exception cref="TimeoutException">Trading did not come back.</exception>
    Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel);
}

/// <summary>What a drill writes down while it runs.</summary>
internal sealed class DrillNotes(Action<string> tell)
{
    private readonly List<string> _faults = [];
    private readonly List<double> _gaps = [];
    private readonly List<Violation> _unproven = [];

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Milliseconds from the last command before a fault to the first after it.</summary>
    public IReadOnlyList<double> Gaps => _gaps;

    public IReadOnlyList<Violation> Unproven => _unproven;

    public void Fault(string what)
    {
        _faults.Add(what);
        tell(what);
    }

    public void Gap(double milliseconds)
    {
        _gaps.Add(milliseconds);
        tell($"traded again {milliseconds:0} ms after the last command before");
    }

    public void Missed(string what)
    {
        _unproven.Add(new Violation(ViolationKind.Unproven, what));
        tell(what);
    }
}
