using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Exits;

internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Information, "Position {Position} is offered for sale: {Rule}, {Detail}")]
    public static partial void Offered(ILogger log, string position, string rule, string detail);

    [LoggerMessage(2101, LogLevel.Warning, "Position {Position} has no price and cannot be judged: {Why}")]
    public static partial void Unpriced(ILogger log, string position, string why);

    [LoggerMessage(2102, LogLevel.Warning, "Position {Position} could not be looked at; it is looked at again")]
    public static partial void NotLooked(ILogger log, string position, Exception fault);
}
