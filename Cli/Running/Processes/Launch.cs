namespace Orchestrator.Cli.Running.Processes;

/// <summary>How a child is started, where it is not started plainly.</summary>
/// <param name="Before">A program that becomes the child, with its arguments; empty for none. The child keeps its process id.</param>
/// <param name="Variables">Environment of the child, beside its parent's.</param>
internal sealed record Launch(IReadOnlyList<string> Before, IReadOnlyList<(string Name, string Value)> Variables)
{
    public static Launch Plain { get; } = new([], []);
}
