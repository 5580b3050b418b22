using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans;

namespace Orchestrator.Grains.Token;

/// <summary>What is known of one token. Pure; each list is bounded, its oldest entry is forgotten first.</summary>
[GenerateSerializer, Immutable, Alias("token-memory")]
public sealed record TokenMemory(
    [property: Id(0)] DateTimeOffset? LastTradedAt,
    [property: Id(1)] long Trades,
    [property: Id(2)] Lamports Realised,
    [property: Id(3)] ImmutableArray<SlippageSample> Samples,
    [property: Id(4)] ImmutableArray<LaunchSeen> Launches,
    [property: Id(5)] ImmutableArray<OpportunityId> Taken)
{
    /// <summary>Newest samples kept over all venues.</summary>
    public const int SamplesMax = 200;

    /// <summary>Newest launches kept: a mint has one pool, and perhaps decoys.</summary>
    public const int LaunchesMax = 16;

    /// <summary>Newest results remembered, so that none is counted twice.</summary>
    public const int TakenMax = 500;

    public static readonly TokenMemory Empty = new(null, 0, Lamports.Zero, [], [], []);

    /// <summary>The very same memory when the launch is known.</summary>
    public TokenMemory See(LaunchSeen launch) =>
        Launches.Any(known => known.PoolId == launch.PoolId && (known.Signature == launch.Signature || launch.Source == LaunchSource.Manual))
            ? this
            : this with { Launches = Keep(Launches.Add(launch), LaunchesMax) };

    /// <summary>The very same memory when the result is known or nothing landed.</summary>
    public TokenMemory Learn(ExecutionResult result)
    {
        if (result.Landing is null || Taken.Contains(result.Id)) return this;
        var next = this with
        {
            LastTradedAt = LastTradedAt is { } last && last > result.FinishedAt ? last : result.FinishedAt,
            Trades = Trades + 1,
            Realised = Realised + result.Realised,
            Taken = Keep(Taken.Add(result.Id), TakenMax),
        };
        if (result.Outcome != ExecutionOutcome.Landed || Shortfall(result) is not { } shortfall) return next;
        return next with { Samples = Keep(Samples.AddRange(result.Venues.Distinct().Select(venue => new SlippageSample(venue, shortfall, result.Notional))), SamplesMax) };
    }

    public ImmutableArray<VenueSlippage> Slippage() =>
    [
        .. Samples.GroupBy(sample => sample.Venue).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new VenueSlippage(
            group.Key, new BasisPoints((int)Math.Round(group.Average(sample => (decimal)sample.Observed.Value))), group.Count())),
    ];

    /// <summary>How much less than expected came back, of what was traded; negative when it was more. Null when nothing was traded.</summary>
    private static BasisPoints? Shortfall(ExecutionResult result)
    {
        if (result.Notional <= Lamports.Zero || result.Position == PositionEffect.Opened) return null;
        var points = ExactMath.FloorDiv(((Int128)result.Expected.Value - result.Realised.Value) * BasisPoints.One, result.Notional.Value);
        return new BasisPoints((int)Int128.Clamp(points, -BasisPoints.One, 10 * BasisPoints.One));
    }

    private static ImmutableArray<T> Keep<T>(ImmutableArray<T> list, int max) => list.Length <= max ? list : list.RemoveRange(0, list.Length - max);
}
