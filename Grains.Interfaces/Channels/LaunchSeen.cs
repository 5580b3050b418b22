using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Grains.Interfaces.Channels;

public enum LaunchKind
{
    NewPoolCreation = 0,
    InitializePool = 1,
    CreateLiquidityPool = 2,
}

public enum LaunchSource
{
    Geyser = 0,
    Manual = 1,
    Replay = 2,
}

/// <summary>Body of <see cref="ChannelNames.NewTokenLaunches"/>.</summary>
/// <param name="InitialLiquidity">SOL side in lamports when the quote is SOL, else zero.</param>
/// <param name="InitialBaseUnits">Token side in base units.</param>
[GenerateSerializer, Immutable, Alias("launch-seen")]
public sealed record LaunchSeen(
    [property: Id(0)] LaunchKind EventType,
    [property: Id(1)] Mint TokenMint,
    [property: Id(2)] Mint QuoteMint,
    [property: Id(3)] string ProgramId,
    [property: Id(4)] string PoolId,
    [property: Id(5)] string Creator,
    [property: Id(6)] Lamports InitialLiquidity,
    [property: Id(7)] BaseUnits InitialBaseUnits,
    [property: Id(8)] ulong Slot,
    [property: Id(9)] string Signature,
    [property: Id(10)] DateTimeOffset ObservedAt,
    [property: Id(11)] LaunchSource Source);
