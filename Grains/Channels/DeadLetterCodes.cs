namespace Orchestrator.Grains.Channels;

/// <summary>Why an event became a dead letter. Checked in this order.</summary>
public static class DeadLetterCodes
{
    public const string MissingId = "missing_id";
    public const string UnknownSchema = "unknown_schema";
    public const string UnreadableBody = "unreadable_body";
    public const string BodyTooLarge = "body_too_large";
    public const string FutureTime = "future_time";
    public const string InvalidBody = "invalid_body";

    /// <summary>The consumer threw on every attempt.</summary>
    public const string HandlerFailed = "handler_failed";
}
