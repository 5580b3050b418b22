using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Feed;

internal static partial class Log
{
    [LoggerMessage(2601, LogLevel.Information, "Feed {Feed} begins a session from slot {Slot}")]
    public static partial void Begins(ILogger log, string feed, ulong? slot);

    [LoggerMessage(2602, LogLevel.Warning, "Feed {Feed}: its session ended and is begun again: {Why}")]
    public static partial void Ended(ILogger log, string feed, string why);

    [LoggerMessage(2603, LogLevel.Warning, "Feed {Feed} is silent for {Seconds} s; paused: {Strategies}")]
    public static partial void Stale(ILogger log, string feed, double seconds, string strategies);

    [LoggerMessage(2604, LogLevel.Information, "Feed {Feed} speaks again; what was paused for it resumes: {Strategies}")]
    public static partial void Back(ILogger log, string feed, string strategies);

    [LoggerMessage(2605, LogLevel.Warning, "Feed {Feed} has a gap: {Why}")]
    public static partial void Gap(ILogger log, string feed, string why);
}
