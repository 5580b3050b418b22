using Orchestrator.Domain;
using Orleans;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces;

/// <summary>Looks at what the book holds and offers the sale of what an exit rule sells. Keyed by portfolio; keeps nothing that a restart could lose.</summary>
[Alias("exit-grain"), GrainInterfaceType("exit")]
public interface IExitGrain : IGrainWithStringKey
{
    /// <summary>The market has come this far: looks at every position that is due. One round at a time; a beat during a round does nothing.</summary>
    [Alias("beat"), AlwaysInterleave]
    Task Beat(DateTimeOffset at);

    /// <summary>Offers the sale of all of one position, whatever it is worth and also while trading is halted. The same sale again is the same offer.</summary>
    /// <param name="sale">Id of the opportunity that sells.</param>
    /// <param name="position">Id that opened the position.</param>
    [Alias("sell"), AlwaysInterleave]
    Task<SellReceipt> Sell(OpportunityId sale, OpportunityId position, string actor, string reason);
}

/// <param name="Refusal">Stable word: no_such_position, being_closed, not_paid_in_sol, no_price, or what the orchestrator's queue says; null when it was taken.</param>
/// <param name="Detail">What lacks, in words; null when nothing does.</param>
/// <param name="WorthLamports">What the sale would bring after its costs; null when it has no price.</param>
[GenerateSerializer, Immutable, Alias("sell-receipt")]
public sealed record SellReceipt([property: Id(0)] string? Refusal, [property: Id(1)] string? Detail = null, [property: Id(2)] long? WorthLamports = null);
