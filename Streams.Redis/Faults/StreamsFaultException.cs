namespace Orchestrator.Streams.Redis.Faults;

/// <summary>A fault of the streams: what is wrong, and what can be done about it. Never holds a password.</summary>
public sealed class StreamsFaultException(StreamsFault fault, string what, string remedy) : Exception($"{fault}: {what} {remedy}")
{
    public StreamsFault Fault { get; } = fault;

    public string What { get; } = what;

    public string Remedy { get; } = remedy;
}
