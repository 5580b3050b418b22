using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Opportunities;

/// <summary>
/// One copy of each name that many opportunities carry. A reader makes every venue, pool and mint a string of its own, and in a full queue the same few
/// hundred addresses would fill half of its memory. Bounded: of two names that want one place, the one that was not asked for lately is forgotten.
/// What is forgotten is only no longer shared. Mutable; belongs to one queue.
/// </summary>
internal sealed class SharedNames
{
    /// <summary>Places in pairs: far more than the pools that a portfolio trades through, 32 KB of memory.</summary>
    private const int Places = 4_096;

    private readonly string?[] kept = new string?[Places];

    /// <summary>The same opportunity, holding the kept copies. Evidence and route key are its own and stay.</summary>
    public Opportunity In(Opportunity opportunity)
    {
        var strategy = Of(opportunity.Strategy.Value);
        var (token, asset, route) = (Of(opportunity.Token), Of(opportunity.Asset), In(opportunity.Route));
        var known = ReferenceEquals(strategy, opportunity.Strategy.Value) && IsSame(token, opportunity.Token) && IsSame(asset, opportunity.Asset)
            && route == opportunity.Route;
        return known ? opportunity : opportunity with { Strategy = new StrategyId(strategy), Token = token, Asset = asset, Route = route };
    }

    /// <summary>The kept copy of a name; itself when it is the first.</summary>
    public string Of(string name)
    {
        var newer = (PlaceOf(name) & (Places / 2 - 1)) * 2;
        var older = newer + 1;
        if (string.Equals(kept[newer], name, StringComparison.Ordinal)) return kept[newer]!;
        var found = string.Equals(kept[older], name, StringComparison.Ordinal) ? kept[older]! : name;
        (kept[older], kept[newer]) = (kept[newer], found);
        return found;
    }

    /// <summary>
    /// From twelve characters only: addresses differ in nearly all of theirs, and this is asked ten times for each opportunity. Names that meet lose their
    /// sharing and nothing else.
    /// </summary>
    private static int PlaceOf(string name)
    {
        var bytes = MemoryMarshal.AsBytes(name.AsSpan());
        if (bytes.Length < 2 * sizeof(ulong)) return name.GetHashCode();
        var mixed = BinaryPrimitives.ReadUInt64LittleEndian(bytes) * 0x9E3779B97F4A7C15
            ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]) * 0xC2B2AE3D27D4EB4F
            ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]) * 0x165667B19E3779F9;
        return (int)(mixed >> 40);
    }

    private Mint Of(Mint mint)
    {
        // A mint that was never set has no name.
        if (mint.Value is not { } name) return mint;
        var shared = Of(name);
        return ReferenceEquals(shared, name) ? mint : new Mint(shared);
    }

    /// <returns>The array that was given when nothing in it changes.</returns>
    private ImmutableArray<RouteLeg> In(ImmutableArray<RouteLeg> route)
    {
        if (route.IsDefaultOrEmpty) return route;
        ImmutableArray<RouteLeg>.Builder? changed = null;
        for (var i = 0; i < route.Length; i++)
        {
            var leg = In(route[i]);
            if (ReferenceEquals(leg, route[i])) continue;
            if (changed is null)
            {
                changed = ImmutableArray.CreateBuilder<RouteLeg>(route.Length);
                changed.AddRange(route);
            }

            changed[i] = leg;
        }

        return changed?.MoveToImmutable() ?? route;
    }

    private RouteLeg In(RouteLeg leg)
    {
        var (venue, pool) = (leg.Venue is null ? leg.Venue! : Of(leg.Venue), leg.Pool is null ? leg.Pool! : Of(leg.Pool));
        var (input, output) = (Of(leg.Input), Of(leg.Output));
        var known = ReferenceEquals(venue, leg.Venue) && ReferenceEquals(pool, leg.Pool) && IsSame(input, leg.Input) && IsSame(output, leg.Output);
        return known ? leg : leg with { Venue = venue, Pool = pool, Input = input, Output = output };
    }

    private static bool IsSame(Mint left, Mint right) => ReferenceEquals(left.Value, right.Value);
}
