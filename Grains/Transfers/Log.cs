using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Transfers;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Transfer}: both sides are tried again, attempt {Attempt} of {AttemptsMax}")]
    public static partial void TransferRetried(ILogger log, string transfer, int attempt, int attemptsMax, Exception fault);
}
