using System.Diagnostics.Metrics;

namespace Orchestrator.Grains.Channels;

/// <summary>What happens on the channels, by channel and code; never by id.</summary>
public sealed class ChannelMetrics(IMeterFactory meters)
{
    public const string MeterName = "orchestrator.channels";

    private readonly Meter meter = meters.Create(MeterName);
    private Counter<long>? handled;
    private Counter<long>? deadLetters;
    private long deadLettered;
    private Counter<long>? duplicates;

    internal void Handled(string channel) => Counter(ref handled, "orchestrator.channel.handled", "Events handled.").Add(1, Tag(channel));

    internal void Duplicate(string channel) =>
        Counter(ref duplicates, "orchestrator.channel.duplicates", "Events that came again and changed nothing.").Add(1, Tag(channel));

    /// <summary>Events of this silo that became dead letters since its start.</summary>
    internal long DeadLettered => Interlocked.Read(ref deadLettered);

    internal void DeadLetter(string channel, string code)
    {
        Interlocked.Increment(ref deadLettered);
        Counter(ref deadLetters, "orchestrator.channel.dead_letters", "Events that could not be handled, by reason.")
            .Add(1, Tag(channel), new KeyValuePair<string, object?>("code", code));
    }

    private static KeyValuePair<string, object?> Tag(string channel) => new("channel", channel);

    private Counter<long> Counter(ref Counter<long>? counter, string name, string description) =>
        counter ??= meter.CreateCounter<long>(name, unit: "{event}", description: description);
}
