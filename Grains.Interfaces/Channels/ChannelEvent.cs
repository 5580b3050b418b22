using Orleans;

namespace Orchestrator.Grains.Interfaces.Channels;

/// <summary>
/// What travels on every channel: an envelope that is always readable around a body that may not be.
/// </summary>
/// <param name="Id">Chosen by the producer and stored before sending. The same id twice is the same event.</param>
/// <param name="Schema">Version of the body's schema; a consumer refuses one that it does not know.</param>
/// <param name="ObservedAt">When the fact was observed, not when it was sent.</param>
/// <param name="TraceParent">W3C trace context of the producer, or null.</param>
/// <param name="Body">UTF-8 JSON in snake_case, as documented in <c>docs/channels.md</c>.</param>
[GenerateSerializer, Immutable, Alias("channel-event")]
public sealed record ChannelEvent(
    [property: Id(0)] Guid Id,
    [property: Id(1)] int Schema,
    [property: Id(2)] DateTimeOffset ObservedAt,
    [property: Id(3)] string? TraceParent,
    [property: Id(4)] byte[] Body);

/// <summary>An event that could not be read, kept whole so that nothing is lost.</summary>
[GenerateSerializer, Immutable, Alias("dead-letter")]
public sealed record DeadLetter(
    [property: Id(0)] string Channel,
    [property: Id(1)] string Code,
    [property: Id(2)] string Reason,
    [property: Id(3)] ChannelEvent Event,
    [property: Id(4)] DateTimeOffset At);
