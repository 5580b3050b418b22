using Orchestrator.Domain;
using Orchestrator.Domain.Money;
using Orleans;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces;

/// <summary>Lends own capital when an operator says so. Keyed by portfolio; keeps nothing: what is lent is a position of the book.</summary>
[Alias("lending-grain"), GrainInterfaceType("lending")]
public interface ILendingGrain : IGrainWithStringKey
{
    /// <summary>Offers the supply of so much SOL. The same supply again is the same offer. It is taken back by <see cref="IExitGrain.Sell"/>.</summary>
    /// <param name="supply">Id of the opportunity, and of the position that it opens.</param>
    [Alias("supply"), AlwaysInterleave]
    Task<SupplyReceipt> Supply(OpportunityId supply, Lamports amount, string actor, string reason);
}

/// <param name="Refusal">Stable word: no_amount, no_lender, or what the orchestrator's queue says; null when it was taken.</param>
/// <param name="Detail">What lacks, in words; null when nothing does.</param>
/// <param name="Units">What the lender would give for it, base units of its token; null when nothing was offered.</param>
[GenerateSerializer, Immutable, Alias("supply-receipt")]
public sealed record SupplyReceipt([property: Id(0)] string? Refusal, [property: Id(1)] string? Detail = null, [property: Id(2)] ulong? Units = null);
