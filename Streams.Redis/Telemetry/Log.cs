using Microsoft.Extensions.Logging;

namespace Orchestrator.Streams.Redis.Telemetry;

internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Partition {Partition} is held by {Holder}")]
    public static partial void Taken(ILogger log, int partition, string holder);

    [LoggerMessage(5001, LogLevel.Warning, "Partition {Partition} has a newer holder than {Holder}; nothing more is settled here")]
    public static partial void Lost(ILogger log, int partition, string holder);

    [LoggerMessage(5002, LogLevel.Warning, "Partition {Partition}: entry {Entry} went to the dead letters: {Reason}")]
    public static partial void Buried(ILogger log, int partition, string entry, string reason);

    [LoggerMessage(5003, LogLevel.Warning, "Partition {Partition}: {Fault}")]
    public static partial void Fault(ILogger log, int partition, string fault);
}
