using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// Writes decisions in batches, one write at a time. What could not be written stays and is written again. A command is written at once, for its saga waits;
/// refusals are gathered, for each write of theirs is a flush that the next reservation would wait for.
/// </summary>
internal sealed class JournalWriter(LoopPorts ports, Decider decider, StorePause pause)
{
    private const int BatchMax = 1_000;

    /// <summary>Real time for which refusals are gathered: what a crash can take of them, as it takes what waits in the queue.</summary>
    internal static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(50);

    private readonly ILogger _log = ports.Loggers.CreateLogger<JournalWriter>();
    private bool _writing;
    private long _writtenAt = ports.Time.GetTimestamp();

    /// <summary>There is something that should not wait any longer.</summary>
    public bool IsDue => decider.CommandsWaiting > 0 || (decider.Waiting > 0 && (decider.Waiting >= BatchMax || ports.Time.GetElapsedTime(_writtenAt) >= GatherTime));

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
            _writtenAt = ports.Time.GetTimestamp();
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
