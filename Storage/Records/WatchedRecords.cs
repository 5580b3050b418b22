using Orchestrator.Storage.Faults;

namespace Orchestrator.Storage.Records;

/// <summary>Tells <see cref="StoreTrouble"/> how the records behind it fare.</summary>
internal sealed class WatchedRecords(IFencedRecords records, StoreTrouble trouble) : IFencedRecords
{
    public async Task<FencedRecord?> Read(string key)
    {
        try
        {
            return await records.Read(key);
        }
        catch (StoreFaultException fault)
        {
            trouble.CannotRead(key, fault);
            throw;
        }
    }

    public async Task<string?> Replace(string key, string? expected, byte[]? body)
    {
        try
        {
            var version = await records.Replace(key, expected, body);
            if (version is not null) trouble.Took(key);
            return version;
        }
        catch (StoreFaultException fault)
        {
            trouble.Refused(fault);
            throw;
        }
    }
}
