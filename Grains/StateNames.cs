namespace Orchestrator.Grains;

/// <summary>The names under which the silo registers its stores.</summary>
public static class StateNames
{
    /// <summary>Plain grain state.</summary>
    public const string Grains = "Grains";

    /// <summary>State of Orleans transactions.</summary>
    public const string Transactions = "Transactions";
}
