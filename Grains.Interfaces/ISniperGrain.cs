using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orleans;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces;

/// <summary>Trades that an operator asks for in two steps, and launches that are looked at again. Keyed by portfolio.</summary>
[Alias("sniper-grain"), GrainInterfaceType("sniper")]
public interface ISniperGrain : IGrainWithStringKey
{
    /// <summary>Begins an analysis. The same order again is the same trade.</summary>
    [Alias("analyze")]
    Task<AnalyzeReceipt> Analyze(AnalyzeOrder order);

    /// <summary>The second step: judges once more and offers what still passes. The same id again offers the same thing.</summary>
    [Alias("execute")]
    Task<ExecuteReceipt> Execute(Guid tradeId);

    /// <summary>Null when no trade has this id.</summary>
    [Alias("status")]
    Task<ManualTrade?> Status(Guid tradeId);

    /// <summary>Open trades, oldest first.</summary>
    [Alias("pending")]
    Task<ImmutableArray<ManualTrade>> Pending();

    /// <summary>Looks at this launch again, from a moment on and until another. Kept in memory: a feed that replays tells of it again.</summary>
    [Alias("watch"), AlwaysInterleave]
    Task Watch(LaunchWatch watch);

    /// <summary>The market has come this far: looks at every launch that is due.</summary>
    [Alias("beat"), AlwaysInterleave]
    Task Beat(DateTimeOffset at);
}

/// <param name="Pool">Null: the newest launch that is known of the token.</param>
/// <param name="Program">Program of the pool; needed when nobody has seen its launch.</param>
/// <param name="Creator">Null when the operator does not know.</param>
[GenerateSerializer, Immutable, Alias("analyze-order")]
public sealed record AnalyzeOrder(
    [property: Id(0)] Guid TradeId, [property: Id(1)] Mint Token, [property: Id(2)] string? Pool, [property: Id(3)] string? Program,
    [property: Id(4)] string? Creator, [property: Id(5)] string Actor);

/// <param name="Refusal">Stable word; null when it was begun or is known.</param>
[GenerateSerializer, Immutable, Alias("analyze-receipt")]
public sealed record AnalyzeReceipt([property: Id(0)] string? Refusal, [property: Id(1)] ManualTrade? Trade);

[GenerateSerializer, Immutable, Alias("execute-receipt")]
public sealed record ExecuteReceipt([property: Id(0)] ApproveOutcome Outcome, [property: Id(1)] ManualTrade? Trade);

/// <param name="From">Not before this moment.</param>
/// <param name="Until">Not after it.</param>
[GenerateSerializer, Immutable, Alias("launch-watch")]
public sealed record LaunchWatch([property: Id(0)] Mint Token, [property: Id(1)] string Pool, [property: Id(2)] DateTimeOffset From, [property: Id(3)] DateTimeOffset Until);
