namespace Orchestrator.Grains.Execution;

/// <summary>Answers to a command, as <see cref="Orchestrator.Grains.Interfaces.CommandReceipt"/> names them.</summary>
public static class CommandCodes
{
    public const string Accepted = "accepted";
    public const string AlreadyAccepted = "already_accepted";
    public const string AnotherCommand = "another_command";
    public const string OlderEpoch = "older_epoch";
    public const string AlreadyOver = "already_over";
}
