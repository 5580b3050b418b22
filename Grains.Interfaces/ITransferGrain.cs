using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Grains.Interfaces;

/// <summary>Moves capital from one portfolio to another, both books in one transaction or neither. Keyed by transfer id, a UUIDv7.</summary>
[Alias("transfer-grain"), GrainInterfaceType("transfer")]
public interface ITransferGrain : IGrainWithGuidKey
{
    /// <summary>The same order again answers the same; another order under the same id is refused by name.</summary>
    [Alias("execute")]
    Task<TransferReceipt> Execute(TransferOrder order);

    /// <summary>Null when nothing was ordered under this id.</summary>
    [Alias("read")]
    Task<TransferReceipt?> Read();

    /// <summary>Both sides of an order in one transaction. Only the grain itself calls it.</summary>
    [Alias("move-both"), Transaction(TransactionOption.Create)]
    Task<TransferReceipt> MoveBoth(TransferOrder order);
}

[GenerateSerializer, Immutable, Alias("transfer-order")]
public sealed record TransferOrder(
    [property: Id(0)] PortfolioId From, [property: Id(1)] PortfolioId To, [property: Id(2)] Mint Asset, [property: Id(3)] BaseUnits Amount);

/// <summary>Refusals are checked in the order of their numbers.</summary>
public enum TransferOutcome
{
    Transferred = 0,
    /// <summary>A name is missing, or both are the same.</summary>
    Malformed = 10,
    AnotherOrder = 11,
    /// <summary>The giving book said no; <see cref="TransferReceipt.Refusal"/> says why.</summary>
    RefusedBySource = 12,
    RefusedByTarget = 13,
}

/// <param name="Refusal">The book's own word; null when transferred.</param>
[GenerateSerializer, Immutable, Alias("transfer-receipt")]
public sealed record TransferReceipt(
    [property: Id(0)] OpportunityId Id, [property: Id(1)] TransferOutcome Outcome, [property: Id(2)] MoveOutcome? Refusal);
