using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;
using Orchestrator.Cli.Running;

namespace Orchestrator.Cli.Decisions;

/// <summary>Chooses who is asked: the running orchestrator; when none is there, the last demo.</summary>
internal static class DecisionSources
{
    /// <summary>A demo is a fallback for the address of the settings only: whoever names an address wants what is there.</summary>
    public static async Task<(IDecisionSource? Source, Refusal? Refusal)> Choose(ApiClient api, ParseResult parse, CancellationToken cancel)
    {
        var running = new ApiDecisions(api);
        if (parse.GetValue(SharedOptions.Address) is not null || KeptRun.DefaultFile is not { } file) return (running, null);
        var (_, refusal) = await running.Now(cancel);
        if (refusal is not { Exit: ExitCode.NotRunning }) return (running, null);
        var (kept, unreadable) = KeptRun.Read(file);
        if (kept is not null) return (new KeptDecisions(kept, api.Address.ToString()), null);
        return (null, unreadable ?? refusal with { Remedy = "Start one with `orch run`, or run `orch demo`: its decisions can be asked about afterwards." });
    }
}
