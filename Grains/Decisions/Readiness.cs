namespace Orchestrator.Grains.Decisions;

/// <summary>What this silo has done once and need not do again at a take-over.</summary>
public sealed class Readiness
{
    private volatile bool _isRehearsed;

    /// <summary>A decision was rehearsed here: its code is compiled, its serializers are built.</summary>
    public bool IsRehearsed => _isRehearsed;

    public void Rehearsed() => _isRehearsed = true;
}
