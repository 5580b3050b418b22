namespace Orchestrator.Cli.Drills;

/// <summary>This machine lacks what a drill breaks clusters with.</summary>
/// <param name="part">What a drill does with it, and why it could not: a sentence.</param>
/// <param name="needed">What must be there.</param>
/// <param name="remedy">How to come by it.</param>
internal sealed class MissingPartException(string part, string needed, string remedy, Exception? cause = null) : Exception(part, cause)
{
    public string Needed => needed;

    public string Remedy => remedy;
}
