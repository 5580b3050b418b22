using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

/// <summary>One pool's ticks while the day is walked, backwards or forwards.</summary>
internal sealed class DayPool
{
    private readonly SortedDictionary<int, (Int128 Net, UInt128 Gross)> _ticks = [];
    private readonly Dictionary<int, TickArray> _arrays = [];
    private int[] _sorted = [];
    private Int128[]? _sums;

    /// <summary>
    /// Two of the real pools hold less active liquidity than their ticks sum up to, an old fault of theirs; the difference only moves with the ticks' sum.
    /// </summary>
    private Int128 _drift;

    private DayPool(Whirlpool end) => End = end;

    /// <summary>The pool at the end of the day.</summary>
    public Whirlpool End { get; }

    public static DayPool AtTheEnd(string address, RealDay day)
    {
        Assert.Equal(DecodeRefusal.None, Whirlpool.TryDecode(day.Accounts[address], out var end));
        var pool = new DayPool(end!);
        foreach (var data in day.Accounts.Values)
        {
            if (TickArray.TryDecode(data, out var array) != DecodeRefusal.None || array!.Whirlpool.ToString() != address) continue;
            for (var i = 0; i < TickArray.TickCount; i++)
                if (array.IsInitialized(i))
                    pool._ticks[array.StartTick + i * end!.TickSpacing] = (array.LiquidityNet(i), LittleEndian.U128(data, 12 + i * 113 + 17));
        }
        pool._drift = (Int128)end!.Liquidity - (Int128)pool.LiquidityAt(end.TickCurrentIndex);
        pool._sums = null;
        return pool;
    }

    public UInt128 LiquidityAt(int tick)
    {
        if (_sums is null) Sum();
        var at = Array.BinarySearch(_sorted, tick);
        var below = at >= 0 ? at : ~at - 1;
        return (UInt128)(below < 0 ? _drift : _sums![below]);
    }

    /// <summary>Adds liquidity to a range, or takes it away when <paramref name="delta"/> is negative.</summary>
    public void Change(int lower, int upper, Int128 delta)
    {
        Change(lower, delta, delta);
        Change(upper, -delta, delta);
    }

    public QuoteRefusal Swap(UInt128 sqrtPrice, int tick, in WhirlpoolSwapInput input, out WhirlpoolSwapOutcome outcome)
    {
        var pool = End with { SqrtPrice = sqrtPrice, TickCurrentIndex = tick, Liquidity = LiquidityAt(tick) };
        Span<int> starts = stackalloc int[TickArraySequence.ArraysMax];
        var count = TickArraySequence.StartTicks(tick, pool.TickSpacing, input.AToB, starts);
        var arrays = new TickArray[count];
        for (var i = 0; i < count; i++) arrays[i] = ArrayAt(starts[i]);
        return WhirlpoolSwap.TryRun(pool, arrays, null, input, 0, out outcome);
    }

    /// <summary>The pool at this price, as a feed would publish it: with the arrays that a swap in either direction may walk through.</summary>
    public WhirlpoolPool At(PublicKey address, UInt128 sqrtPrice, int tick)
    {
        var state = End with { SqrtPrice = sqrtPrice, TickCurrentIndex = tick, Liquidity = LiquidityAt(tick) };
        Span<int> starts = stackalloc int[TickArraySequence.ArraysMax];
        var arrays = new Dictionary<int, TickArray>();
        foreach (var aToB in (bool[])[true, false])
            foreach (var start in starts[..TickArraySequence.StartTicks(tick, state.TickSpacing, aToB, starts)])
                arrays[start] = ArrayAt(start);
        return new WhirlpoolPool(address, state, arrays.Values, null, TokenMint.Plain(0), TokenMint.Plain(0));
    }

    private void Sum()
    {
        (_sorted, _sums) = ([.. _ticks.Keys], new Int128[_ticks.Count]);
        var sum = _drift;
        for (var i = 0; i < _sorted.Length; i++) _sums[i] = sum += _ticks[_sorted[i]].Net;
    }

    private void Change(int tick, Int128 net, Int128 gross)
    {
        var before = _ticks.GetValueOrDefault(tick);
        var left = (Int128)before.Gross + gross;
        Assert.True(left >= 0, $"tick {tick} would hold negative liquidity");
        if (left == 0) _ticks.Remove(tick);
        else _ticks[tick] = (before.Net + net, (UInt128)left);
        _arrays.Clear();
        _sums = null;
    }

    private TickArray ArrayAt(int start)
    {
        if (_arrays.TryGetValue(start, out var known)) return known;
        var net = new Dictionary<int, Int128>();
        foreach (var (tick, (value, _)) in _ticks) net[tick] = value;
        return _arrays[start] = Pools.Array(start, End.TickSpacing, net);
    }
}
