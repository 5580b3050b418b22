using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Decisions;

/// <summary>Writes decisions in batches, one write at a time. What could not be written stays and is written again.</summary>
internal sealed class JournalWriter(LoopPorts ports, Decider decider)
{
    private const int BatchMax = 1_000;

    private readonly ILogger _log = ports.Loggers.CreateLogger<JournalWriter>();
    private bool _writing;

    public async Task Flush()
    {
        if (_writing || decider.Waiting == 0) return;
        _writing = true;
        var batch = decider.Batch(BatchMax);
        try
        {
            ports.Faults.Reach("journal.append.before");
            await ports.Journal.Append(batch);
            ports.Faults.Reach("journal.append.after");
            decider.Written(batch.Length);
        }
        catch (Exception fault)
        {
            Log.JournalFault(_log, batch.Length, fault);
        }
        finally
        {
            _writing = false;
        }
    }
}
