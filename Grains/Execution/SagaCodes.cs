namespace Orchestrator.Grains.Execution;

/// <summary>Why an execution brought nothing; stable words in results and decisions. A planner's refusal brings its own.</summary>
public static class SagaCodes
{
    public const string Deadline = "deadline";
    public const string Halted = "halted";
    public const string SimulationFailed = "simulation_failed";
    public const string ReservationGone = "reservation_gone";
    public const string SignerPolicy = "signer_policy";
    public const string MessageUnreadable = "message_unreadable";
    public const string NotSent = "not_sent";
    public const string BlockhashExpired = "blockhash_expired";
    public const string FailedOnChain = "failed_on_chain";
}
