using System.Collections.Immutable;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Arbitrage;

/// <summary>
/// The pools between the scanned tokens, and every cycle through them, laid out in arrays: who changes finds its cycles without a search.
/// An edge is one direction of a pool, 2·pool for A to B and one more for B to A. For one thread.
/// </summary>
internal sealed class PoolGraph
{
    /// <summary>Pools kept of one pair: the deepest. What is left out is counted.</summary>
    public const int PoolsPerPairMax = 8;

    public const int TokensMax = 10;

    /// <summary>A third leg that a cycle of two does not have: it gives what it gets.</summary>
    public const int NoEdge = -1;

    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    private PoolGraph(ImmutableArray<Mint> tokens) => Tokens = tokens;

    public ImmutableArray<Mint> Tokens { get; }

    public PoolState[] Pools { get; private set; } = [];

    /// <summary>By edge.</summary>
    public CurveShape[] Shapes { get; private set; } = [];

    /// <summary>By edge: output per input of the first base unit.</summary>
    public double[] Prices { get; private set; } = [];

    public Cycle[] Cycles { get; private set; } = [];

    /// <summary>By pool: the cycles through it.</summary>
    public int[][] CyclesOf { get; private set; } = [];

    public int LeftOut { get; private set; }

    public static PoolGraph Build(MarketView view, ScanOptions options, in MarketClock clock)
    {
        var tokens = options.Tokens.Length <= TokensMax
            ? options.Tokens
            : throw new ArgumentException($"At most {TokensMax} tokens are scanned.", nameof(options));
        var graph = new PoolGraph(tokens);
        graph.Choose(view, options, clock);
        graph.Connect(options);
        return graph;
    }

    public bool TryFind(string pool, out int index) => _index.TryGetValue(pool, out index);

    /// <summary>Takes the pool's newest state.</summary>
    /// <returns>False when it trades other tokens than before: then the cycles are no longer true.</returns>
    public bool Refresh(int pool, PoolState state, in MarketClock clock)
    {
        var before = Pools[pool].Curve;
        if (before.MintA != state.Curve.MintA || before.MintB != state.Curve.MintB) return false;
        Pools[pool] = state;
        for (var side = 0; side < 2; side++)
        {
            var shape = state.Curve.Shape(side == 0, clock);
            Shapes[(2 * pool) + side] = shape;
            Prices[(2 * pool) + side] = shape.FirstPrice;
        }

        return true;
    }

    public IPoolCurve CurveOf(int edge) => Pools[edge >> 1].Curve;

    public static bool IsAToB(int edge) => (edge & 1) == 0;

    public Mint InputOf(int edge) => IsAToB(edge) ? CurveOf(edge).MintA : CurveOf(edge).MintB;

    public Mint OutputOf(int edge) => IsAToB(edge) ? CurveOf(edge).MintB : CurveOf(edge).MintA;

    /// <summary>The edge from one token to the other through the deepest pool, or <see cref="NoEdge"/>.</summary>
    public int DeepestEdge(Mint from, Mint to)
    {
        var (best, depth) = (NoEdge, 0.0);
        for (var edge = 0; edge < Shapes.Length; edge++)
            if (InputOf(edge) == from && OutputOf(edge) == to && DepthOf(Shapes[edge]) is var found && found > depth) (best, depth) = (edge, found);
        return best;
    }

    /// <summary>Venue, pool and direction of each leg: the same cycle found again has the same key.</summary>
    public RouteKey KeyOf(in Cycle cycle)
    {
        var key = $"{NameOf(cycle.First)}|{NameOf(cycle.Second)}";
        return new RouteKey(cycle.Third == NoEdge ? key : $"{key}|{NameOf(cycle.Third)}");
    }

    private string NameOf(int edge) => $"{CurveOf(edge).Venue}:{CurveOf(edge).Pool}:{InputOf(edge).Value[..4]}>{OutputOf(edge).Value[..4]}";

