using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans;

namespace Orchestrator.Grains.Interfaces;

/// <summary>What is known of one token: its launches, when it was last traded, what slippage each venue really had. Keyed by mint.</summary>
[Alias("token-grain"), GrainInterfaceType("token")]
public interface ITokenGrain : IGrainWithStringKey
{
    /// <summary>Learns from one final outcome. Idempotent by the result's id.</summary>
    [Alias("learn")]
    Task Learn(ExecutionResult result);

    [Alias("read")]
    Task<TokenView> Read();

    /// <summary>How far each landed trade of the token fell short, oldest first: what a scan expects of the next one.</summary>
    [Alias("slippage")]
    Task<ImmutableArray<SlippageSample>> Slippage();

    /// <summary>Judges one launch of the token now and stores the verdict. An approved one that was not offered before is offered, unless only asked for.</summary>
    /// <param name="offers">False: the verdict alone, for a trade that an operator approves.</param>
    /// <returns>Null when no launch of this pool is known.</returns>
    [Alias("judge")]
    Task<PoolVerdict?> Judge(string pool, bool offers);
}

/// <param name="LastTradedAt">Null when it was never traded.</param>
[GenerateSerializer, Immutable, Alias("token-view")]
public sealed record TokenView(
    [property: Id(0)] Mint Mint,
    [property: Id(1)] DateTimeOffset? LastTradedAt,
    [property: Id(2)] long Trades,
    [property: Id(3)] Lamports Realised,
    [property: Id(4)] ImmutableArray<VenueSlippage> Slippage,
    [property: Id(5)] ImmutableArray<LaunchSeen> Launches,
    [property: Id(6)] ImmutableArray<PoolVerdict> Verdicts);

/// <param name="Observed">Mean shortfall of realised against expected output, over the last outcomes of this venue.</param>
[GenerateSerializer, Immutable, Alias("venue-slippage")]
public readonly record struct VenueSlippage(
    [property: Id(0)] string Venue, [property: Id(1)] BasisPoints Observed, [property: Id(2)] int Samples);

/// <summary>One outcome's shortfall through one venue.</summary>
/// <param name="Observed">Of what was traded; negative when more came back than expected.</param>
/// <param name="Size">Lamports of value that were traded; zero for an outcome of before sizes were kept.</param>
[GenerateSerializer, Immutable, Alias("slippage-sample")]
public readonly record struct SlippageSample([property: Id(0)] string Venue, [property: Id(1)] BasisPoints Observed, [property: Id(2)] Lamports Size);

/// <summary>The newest verdict on one launch of a token.</summary>
/// <param name="Offered">What was offered on it; null while nothing was.</param>
[GenerateSerializer, Immutable, Alias("pool-verdict")]
public sealed record PoolVerdict(
    [property: Id(0)] string Pool, [property: Id(1)] LaunchVerdict Verdict, [property: Id(2)] Opportunity? Offered, [property: Id(3)] bool Emptied);
