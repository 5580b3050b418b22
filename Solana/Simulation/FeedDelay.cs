using Orchestrator.Domain.Arbitrage;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// Holds back what the scan found while the feed has fallen behind, and tells it all at once when it catches up. The market does not
/// notice: only we know less.
/// </summary>
internal sealed class FeedDelay(VenueSettings settings)
{
    private readonly Chance _chance = new(settings.Seed);
    private readonly FeedSettings _feed = settings.Feed;
    private readonly Queue<(ulong ToldAt, ArbitrageFinding Finding)> _held = [];

    public void Hold(ArbitrageFinding finding) => _held.Enqueue((ToldAt(finding.Slot), finding));

    /// <summary>What is told in this slot, oldest first.</summary>
    public void Tell(ulong slot, ICollection<ArbitrageFinding> into)
    {
        while (_held.TryPeek(out var next) && next.ToldAt <= slot) into.Add(_held.Dequeue().Finding);
    }

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
