using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Tests.Markets;

public sealed class MarketViewTests
{
    [Fact]
    public void A_reader_is_told_each_changed_pool_once_and_nothing_twice()
    {
        var view = new MarketView();
        var changes = view.Follow();
        view.Publish(new FlatCurve("a", 1), 1, 0);
        view.Publish(new FlatCurve("b", 1), 1, 0);
        view.Publish(new FlatCurve("a", 2), 2, 0);
        var seen = new HashSet<string>();
        Assert.True(changes.Take(seen));
        Assert.Equal(["a", "b"], seen.Order());
        seen.Clear();
        Assert.True(changes.Take(seen));
        Assert.Empty(seen);
    }

    [Fact]
    public void A_reader_that_is_too_far_behind_is_told_so_and_then_catches_up()
    {
        var view = new MarketView();
        var changes = view.Follow();
        for (var i = 0; i <= MarketView.ChangesKept; i++) view.Publish(new FlatCurve("a", i), (ulong)i, 0);
        var seen = new HashSet<string>();
        Assert.False(changes.Take(seen));
        Assert.Equal(1, changes.Lapses);
        view.Publish(new FlatCurve("b", 1), 1, 0);
        seen.Clear();
        Assert.True(changes.Take(seen));
        Assert.Equal(["b"], seen);
    }

    [Fact]
    public async Task Readers_beside_the_writer_always_see_a_whole_state_and_never_an_older_one()
    {
        const int Writes = 200_000;
        var view = new MarketView();
        view.Publish(new FlatCurve("a", 0), 0, 0);
        var broken = 0;
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            ulong last = 0;
            while (last < Writes)
            {
                if (!view.TryFind("a", out var state) || ((FlatCurve)state.Curve).Version != (long)state.Slot || state.Slot < last) Interlocked.Increment(ref broken);
                last = state!.Slot;
            }
        })).ToArray();
        for (var i = 1; i <= Writes; i++) view.Publish(new FlatCurve("a", i), (ulong)i, 0);
        await Task.WhenAll(readers);
        Assert.Equal(0, broken);
    }

    [Fact]
    public void A_second_writer_is_a_fault_by_name()
    {
        var view = new MarketView();
        var inside = new FlatCurve("a", 1) { OnName = null };
        inside.OnName = () => { inside.OnName = null; view.Publish(new FlatCurve("b", 1), 1, 0); };
        Assert.Throws<InvalidOperationException>(() => view.Publish(inside, 1, 0));
        Assert.True(view.Publish(new FlatCurve("a", 2), 2, 0));
    }

    private sealed class FlatCurve(string pool, long version) : IPoolCurve
    {
        private int _asked;
        public Action? OnName { get; set; }
        public long Version => version;
        public string Venue => "raydium";

        public string Pool
        {
            get
            {
                if (_asked++ == 0) OnName?.Invoke();
                return pool;
            }
        }

        public Mint MintA => Mint.Sol;
        public Mint MintB => Mint.Sol;
        public CurveQuote Quote(bool aToB, ulong amountIn, in MarketClock clock) => new(amountIn, default, null);
        public CurveShape Shape(bool aToB, in MarketClock clock) => CurveShape.Empty;
    }
}
