namespace Orchestrator.Client.Api.Problems;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "{Method} {Path}: the cluster did not answer")]
    public static partial void ClusterSilent(ILogger logger, string method, string path, Exception fault);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "{Method} {Path}: a fault nobody expected, trace {Trace}")]
    public static partial void Fault(ILogger logger, string method, string path, string trace, Exception fault);
}
