namespace Orchestrator.Grains.Decisions;

/// <summary>How the loop runs. Limits of the trade itself are in the risk and breaker limits.</summary>
public sealed class OrchestratorOptions
{
    /// <summary>Whether opportunities are taken at all. Live.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>replay, paper, shadow or live; shown, and part of every store name.</summary>
    public string Mode { get; set; } = "paper";

    /// <summary>Opportunities waiting. Default 10,000; the lowest raw score leaves when it is full.</summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>Executions in flight at once. Default 10; 1 to 100. Live.</summary>
    public int MaxConcurrent { get; set; } = 10;

    /// <summary>Longest life of an opportunity from its creation, whatever its producer says. Default 30 s. Live.</summary>
    public TimeSpan OpportunityTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Period of the watchdog. Default 10 ms. Arrivals wake the loop at once.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How often a running execution is driven on while it waits for the chain. Default 200 ms; half a slot.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often reservations that were never pinned are swept. Default 1 s.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often strategies adapt. Default 5 min.</summary>
    public TimeSpan LearningInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A driver owns the clock: no timer ticks, arrivals wait for the driver's tick, and reservations are made one after the other, so that
    /// the same tape gives the same decisions.
    /// </summary>
    public bool EventTime { get; set; }

    /// <summary>Ids whose decision is remembered, so that none is made twice. Default 100,000.</summary>
    public int DecidedMemory { get; set; } = 100_000;

    /// <summary>Stamp of the configuration in force, on every decision.</summary>
    public string ConfigHash { get; set; } = "";
}
