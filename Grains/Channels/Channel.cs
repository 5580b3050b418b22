using System.Text.Json.Serialization.Metadata;

namespace Orchestrator.Grains.Channels;

/// <summary>One channel: its name, the schema its bodies follow and how they are read.</summary>
/// <param name="Name">One of <see cref="Orchestrator.Grains.Interfaces.Channels.ChannelNames"/>.</param>
/// <param name="Schema">Version of the body's schema; a reader refuses any other.</param>
/// <param name="HasConsumer">Exactly one grain handles each event, so a driver can wait until it is done.</param>
/// <param name="Fault">Says what is wrong with a body that can be read; null when nothing is.</param>
public sealed record Channel<T>(string Name, int Schema, JsonTypeInfo<T> Body, bool HasConsumer, Func<T, string?> Fault)
    where T : class;
