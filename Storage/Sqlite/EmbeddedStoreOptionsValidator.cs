using Orchestrator.Storage.Faults;
using Orleans;

namespace Orchestrator.Storage.Sqlite;

internal sealed class EmbeddedStoreOptionsValidator(EmbeddedStoreOptions options) : IConfigurationValidator
{
    /// <exception cref="StoreFaultException"><see cref="StoreFault.SettingRefused"/>.</exception>
    public void ValidateConfiguration()
    {
        if (string.IsNullOrWhiteSpace(options.DataDirectory)) throw Refused("DataDirectory", "nothing", "the path of a directory");
        Range("QueueMax", options.QueueMax, 1, 1_000_000);
        Range("BatchMax", options.BatchMax, 1, 10_000);
        Range("ReadersMax", options.ReadersMax, 1, 64);
        Range("OuterHeadIntervalSeconds", options.OuterHeadIntervalSeconds, 0.05, 60);
        Range("Journal.RecordsMax", options.Journal.RecordsMax, 1, 1_000_000_000);
        Range("Journal.AgeMax (days)", options.Journal.AgeMax.TotalDays, 1.0 / 1440, 36_500);
        Range("SiloPort", options.SiloPort, 1, 65_535);
        Range("GatewayPort", options.GatewayPort, 1, 65_535);
    }

    private static void Range(string name, double value, double low, double high)
    {
        if (!(value >= low && value <= high)) throw Refused(name, $"{value}", $"{low} to {high}");
    }

    private static StoreFaultException Refused(string name, string value, string allowed) =>
        new(StoreFault.SettingRefused, $"EmbeddedStore.{name} is {value}.", $"Allowed: {allowed}.");
}
