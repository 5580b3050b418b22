using Microsoft.Extensions.Logging;
using Orchestrator.Domain;

namespace Orchestrator.Grains.Portfolio;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Portfolio}: {Operation} is tried again, attempt {Attempt} of {AttemptsMax}")]
    public static partial void TransactionRetried(ILogger log, string portfolio, string operation, int attempt, int attemptsMax, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Portfolio}: {Operation} is refused, OlderEpoch: it comes from epoch {Older}, the book listens to {Newest}")]
    public static partial void OlderEpoch(ILogger log, string portfolio, string operation, Epoch older, Epoch newest);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Portfolio}: {Operation} breaks conservation: {Detail}")]
    public static partial void ConservationViolated(ILogger log, string portfolio, string operation, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Portfolio}: settled ids could not be archived; they stay in the book and are tried again")]
    public static partial void ArchiveFailed(ILogger log, string portfolio, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Portfolio}: the snapshot could not be published; the next change publishes again")]
    public static partial void AnnounceFailed(ILogger log, string portfolio, Exception fault);
}
