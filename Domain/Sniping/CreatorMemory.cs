using System.Collections.Immutable;
using Orleans;

namespace Orchestrator.Domain.Sniping;

/// <summary>One launch of a creator.</summary>
/// <param name="Emptied">The pool lost its liquidity while somebody watched.</param>
[GenerateSerializer, Immutable, Alias("creator-launch")]
public sealed record CreatorLaunch([property: Id(0)] string Token, [property: Id(1)] string Pool, [property: Id(2)] DateTimeOffset At, [property: Id(3)] bool Emptied);

/// <summary>What is known of one creator. Pure; the oldest launches are forgotten first, but their counts stay.</summary>
[GenerateSerializer, Immutable, Alias("creator-memory")]
public sealed record CreatorMemory(
    [property: Id(0)] ImmutableArray<CreatorLaunch> Launches, [property: Id(1)] int Forgotten, [property: Id(2)] int ForgottenEmptied)
{
    /// <summary>Launches kept by name.</summary>
    public const int LaunchesMax = 64;

    public static readonly CreatorMemory Empty = new([], 0, 0);

    public int Count => Launches.Length + Forgotten;

    public int Emptied => Launches.Count(launch => launch.Emptied) + ForgottenEmptied;

    /// <summary>Launches other than this pool's: what was known before it.</summary>
    public (int Count, int Emptied) Before(string pool) =>
        (Count - Launches.Count(launch => launch.Pool == pool), Emptied - Launches.Count(launch => launch.Pool == pool && launch.Emptied));

    /// <summary>The very same memory when the pool is known.</summary>
    public CreatorMemory See(string token, string pool, DateTimeOffset at)
    {
        if (Launches.Any(known => known.Pool == pool)) return this;
        var next = this with { Launches = Launches.Add(new CreatorLaunch(token, pool, at, false)) };
        if (next.Launches.Length <= LaunchesMax) return next;
        return next with
        {
            Forgotten = Forgotten + 1, ForgottenEmptied = ForgottenEmptied + (next.Launches[0].Emptied ? 1 : 0), Launches = next.Launches.RemoveAt(0),
        };
    }

    /// <summary>The very same memory when the pool is not known, or known as emptied.</summary>
    public CreatorMemory NoteEmptied(string pool)
    {
        var found = Launches.FirstOrDefault(known => known.Pool == pool && !known.Emptied);
        return found is null ? this : this with { Launches = Launches.Replace(found, found with { Emptied = true }) };
    }
}
