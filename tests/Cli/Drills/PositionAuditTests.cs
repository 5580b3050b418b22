using Orchestrator.Cli.Drills.Audits;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Cli.Tests.Drills;

public sealed class PositionAuditTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 30, TimeSpan.Zero);
    private static readonly Mint Token = new("Token1111111111111111111111111111111111111");

    [Fact]
    public void A_purchase_with_one_sale_is_in_order() => Assert.Empty(PositionAudit.Check([Purchase(1), Sale(2, of: 1), Other(3)], [], [Id(1)]));

    [Fact]
    public void What_was_not_sold_is_unresolved_while_it_is_held_and_lost_when_it_is_not()
    {
        Assert.Equal([(ViolationKind.Unresolved, $"position {Id(1)} is still held: no rule has sold it")], Check([Purchase(1)], Held(1)));
        Assert.Equal([(ViolationKind.Lost, $"position {Id(1)} has left the book and was never sold")], Check([Purchase(1)]));
        // A sale that never landed sold nothing.
        Assert.Equal([(ViolationKind.Lost, $"position {Id(1)} has left the book and was never sold")], Check([Purchase(1), Sale(2, of: 1) with { State = ExecutionState.Voided }]));
    }

    [Fact]
    public void What_was_sold_twice_or_sold_and_kept_is_doubled()
    {
        Assert.Equal([(ViolationKind.Doubled, $"position {Id(1)} was sold 2 times")], Check([Purchase(1), Sale(2, of: 1), Sale(3, of: 1)]));
        Assert.Contains((ViolationKind.Doubled, $"position {Id(1)} was sold 1 times and is still held"), Check([Purchase(1), Sale(2, of: 1)], Held(1)));
        Assert.Equal([(ViolationKind.Doubled, $"{Id(1)} was sold and never bought")], Check([Sale(2, of: 1)]));
    }

    [Fact]
    public void What_was_seen_in_the_book_was_bought() => Assert.Equal(
        [new Violation(ViolationKind.Lost, $"position {Id(1)} was in the book and no purchase of it was booked")], PositionAudit.Check([Other(1)], [], [Id(1)]));

    private static IEnumerable<(ViolationKind, string)> Check(IReadOnlyCollection<SagaView> sagas, params Position[] held) =>
        PositionAudit.Check(sagas, held, []).Select(violation => (violation.Kind, violation.What));

    private static Position Held(byte number) =>
        new(Id(number), StrategyId.Sniper, Token, new SignedUnits(500), Mint.Sol, new SignedUnits(1_000), new Lamports(1_000), Then);

    private static SagaView Purchase(byte number) => Saga(number, PositionEffect.Opened, null);

    private static SagaView Sale(byte number, byte of) => Saga(number, PositionEffect.Closed, Id(of));

    private static SagaView Other(byte number) => Saga(number, PositionEffect.None, null);

    private static SagaView Saga(byte number, PositionEffect effect, OpportunityId? closes)
    {
        var portfolio = new PortfolioId("main");
        var command = new ExecutionCommand(
            Id(number), portfolio, new Epoch(1), StrategyId.Sniper, Token, [], Lamports.Zero, Lamports.Zero, Lamports.Zero, Lamports.Zero, new BasisPoints(100), Then, Then, Mint.Sol, closes);
        var result = new ExecutionResult(
            Id(number), portfolio, new Epoch(1), StrategyId.Sniper, Token, ExecutionOutcome.Landed, "signature", Lamports.Zero, Lamports.Zero, null, null, [], Then, [], Lamports.Zero, effect);
        return new SagaView(Id(number), ExecutionState.Posted, new Epoch(1), "signature", 100, 1, result, [], true, command);
    }

    private static OpportunityId Id(byte number) => OpportunityId.Create(Then, [number, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
}
