namespace Orchestrator.Solana.Simulation;

/// <summary>
/// When what happened is told: at once, or, while the feed has fallen behind, all in one go when it catches up. The market does not
/// notice: only we know less.
/// </summary>
internal sealed class FeedDelay(VenueSettings settings)
{
    private readonly Chance _chance = new(settings.Seed);
    private readonly FeedSettings _feed = settings.Feed;
    /// <summary>
    /// The slot in which something found in this one is told: its own while the feed keeps up. Never decreases from one slot to the next, because a
    /// stall that reaches over both holds up both; hence findings are told in the order they were made.
    /// </summary>
    internal ulong ToldAt(ulong slot)
    {
        var told = slot;
        for (var back = 0ul; back < (ulong)_feed.StallSlotsMax && back < slot; back++)
        {
            var begin = slot - back;
            if (!_chance.Hits(_feed.StallsPpm, Purpose.FeedStall, begin)) continue;
            var slots = (ulong)Chance.Between(_chance.Draw(Purpose.FeedStall, begin, 1), _feed.StallSlotsMin, _feed.StallSlotsMax);
            told = Math.Max(told, begin + slots);
        }

        return told;
    }
}

/// <summary>What waits until it is told, in the order in which it happened.</summary>
internal sealed class HeldBack<T>(FeedDelay delay)
{
    private readonly Queue<(ulong ToldAt, T Item)> _held = [];

    public void Hold(ulong slot, T item) => _held.Enqueue((delay.ToldAt(slot), item));

    /// <summary>Gives what is told in this slot, oldest first.</summary>
    public void Tell(ulong slot, Action<T> into)
    {
        while (_held.TryPeek(out var next) && next.ToldAt <= slot) into(_held.Dequeue().Item);
    }
}
