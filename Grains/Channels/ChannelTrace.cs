using System.Diagnostics;

namespace Orchestrator.Grains.Channels;

/// <summary>Carries the W3C trace context of a producer over to its consumer.</summary>
public static class ChannelTrace
{
    /// <summary>Name of the activity source, for the telemetry of the host.</summary>
    public const string SourceName = "orchestrator.channels";

    private static readonly ActivitySource Source = new(SourceName);

    internal static Activity? Publishing(string channel) => Source.StartActivity($"publish {channel}", ActivityKind.Producer);

    /// <summary>An unreadable context starts a trace of its own: it never costs the event.</summary>
    internal static Activity? Consuming(string channel, string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent)
            ? Source.StartActivity($"consume {channel}", ActivityKind.Consumer, parent)
            : Source.StartActivity($"consume {channel}", ActivityKind.Consumer);
}
