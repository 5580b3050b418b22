using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Decisions;

/// <summary>Writes decisions in batches, one write at a time. What could not be written stays and is written again.</summary>
internal sealed class JournalWriter(LoopPorts ports, Decider decider)
{
    private const int BatchMax = 1_000;

    /// <summary>A store that refused is asked again after this, on the real clock: a full device is not helped by a hundred tries a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = ports.Loggers.CreateLogger<JournalWriter>();
    private bool _writing;
    private long? _refusedAt;

    /// <param name="last">Nothing comes after this one, so that it does not wait for the pause.</param>
    public async Task Flush(bool last = false)
    {
        if (_writing || decider.Waiting == 0) return;
        if (!last && _refusedAt is { } refused && ports.Time.GetElapsedTime(refused) < Pause) return;
        _writing = true;
        var batch = decider.Batch(BatchMax);
        try
        {
            ports.Faults.Reach("journal.append.before");
            await ports.Journal.Append(batch);
            ports.Faults.Reach("journal.append.after");
            decider.Written(batch.Length);
            _refusedAt = null;
        }
        catch (Exception fault)
        {
            _refusedAt = ports.Time.GetTimestamp();
            Log.JournalFault(_log, batch.Length, fault);
        }
        finally
        {
            _writing = false;
        }
    }
}
