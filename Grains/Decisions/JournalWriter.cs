using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Decisions;

/// <summary>Writes decisions in batches, one write at a time. What could not be written stays and is written again.</summary>
internal sealed class JournalWriter(LoopPorts ports, Decider decider, StorePause pause)
{
    private const int BatchMax = 1_000;

    private readonly ILogger _log = ports.Loggers.CreateLogger<JournalWriter>();
    private bool _writing;

    /// <summary>Writes one batch.</summary>
    /// <returns>True when it is written; false when nothing waits, another write is under way, or the store refused.</returns>
    public async Task<bool> WriteSome()
    {
        if (_writing || decider.Waiting == 0 || pause.Lasts) return false;
        return await Write();
    }

    /// <summary>For the last moment of an activation: all of it, or as much as the store takes.</summary>
    public async Task WriteAll()
    {
        while (!_writing && decider.Waiting > 0 && await Write())
        {
            // Each round is one batch.
        }
    }

    private async Task<bool> Write()
    {
        _writing = true;
        var batch = decider.Batch(BatchMax);
        try
        {
            ports.Faults.Reach("journal.append.before");
            await ports.Journal.Append(batch);
            ports.Faults.Reach("journal.append.after");
            decider.Written(batch.Length);
            pause.End();
            return true;
        }
        catch (Exception fault)
        {
            pause.Begin();
            Log.JournalFault(_log, batch.Length, fault);
            return false;
        }
        finally
        {
            _writing = false;
        }
    }
}
