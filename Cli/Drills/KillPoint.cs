using System.Diagnostics;
using System.Globalization;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Cli.Drills;

/// <summary>
/// A drill: at the n-th passage of a named point the process kills itself as the kernel would (SIGKILL), with no handler, flush or goodbye.
/// </summary>
/// <param name="kill">Ends the process; a test counts instead.</param>
internal sealed class KillPoint(string point, int passage, Action kill) : IFaultPoints
{
    public const string Variable = "ORCH_KILL_AT";

    public const int PassageMax = 1_000_000;

    private int _passed;

    public void Reach(string reached)
    {
        if (reached == point && Interlocked.Increment(ref _passed) == passage) kill();
    }

    /// <returns>Null when the text is not <c>point:n</c> with n from 1 to <see cref="PassageMax"/>.</returns>
    public static KillPoint? Parse(string text, Action kill)
    {
        var cut = text.LastIndexOf(':');
        return cut > 0 && int.TryParse(text.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var passage) && passage is >= 1 and <= PassageMax
            ? new(text[..cut], passage, kill) : null;
    }

    public static void KillThisProcess()
    {
        Process.GetCurrentProcess().Kill();
        // The signal is on its way; nothing after this point may happen.
        Thread.Sleep(Timeout.Infinite);
    }
}
