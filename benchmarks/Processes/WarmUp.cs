using System.Runtime;

namespace Orchestrator.Benchmarks.Processes;

/// <summary>Runs a load until the runtime compiles next to nothing more: what is measured after it is the system at work, not its first minute.</summary>
internal static class WarmUp
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    /// <summary>A load that keeps compiling is measured all the same.</summary>
    private const int RoundsMax = 10;

    /// <summary>Methods compiled in one round that no longer matter: about a millisecond each, in the background.</summary>
    private const int CompiledMax = 40;

    public static async Task Of(Func<TimeSpan, Task> load)
    {
        for (var round = 0; round < RoundsMax; round++)
        {
            var before = JitInfo.GetCompiledMethodCount();
            await load(Round);
            if (JitInfo.GetCompiledMethodCount() - before <= CompiledMax) return;
        }
    }
}
