using Orchestrator.Streams.Redis.Faults;
using Orleans;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Orchestrator.Streams.Redis.Hosting;

internal sealed class RedisStreamsOptionsValidator(string name, RedisStreamsOptions options, StreamPullingAgentOptions? agent) : IConfigurationValidator
{
    /// <exception cref="StreamsFaultException"><see cref="StreamsFault.SettingRefused"/>; never with the connection string in it.</exception>
    public void ValidateConfiguration()
    {
        if (options.Multiplexer is null && !Parses(options.Connection))
            throw Refused(name, "Connection", "no connection string (not shown: it may hold a secret)", "host:port[,user=…][,password=…][,ssl=true]");
        Range(name, "ConnectTimeoutSeconds", options.ConnectTimeoutSeconds, 0.1, 60);
        Range(name, "CommandTimeoutSeconds", options.CommandTimeoutSeconds, 0.1, 60);
        Check(name, options.Partitions, options.Limits, agent);
    }

    internal static void Check(string name, int partitions, PartitionLimits limits, StreamPullingAgentOptions? agent)
    {
        Range(name, "Partitions", partitions, 1, 256);
        Range(name, "Limits.LengthMax", limits.LengthMax, 100, 100_000_000);
        Range(name, "Limits.RetainedLength", limits.RetainedLength, 0, limits.LengthMax);
        Range(name, "Limits.RetainedSeconds", limits.RetainedSeconds, 1, 31_536_000);
        Range(name, "Limits.TrimPeriodSeconds", limits.TrimPeriodSeconds, 0.05, 3_600);
        Range(name, "Limits.CachedMax", limits.CachedMax, 16, 1_000_000);
        Range(name, "Limits.LaneMax", limits.LaneMax, 1, limits.CachedMax);
        Range(name, "Limits.JoinSeconds", limits.JoinSeconds, 0.05, 300);
        Range(name, "Limits.ReadMax", limits.ReadMax, 1, 10_000);
        Range(name, "Limits.WaitSeconds", limits.WaitSeconds, 0.01, 10);
        Range(name, "Limits.HoldSeconds", limits.HoldSeconds, 1, 300);
        Range(name, "Limits.EventBytesMax", limits.EventBytesMax, 1_024, 67_108_864);
        Range(name, "Limits.DeadLettersMax", limits.DeadLettersMax, 1, 10_000_000);
        // A batch of containers is passed by the cursor before it is delivered, so it would be acknowledged too early.
        if (agent is not null) Range(name, "BatchContainerBatchSize of the pulling agent", agent.BatchContainerBatchSize, 1, 1);
    }

    private static bool Parses(string connection)
    {
        try
        {
            return ConfigurationOptions.Parse(connection).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Range(string name, string setting, double value, double low, double high)
    {
        if (!(value >= low && value <= high)) throw Refused(name, setting, $"{value}", $"{low} to {high}");
    }

    private static StreamsFaultException Refused(string name, string setting, string value, string allowed) =>
        new(StreamsFault.SettingRefused, $"Streams '{name}': {setting} is {value}.", $"Allowed: {allowed}.");
}
