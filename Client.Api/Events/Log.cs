namespace Orchestrator.Client.Api.Events;

internal static partial class Log
{
    [LoggerMessage(EventId = 4301, Level = LogLevel.Debug, Message = "A listener left")]
    public static partial void Left(ILogger logger);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Warning, Message = "The cluster did not answer; listeners are told so")]
    public static partial void Silent(ILogger logger, Exception fault);
}
