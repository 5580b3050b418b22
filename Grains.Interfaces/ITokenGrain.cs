using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
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
}

/// <param name="LastTradedAt">Null when it was never traded.</param>
[GenerateSerializer, Immutable, Alias("token-view")]
public sealed record TokenView(
    [property: Id(0)] Mint Mint,
    [property: Id(1)] DateTimeOffset? LastTradedAt,
    [property: Id(2)] long Trades,
    [property: Id(3)] Lamports Realised,
    [property: Id(4)] ImmutableArray<VenueSlippage> Slippage,
    [property: Id(5)] ImmutableArray<LaunchSeen> Launches);

/// <param name="Observed">Mean shortfall of realised against expected output, over the last outcomes of this venue.</param>
[GenerateSerializer, Immutable, Alias("venue-slippage")]
public readonly record struct VenueSlippage(
    [property: Id(0)] string Venue, [property: Id(1)] BasisPoints Observed, [property: Id(2)] int Samples);
