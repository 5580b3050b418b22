using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Archive;

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

    private readonly byte[] _account;

    private DayPool(PublicKey address, Whirlpool end, byte[] account) => (Address, End, _account) = (address, end, account);

    public PublicKey Address { get; }

    /// <summary>The pool at the end of the day.</summary>
    public Whirlpool End { get; }

    /// <returns>Null when the day's accounts do not hold the pool.</returns>
    public static DayPool? AtTheEnd(string address, WhirlpoolDay day)
    {
        if (!day.Accounts.TryGetValue(address, out var account) || Whirlpool.TryDecode(account, out var end) != DecodeRefusal.None) return null;
        var pool = new DayPool(PublicKey.Parse(address), end!, account);
        foreach (var data in day.Accounts.Values)
        {
            if (data.Length != TickArray.FixedSize || TickArray.TryDecode(data, out var array) != DecodeRefusal.None || array!.Whirlpool != pool.Address) continue;
            for (var i = 0; i < TickArray.TickCount; i++)
                if (array.IsInitialized(i)) pool._ticks[array.StartTick + (i * end!.TickSpacing)] = (array.LiquidityNet(i), LittleEndian.U128(data, DayBytes.GrossAt(i)));
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
        return (UInt128)Int128.Max(0, below < 0 ? _drift : _sums![below]);
    }

    /// <summary>Adds liquidity to a range, or takes it away when <paramref name="delta"/> is negative.</summary>
    /// <returns>False when a tick would hold less than nothing: then nothing was changed.</returns>
    public bool Change(int lower, int upper, Int128 delta)
    {
        if (GrossOf(lower) + delta < 0 || GrossOf(upper) + delta < 0) return false;
        Change(lower, delta, delta);
        Change(upper, -delta, delta);
        return true;
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

    /// <summary>The pool's account at this price.</summary>
    public byte[] AccountAt(UInt128 sqrtPrice, int tick) => DayBytes.Pool(_account, LiquidityAt(tick), sqrtPrice, tick);

    /// <summary>Starts of the arrays that a swap in either direction may walk through.</summary>
    public int[] Reach(int tick)
    {
        Span<int> starts = stackalloc int[TickArraySequence.ArraysMax];
        var reach = new SortedSet<int>();
        foreach (var aToB in (ReadOnlySpan<bool>)[true, false])
            foreach (var start in starts[..TickArraySequence.StartTicks(tick, End.TickSpacing, aToB, starts)]) reach.Add(start);
        return [.. reach];
    }

    /// <summary>An array's account; empty where it holds no tick: it need not exist then.</summary>
    public byte[] ArrayAccountAt(int start)
    {
        var ticks = _ticks.Where(tick => tick.Key >= start && tick.Key < start + (TickArray.TickCount * End.TickSpacing)).ToArray();
        return ticks.Length == 0 ? [] : DayBytes.Array(Address, start, ticks.Select(tick => ((tick.Key - start) / End.TickSpacing, tick.Value.Net, tick.Value.Gross)));
    }

    private void Sum()
    {
        (_sorted, _sums) = ([.. _ticks.Keys], new Int128[_ticks.Count]);
        var sum = _drift;
        for (var i = 0; i < _sorted.Length; i++) _sums[i] = sum += _ticks[_sorted[i]].Net;
    }

    private Int128 GrossOf(int tick) => (Int128)_ticks.GetValueOrDefault(tick).Gross;

    private void Change(int tick, Int128 net, Int128 gross)
    {
        var before = _ticks.GetValueOrDefault(tick);
        var left = (Int128)before.Gross + gross;
        if (left == 0) _ticks.Remove(tick);
        else _ticks[tick] = (before.Net + net, (UInt128)left);
        _arrays.Clear();
        _sums = null;
    }

    private TickArray ArrayAt(int start)
    {
        if (_arrays.TryGetValue(start, out var known)) return known;
        var nets = new Int128[TickArray.TickCount];
        UInt128 initialized = 0;
        for (var i = 0; i < nets.Length; i++)
        {
            if (!_ticks.TryGetValue(start + (i * End.TickSpacing), out var tick)) continue;
            nets[i] = tick.Net;
            initialized |= UInt128.One << i;
        }

        return _arrays[start] = TickArray.Of(Address, start, initialized, nets);
    }
}
