using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Channels;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Channel}: the stream reported a fault")]
    public static partial void StreamFault(ILogger log, string channel, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Channel}: event {EventId} failed, attempt {Attempt} of {AttemptsMax}")]
    public static partial void HandlerFault(ILogger log, string channel, Guid eventId, int attempt, int attemptsMax, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Channel}: event {EventId} is a dead letter, {Code}: {Reason}")]
    public static partial void DeadLetter(ILogger log, string channel, Guid eventId, string code, string reason);
}
