using System.Diagnostics.CodeAnalysis;
using Orchestrator.Cli.Answers;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Cli.Drills;

/// <summary>Reads what a drill asks of this process.</summary>
internal static class Drill
{
    /// <returns>False, with the refusal, when the text is not a point and its passage.</returns>
    public static bool TryParse(string? text, out IFaultPoints? faults, [NotNullWhen(false)] out Refusal? refusal)
    {
        (faults, refusal) = (null, null);
        if (string.IsNullOrEmpty(text)) return true;
        faults = KillPoint.Parse(text, KillPoint.KillThisProcess);
        if (faults is not null) return true;
        refusal = new(
            RefusalCodes.Unreadable, $"'{text}' does not name a point and its passage.", $"point:n with n from 1 to {KillPoint.PassageMax}, such as journal.append.before:3",
            $"Unset {KillPoint.Variable}, or write it as point:n.", ExitCode.Error);
        return false;
    }
}
