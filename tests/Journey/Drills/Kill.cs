namespace Orchestrator.Journey.Tests.Drills;

/// <summary>The n-th passage of a named point.</summary>
internal sealed record Kill(string Point, int Passage)
{
    public override string ToString() => $"{Point}:{Passage}";
}
