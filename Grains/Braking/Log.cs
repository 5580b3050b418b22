using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Braking;

internal static partial class Log
{
    [LoggerMessage(2701, LogLevel.Error, "Portfolio {Portfolio} is halted by {By} ({Reason}) and the halt is not durable yet; stored: {Stored}, audited: {Audited}")]
    public static partial void NotDurable(ILogger log, string portfolio, string by, string reason, bool stored, bool audited);

    [LoggerMessage(2702, LogLevel.Warning, "Portfolio {Portfolio}: the halt is not stored; the store is asked again")]
    public static partial void HaltNotStored(ILogger log, string portfolio, Exception fault);

    [LoggerMessage(2703, LogLevel.Warning, "Portfolio {Portfolio}: the halt is not in the audit; it is written again")]
    public static partial void HaltNotAudited(ILogger log, string portfolio, Exception fault);

    [LoggerMessage(2704, LogLevel.Critical, "Portfolio {Portfolio}: the halt by {By} ({Reason}) was never stored and ends with this process: {Fault}")]
    public static partial void NeverStored(ILogger log, string portfolio, string by, string reason, string fault);
}
