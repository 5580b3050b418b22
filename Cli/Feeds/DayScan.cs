using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Archive;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Feeds;

/// <summary>Lets the scanner look at the pools of a day at the end of each slot, once with each kind of money.</summary>
internal sealed class DayScan : IFeedSink
{
    private const ulong EpochSlots = 432_000;

    private readonly DaySource _day;
    private readonly ReplaySink _launches;
    private readonly MarketView _view = new();
    private readonly PoolKeeper _keeper;
    private readonly DayGaps[] _gaps;
    private ulong _last;

    public DayScan(DaySource day, ReplaySink launches)
    {
        (_day, _launches) = (day, launches);
        _keeper = new PoolKeeper(_view, new AccountBook(), ProgramRegistry.Mainnet);
        foreach (var pool in day.Pools) _keeper.Track(pool, ProgramIds.Whirlpool);
        string[] mints = [.. day.Mints.Select(mint => mint.ToString())];
        _gaps = [.. DayMoney.Usual.Select(money => new DayGaps(mints, money))];
    }

    public ValueTask Launched(Launch launch) => _launches.Launched(launch);

    public void Changed(in AccountView account, ulong slot) =>
        _keeper.Apply(new AccountChange(account.Address, account.Owner, account.Data.ToArray(), slot, account.WriteVersion));

    public ValueTask Ended(ulong slot, DateTimeOffset? at)
    {
        // Blocks have whole seconds and several share one: the slot makes each look later than the one before.
        var now = (at ?? DateTimeOffset.UnixEpoch) + TimeSpan.FromTicks((long)(slot % TimeSpan.TicksPerSecond));
        _view.Advance(new MarketClock(slot, slot / EpochSlots, now.ToUnixTimeSeconds()), now);
        foreach (var gaps in _gaps) gaps.Look(_view, slot, now);
        _last = slot;
        return ValueTask.CompletedTask;
    }

    public ValueTask Died(ulong slot)
    {
        _keeper.Dead(slot);
        return _launches.Died(slot);
    }

    public ValueTask Missed(string why) => _launches.Missed(why);

    public DayReport Report()
    {
        foreach (var gaps in _gaps) gaps.End(_last);
        return new DayReport(_day.Events, _day.Slots, _day.Pools.Count, _day.Swaps, _day.Exact, [.. _gaps.Select(GapsReport.Of)]);
    }
}
