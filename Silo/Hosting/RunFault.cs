namespace Orchestrator.Silo.Hosting;

/// <summary>Why a process that ran ended itself, and what to do about it.</summary>
/// <param name="Code">One of <see cref="RunFaultCodes"/>.</param>
public sealed record RunFault(string Code, string Message, string Remedy);

/// <summary>The names of what ends a process that runs.</summary>
public static class RunFaultCodes
{
    public const string ClockSetBack = "ORCH-RUN-0001";
}

/// <summary>Keeps why this process ends, for whoever says it when it has ended.</summary>
public sealed class RunEnd
{
    private RunFault? _fault;

    /// <summary>Null when it was told to end, or still runs.</summary>
    public RunFault? Fault => Volatile.Read(ref _fault);

    /// <returns>False when another reason came first.</returns>
    internal bool Set(RunFault fault) => Interlocked.CompareExchange(ref _fault, fault, null) is null;
}
