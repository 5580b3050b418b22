using Orchestrator.Cli.Answers;
using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Starting;

namespace Orchestrator.Cli.Commands;

/// <summary>From a fault to what a person is told. Nothing is hidden: what has no name of its own is shown as it is.</summary>
internal static class Faults
{
    /// <summary>Set to 1 it shows where a fault came from.</summary>
    public const string TraceVariable = "ORCH_TRACE";

    /// <param name="stopped">A signal asked for the end.</param>
    public static Refusal ToRefusal(Exception fault, bool stopped) => fault switch
    {
        OperationCanceledException when stopped => new(
            RefusalCodes.Stopped, "Stopped before the end.", null, "Run it again; a demo with --data goes on with --resume.", ExitCode.Error),
        ChainUnavailableException { InnerException: IOException } => new(
            RefusalCodes.VenueNotWritten, fault.Message, null, "Free space on that device, then run it again; a demo with --data goes on with --resume.", ExitCode.Error),
        ChainUnavailableException => new(
            RefusalCodes.NotRunning, fault.Message, "an address where a venue answers", "Start the venue with `orch venue`, or leave the address out.", ExitCode.NotRunning),
        _ when StartFault.Explain(fault) is { } start => new(
            start.Code, start.Message, null, start.Remedy, ExitOf(start.Code)),
        _ => new(
            RefusalCodes.Unexpected, $"{fault.GetType().Name}: {fault.Message}", null, $"Run it again with {TraceVariable}=1 to see where it came from.", ExitCode.Error),
    };

    private static int ExitOf(string code) =>
        code == StartFaultCodes.VenueUnreachable ? ExitCode.NotRunning
        : StartFaultCodes.IsOfConfiguration(code) ? ExitCode.Configuration
        : ExitCode.Error;
}
