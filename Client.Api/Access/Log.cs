namespace Orchestrator.Client.Api.Access;

internal static partial class Log
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "The key file was read again: {Keys} keys are in force")]
    public static partial void KeysRead(ILogger logger, int keys);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "The key file changed and is refused; the keys stay as they were. {Reason}")]
    public static partial void KeysKept(ILogger logger, string reason);
}
