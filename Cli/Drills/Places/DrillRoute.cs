namespace Orchestrator.Cli.Drills.Places;

/// <summary>What lies between the silos and everything else.</summary>
internal enum DrillRoute
{
    Direct = 0,

    /// <summary>Each silo reaches Redis through a proxy of its own that the drill rules.</summary>
    Proxies = 1,

    /// <summary>Each silo is on a host of its own, and the drill rules the router between them.</summary>
    Networks = 2,

    /// <summary>Each silo has a wall clock of its own that the drill sets.</summary>
    Clocks = 3,
}
