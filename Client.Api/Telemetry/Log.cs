namespace Orchestrator.Client.Api.Telemetry;

internal static partial class Log
{
    [LoggerMessage(EventId = 4201, Level = LogLevel.Warning, Message = "The gauges of book and strategies could not be read and are left out of this scrape")]
    public static partial void NotRefreshed(ILogger logger, Exception fault);
}
