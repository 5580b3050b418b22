namespace Orchestrator.Domain.Arbitrage;

/// <summary>The cycles that pay now, by the search's estimate, and what of them was told. Arrays beside the graph's cycles; nothing is allocated in a look.</summary>
internal sealed class PayingCycles(PoolGraph graph)
{
    private const int None = -1;

    private readonly int[] _place = Filled(graph.Cycles.Length);
    private readonly List<int> _paying = [];
    private readonly double[] _input = new double[graph.Cycles.Length];
    private readonly double[] _gain = new double[graph.Cycles.Length];
    private readonly ulong[] _since = new ulong[graph.Cycles.Length];
    private readonly ulong[] _closed = new ulong[graph.Pools.Length];
    private readonly Telling[] _told = new Telling[graph.Cycles.Length];
    private readonly int[] _usedIn = new int[graph.Pools.Length];
    private int _round;

    /// <param name="Gain">Lamports.</param>
    public record struct Telling(DateTimeOffset At, DateTimeOffset Until, double Gain);

    public int Count => _paying.Count;

    public double InputOf(int cycle) => _input[cycle];

    public double GainOf(int cycle) => _gain[cycle];

    /// <summary>Slot since which it has paid.</summary>
    public ulong SinceOf(int cycle) => _since[cycle];

    /// <summary>Slot in which a gap through the pool was last closed; zero when none was.</summary>
    public ulong ClosedOf(int pool) => _closed[pool];

    public ref Telling ToldOf(int cycle) => ref _told[cycle];

    public void Pays(int cycle, double input, double gain, ulong slot)
    {
        (_input[cycle], _gain[cycle]) = (input, gain);
        if (_place[cycle] != None) return;
        _place[cycle] = _paying.Count;
        _paying.Add(cycle);
        _since[cycle] = slot;
    }

    public void PaysNot(int cycle, ulong slot)
    {
        var place = _place[cycle];
        if (place == None) return;
        var last = _paying[^1];
        _paying[place] = last;
        _place[last] = place;
        _paying.RemoveAt(_paying.Count - 1);
        _place[cycle] = None;
        if (_told[cycle].Until == default) return;
        ref readonly var ended = ref graph.Cycles[cycle];
        for (var leg = 0; leg < ended.Legs; leg++) _closed[ended[leg] >> 1] = slot;
    }

    /// <summary>From now on no pool is used.</summary>
    public void BeginRound() => _round++;

    public void Use(in Cycle cycle)
    {
        for (var leg = 0; leg < cycle.Legs; leg++) _usedIn[cycle[leg] >> 1] = _round;
    }

    /// <summary>The best that shares no pool with what was used in this round; of equals the first. -1 when there is none.</summary>
    public int BestUnused()
    {
        var best = None;
        foreach (var cycle in _paying)
        {
            if (best != None && (_gain[cycle] < _gain[best] || (_gain[cycle] == _gain[best] && cycle > best))) continue;
            if (!IsUsed(graph.Cycles[cycle])) best = cycle;
        }

        return best;
    }

    private bool IsUsed(in Cycle cycle)
    {
        for (var leg = 0; leg < cycle.Legs; leg++)
            if (_usedIn[cycle[leg] >> 1] == _round) return true;
        return false;
    }

    private static int[] Filled(int length)
    {
        var array = new int[length];
        Array.Fill(array, None);
        return array;
    }
}