    private void Choose(MarketView view, ScanOptions options, in MarketClock clock)
    {
        var wanted = new HashSet<Mint>(Tokens);
        var chosen = new List<PoolState>();
        var now = clock;
        var candidates = view.Pools.Where(state =>
            wanted.Contains(state.Curve.MintA) && wanted.Contains(state.Curve.MintB) && state.Curve.MintA != state.Curve.MintB && options.Venues.Contains(state.Curve.Venue));
        foreach (var pair in candidates.GroupBy(state => PairOf(state.Curve)))
        {
            // A pool that gives nothing now may give something later; among equals the address decides, never the order of a dictionary.
            var deepest = pair.OrderByDescending(state => DepthOf(state.Curve.Shape(true, now))).ThenBy(state => state.Curve.Pool, StringComparer.Ordinal).ToList();
            LeftOut += Math.Max(0, deepest.Count - PoolsPerPairMax);
            chosen.AddRange(deepest.Take(PoolsPerPairMax));
        }

        chosen.Sort((left, right) => string.CompareOrdinal(left.Curve.Pool, right.Curve.Pool));
        Pools = [.. chosen];
        Shapes = new CurveShape[2 * Pools.Length];
        Prices = new double[2 * Pools.Length];
        for (var pool = 0; pool < Pools.Length; pool++)
        {
            _index.Add(Pools[pool].Curve.Pool, pool);
            Refresh(pool, Pools[pool], clock);
        }
    }

    private void Connect(ScanOptions options)
    {
        var edgesFrom = Tokens.ToDictionary(token => token, token => Enumerable.Range(0, Shapes.Length).Where(edge => InputOf(edge) == token).ToArray());
        var cycles = new List<Cycle>();
        var through = Pools.Select(_ => new List<int>()).ToArray();
        for (var start = 0; start < options.Starts.Length; start++)
        {
            if (!edgesFrom.TryGetValue(options.Starts[start], out var firsts)) continue;
            foreach (var first in firsts)
                foreach (var second in edgesFrom[OutputOf(first)])
                {
                    if (second >> 1 == first >> 1) continue;
                    if (OutputOf(second) == options.Starts[start])
                    {
                        if (options.LegsMin <= 2) Add(new Cycle(first, second, NoEdge, start));
                        continue;
                    }

                    if (options.LegsMax < 3) continue;
                    foreach (var third in edgesFrom[OutputOf(second)])
                        if (OutputOf(third) == options.Starts[start]) Add(new Cycle(first, second, third, start));
                }
        }

        Cycles = [.. cycles];
        CyclesOf = [.. through.Select(list => list.ToArray())];

        void Add(Cycle cycle)
        {
            through[cycle.First >> 1].Add(cycles.Count);
            through[cycle.Second >> 1].Add(cycles.Count);
            if (cycle.Third != NoEdge) through[cycle.Third >> 1].Add(cycles.Count);
            cycles.Add(cycle);
        }
    }

    private static (Mint, Mint) PairOf(IPoolCurve curve) => curve.MintA.CompareTo(curve.MintB) < 0 ? (curve.MintA, curve.MintB) : (curve.MintB, curve.MintA);

    /// <summary>What is there at about the present price, in output units. Only compared between pools of one direction.</summary>
    private static double DepthOf(CurveShape shape)
    {
        if (shape.Pieces.IsEmpty) return 0;
        var first = shape.Pieces[0];
        return first.Bend > 0 ? first.Slope / first.Bend : first.Slope * first.Length;
    }
}

/// <summary>Two or three edges that end where they start.</summary>
/// <param name="Third"><see cref="PoolGraph.NoEdge"/> in a cycle of two.</param>
/// <param name="Start">Index of the token among the starts.</param>
internal readonly record struct Cycle(int First, int Second, int Third, int Start)
{
    public int Legs => Third == PoolGraph.NoEdge ? 2 : 3;

    public int this[int leg] => leg == 0 ? First : leg == 1 ? Second : Third;
}
