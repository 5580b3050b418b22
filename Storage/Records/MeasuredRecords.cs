using Orchestrator.Storage.Telemetry;
using Orchestrator.Storage.Transactions;

namespace Orchestrator.Storage.Records;

/// <summary>Measures every write of the records behind it. What fails is not counted as a write.</summary>
internal sealed class MeasuredRecords(IFencedRecords records, StoreMetrics metrics, TimeProvider time) : IFencedRecords
{
    public Task<FencedRecord?> Read(string key) => records.Read(key);

    public async Task<string?> Replace(string key, string? expected, byte[]? body)
    {
        var started = time.GetTimestamp();
        var version = await records.Replace(key, expected, body);
        var kind = key.StartsWith(FencedTransactionalStateFactory.KeyPrefix, StringComparison.Ordinal) ? StoreMetrics.Transaction : StoreMetrics.State;
        metrics.Wrote(kind, time.GetElapsedTime(started));
        return version;
    }
}
