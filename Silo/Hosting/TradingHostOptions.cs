using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.EventTime;

namespace Orchestrator.Silo.Hosting;

/// <summary>What a process is started as.</summary>
public sealed record TradingHostOptions
{
    public required EffectiveSettings Settings { get; init; }

    /// <summary>Where the settings came from: edits of the file apply while the process runs. Null keeps what it started with.</summary>
    public SettingsSource? Source { get; init; }

    /// <summary>The clock of a driver: replay and demo. Null runs in real time.</summary>
    public EventClock? EventClock { get; init; }

    /// <summary>Serve the HTTP API in this process.</summary>
    public bool ServeApi { get; init; } = true;

    /// <summary>A kill drill's points; null in every other process.</summary>
    public IFaultPoints? Faults { get; init; }

    /// <summary>Sees every call that a grain has answered, before its caller does: what a kill drill must not see lost. Null in every other process.</summary>
    public IIncomingGrainCallFilter? Witness { get; init; }

    /// <summary>Log to the console. A terminal board and JSON output keep it for themselves.</summary>
    public bool ConsoleLog { get; init; } = true;

    /// <summary>Where the venue keeps its state when it lives in this process; null keeps it in memory.</summary>
    public string? VenueDirectory { get; init; }
}
