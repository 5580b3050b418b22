using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orleans;

namespace Orchestrator.Domain.Risk;

/// <summary>The part of an opportunity that limits and capital depend on.</summary>
/// <param name="OpensPosition">False when its route returns to what it started from within one transaction: nothing of it can outlive that.</param>
/// <param name="ByOperator">Named by an operator: the only kind that may close a position while trading is halted.</param>
[GenerateSerializer, Immutable, Alias("trade")]
public sealed record Trade(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] StrategyId Strategy,
    [property: Id(2)] Mint Token,
    [property: Id(3)] Mint Asset,
    [property: Id(4)] Lamports Capital,
    [property: Id(5)] Lamports FlashLoan,
    [property: Id(6)] BasisPoints SlippageBound,
    [property: Id(7)] DateTimeOffset ExpiresAt,
    [property: Id(8)] OpportunityId? Closes,
    [property: Id(9)] bool ByOperator,
    [property: Id(10)] bool OpensPosition = true)
{
    public static Trade Of(Opportunity opportunity) => new(
        opportunity.Id, opportunity.Strategy, opportunity.Token, opportunity.Asset, opportunity.RequiredCapital, opportunity.FlashLoan,
        opportunity.SlippageBound, opportunity.ExpiresAt, opportunity.Closes, opportunity.Priority is not null,
        opportunity.Closes is null && !opportunity.IsRoundTrip);

    public ulong Hash() => new ContentHash()
        .Add(Id).Add(Strategy.Value).Add(Token.Value).Add(Asset.Value).Add(Capital.Value).Add(FlashLoan.Value)
        .Add(SlippageBound.Value).Add(ExpiresAt.UtcTicks).Add(Closes).Add(ByOperator ? 1L : 0L).Add(OpensPosition ? 1L : 0L).Value;
}

/// <summary>What only the orchestrator knows of check 2; the book evaluates that check by expiry alone.</summary>
/// <param name="CurrentSlot">Newest slot seen on the feed.</param>
/// <param name="DataSlot">Slot of the oldest data behind the trade; null when an operator named it without data.</param>
/// <param name="DecidedBefore">The id has a decision already.</param>
public readonly record struct Freshness(ulong CurrentSlot, ulong? DataSlot, bool DecidedBefore);
