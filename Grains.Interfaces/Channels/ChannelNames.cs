namespace Orchestrator.Grains.Interfaces.Channels;

/// <summary>
/// The six channels of the system. The names are those of the original publish/subscribe design, so that whoever knows it finds them.
/// </summary>
public static class ChannelNames
{
    /// <summary>The stream provider of the channels that grains consume by name. Which implementation stands behind it is chosen in the silo.</summary>
    public const string Provider = "channels";

    /// <summary>The stream provider of what is told to whoever listens (the book's snapshots and the dead letters), so that only these pay for looking up who does.</summary>
    public const string ToldProvider = "told";

    /// <summary>Pool creations, keyed by mint. Consumer: the token.</summary>
    public const string NewTokenLaunches = "new_token_launches";

    /// <summary>Arbitrage found by a scanner, keyed by portfolio. Consumer: the orchestrator.</summary>
    public const string ArbitrageOpportunities = "arbitrage_opportunities";

    /// <summary>Opportunities of every other producer, keyed by portfolio. Consumer: the orchestrator.</summary>
    public const string OpportunityQueue = "opportunity_queue";

    /// <summary>Orders to execute, keyed by opportunity. Consumer: the opportunity's saga.</summary>
    public const string OrchestratorCommands = "orchestrator_commands";

    /// <summary>Final outcomes, keyed by portfolio. Consumer: the orchestrator.</summary>
    public const string ExecutionResults = "execution_results";

    /// <summary>Snapshots of the book after each change, keyed by portfolio. Consumers: the orchestrator's copy, the API.</summary>
    public const string CapitalState = "capital_state";

    /// <summary>Events that nobody could read, with the reason, keyed by the channel they came from.</summary>
    public const string DeadLetters = "dead_letters";
}
