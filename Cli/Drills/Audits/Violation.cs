namespace Orchestrator.Cli.Drills.Audits;

/// <summary>What a drill may find broken.</summary>
internal enum ViolationKind
{
    /// <summary>Something that was acknowledged, or that landed, is not where it must be.</summary>
    Lost = 1,

    /// <summary>Something happened or was booked more than once, or could have.</summary>
    Doubled = 2,

    /// <summary>An equation of the book does not hold, or book and wallet differ.</summary>
    Conservation = 3,

    /// <summary>Something is open that must have ended.</summary>
    Unresolved = 4,

    /// <summary>Trading was halted although nothing asked for it.</summary>
    Halted = 5,

    /// <summary>What the drill itself promises did not come about.</summary>
    Unproven = 6,
}

internal sealed record Violation(ViolationKind Kind, string What)
{
    public override string ToString() => What;
}
