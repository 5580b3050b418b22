namespace Orchestrator.Domain.Markets;

/// <summary>One reader's place in the changes of a <see cref="MarketView"/>. Not for two threads at once.</summary>
public sealed class PoolChanges(MarketView view)
{
    private long _next = view.ChangeCount;

    /// <summary>How often this reader was so far behind that it had to look at everything.</summary>
    public long Lapses { get; private set; }

    /// <summary>Adds the pools that changed since the last call, each once.</summary>
    /// <returns>False when the reader was too far behind: then any pool may have changed.</returns>
    public bool Take(ISet<string> into)
    {
        var end = view.ChangeCount;
        for (; _next < end; _next++)
        {
            if (view.ChangeAt(_next) is { } pool) { into.Add(pool); continue; }
            _next = end;
            Lapses++;
            return false;
        }

        return true;
    }
}
