namespace Orchestrator.Cli.Answers;

/// <summary>What a script learns from the end of a command.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Error = 1;
    public const int NotFound = 2;
    public const int NotRunning = 3;
    public const int Configuration = 4;
    public const int TimeOut = 5;
    public const int RefusedBySafety = 6;
    public const int NotAuthorised = 7;
}
