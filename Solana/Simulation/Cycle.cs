using Orchestrator.Domain;

namespace Orchestrator.Solana.Simulation;

/// <summary>One swap of a cycle: into which pool with which token.</summary>
internal readonly record struct CycleLeg(VenuePool Pool, int TokenIn)
{
    public int TokenOut => Pool.Other(TokenIn);
}

/// <summary>Two or three swaps that start and end in SOL.</summary>
internal sealed record Cycle(int Index, CycleLeg[] Legs)
{
    public RouteKey Key { get; } = new(string.Join('|', Legs.Select(Name)));

    /// <summary>Every cycle of two and three legs that never visits a pool or an inner token twice.</summary>
    public static IReadOnlyList<Cycle> All(VenueLayout layout)
    {
        var cycles = new List<Cycle>();
        foreach (var first in LegsFrom(layout, VenueToken.Sol))
            foreach (var second in LegsFrom(layout, first.TokenOut))
            {
                if (second.Pool.Index == first.Pool.Index) continue;
                if (second.TokenOut == VenueToken.Sol) { cycles.Add(new Cycle(cycles.Count, [first, second])); continue; }
                foreach (var third in LegsFrom(layout, second.TokenOut))
                    if (third.TokenOut == VenueToken.Sol && third.Pool.Index != first.Pool.Index && second.TokenOut != first.TokenOut)
                        cycles.Add(new Cycle(cycles.Count, [first, second, third]));
            }

        return cycles;
    }

    private static IEnumerable<CycleLeg> LegsFrom(VenueLayout layout, int token) =>
        layout.Pools.Take(layout.EstablishedPools).Where(p => p.Trades(token)).Select(p => new CycleLeg(p, token));

    private static string Name(CycleLeg leg) =>
        $"{leg.Pool.Venue}:{VenueToken.All[leg.TokenIn].Symbol}>{VenueToken.All[leg.TokenOut].Symbol}";
}
