using Orchestrator.Storage.Faults;
using Orleans;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

internal sealed class RedisStoreOptionsValidator(RedisStoreOptions options) : IConfigurationValidator
{
    /// <exception cref="StoreFaultException"><see cref="StoreFault.SettingRefused"/>; never with the connection string in it.</exception>
    public void ValidateConfiguration()
    {
        if (!Parses(options.Connection)) throw Refused("Connection", "no connection string (not shown: it may hold a secret)", "host:port[,user=…][,password=…][,ssl=true]");
        if (string.IsNullOrWhiteSpace(options.HeadDirectory)) throw Refused("HeadDirectory", "nothing", "the path of a directory of this host");
        Range("ConnectTimeoutSeconds", options.ConnectTimeoutSeconds, 0.1, 60);
        Range("CommandTimeoutSeconds", options.CommandTimeoutSeconds, 0.1, 60);
        Range("OuterHeadIntervalSeconds", options.OuterHeadIntervalSeconds, 0.05, 60);
        Range("Journal.RecordsMax", options.Journal.RecordsMax, 1, 1_000_000_000);
        Range("Journal.AgeMax (days)", options.Journal.AgeMax.TotalDays, 1.0 / 1440, 36_500);
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

    private static void Range(string name, double value, double low, double high)
    {
        if (!(value >= low && value <= high)) throw Refused(name, $"{value}", $"{low} to {high}");
    }

    private static StoreFaultException Refused(string name, string value, string allowed) =>
        new(StoreFault.SettingRefused, $"RedisStore.{name} is {value}.", $"Allowed: {allowed}.");
}
