using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class PlannerTests : IDisposable
{
    private readonly SimulatedVenue _venue = new(new VenueSettings { Seed = 3 });
    private readonly ArbitrageFinding _finding;

    public PlannerTests()
    {
        var driver = new Driver(_venue);
        while (driver.Findings.Count == 0) driver.Step(trade: false);
        _finding = driver.Findings[0];
    }

    public void Dispose() => _venue.Dispose();

    [Fact]
    public void A_trade_that_still_pays_becomes_a_message_that_fits_and_succeeds()
    {
        var plan = Plan(Driver.Command(_finding));
        Assert.Null(plan.Refusal);
        Assert.True(plan.Message!.Length + 65 <= 1_232);
        Assert.Equal(_venue.Head().BlockHeight + 150, plan.LastValidBlockHeight);
        var simulated = _venue.Simulate(plan.Message);
        Assert.Null(simulated.Error);
        Assert.Equal(_finding.ExpectedProfit.Value, (long)simulated.Changes.Single().Change.Value);
    }

    [Fact]
    public void Three_legs_with_a_flash_loan_fit_a_packet()
    {
        var cycle = Cycle.All(_venue.Machine.Layout).Where(c => c.Legs.Length == 3).MaxBy(c => c.Legs.Select(l => l.Pool.Config).Distinct().Count())!;
        var swaps = cycle.Legs.Select(l => new PlannedSwap(l, 1_000_000_000, 1)).ToList();
        var message = ArbitrageMessage.Build(_venue.Machine.Layout, _venue.Settings.Execution, _finding.Id, swaps, 1_000_000_000, _venue.Machine.Clock.Latest);
        Assert.InRange(message!.Length + 65, 400, 900);
    }

    [Fact]
    public void A_minimum_above_what_it_pays_is_refused_by_name() =>
        Assert.Equal("no_longer_profitable", Plan(Driver.Command(_finding, _finding.ExpectedProfit.Value * 2)).Refusal);

    [Fact]
    public void The_minimum_profit_is_a_guard_on_the_chain_itself()
    {
        var plan = Plan(Driver.Command(_finding, _finding.ExpectedProfit.Value - 1_000));
        Assert.Null(_venue.Simulate(plan.Message!).Error);
        var pool = _venue.Machine.Layout.Pools[_venue.Machine.Layout.PoolByText[_finding.Route[^1].Pool]];
        Assert.True(OrderFlow.Execute(new ForeignTrade(0, 0, 0, pool.Index, pool.Token0 == VenueToken.Sol ? 500 : -500, 0, 0), _venue.Machine.Market));
        Assert.Equal("Custom(6005)", _venue.Simulate(plan.Message!).Error);
    }

    [Fact]
    public void Two_opportunities_with_the_same_trade_are_two_transactions()
    {
        var twin = _finding with { Id = Orchestrator.Domain.OpportunityId.Create(_finding.ObservedAt, new byte[10]) };
        Assert.NotEqual(Plan(Driver.Command(_finding)).Message, Plan(Driver.Command(twin)).Message);
    }

    [Fact]
    public void Without_a_flash_loan_the_allocation_bounds_the_trade()
    {
        var command = Driver.Command(_finding) with { FlashLoan = Lamports.Zero, Allocated = new Lamports(2_000_000_000) };
        var plan = Plan(command);
        Assert.Null(plan.Refusal);
        var simulated = _venue.Simulate(plan.Message!);
        Assert.Null(simulated.Error);
        Assert.InRange((long)simulated.Changes.Single().Change.Value, 1, _finding.ExpectedProfit.Value);
    }

    [Fact]
    public void Routes_that_make_no_sense_are_refused_by_name()
    {
        var command = Driver.Command(_finding);
        Assert.Equal("route_broken", Plan(command with { Route = [] }).Refusal);
        Assert.Equal("route_broken", Plan(command with { Route = command.Route.RemoveAt(command.Route.Length - 1) }).Refusal);
        Assert.Equal("route_broken", Plan(command with { Route = [.. command.Route.Reverse()] }).Refusal);
        Assert.Equal("unknown_pool", Plan(command with { Route = command.Route.SetItem(0, command.Route[0] with { Pool = "nowhere" }) }).Refusal);
        Assert.Equal("flash_loan_unavailable", Plan(command with { FlashLoan = new Lamports(long.MaxValue) }).Refusal);
        Assert.Equal("insufficient_balance", Plan(command with { FlashLoan = Lamports.Zero, Allocated = new Lamports(1) }).Refusal);
    }

    [Fact]
    public void A_token_is_bought_with_own_capital_held_and_sold_to_the_last_unit()
    {
        var found = Driver.Command(_finding);
        var buy = found with { Route = [found.Route[0]], FlashLoan = Lamports.Zero, Allocated = new Lamports(3_000_000_000), SlippageBound = new(100) };
        var bought = _venue.Simulate(Plan(buy).Message!);
        Assert.Null(bought.Error);
        Assert.Equal([Mint.Sol, _finding.Token], bought.Changes.Select(change => change.Asset));
        Assert.True(-bought.Changes[0].Change.Value <= buy.Allocated.Value, $"{bought.Changes[0].Change}");

        var wallet = _venue.Machine.Layout.WalletTokens[VenueToken.All.Single(token => token.Mint == _finding.Token).Index];
        _venue.Machine.Market.Amounts[wallet] = 1_000_000;
        var sell = buy with { Route = ExitRules.WayBack(buy.Route), Closes = buy.Id, Allocated = Lamports.Zero };
        sell = sell with { Route = [sell.Route[0] with { AmountIn = new BaseUnits(ulong.MaxValue) }] };
        var sold = _venue.Simulate(Plan(sell).Message!);
        Assert.Null(sold.Error);
        Assert.Equal(-1_000_000, (long)sold.Changes.Single(change => change.Asset == _finding.Token).Change.Value);

        Assert.Equal("route_broken", Plan(buy with { FlashLoan = Lamports.OneSol }).Refusal);
        Assert.Equal("insufficient_balance", Plan(buy with { Allocated = Lamports.Zero }).Refusal);
        _venue.Machine.Market.Amounts[wallet] = 0;
        Assert.Equal("insufficient_balance", Plan(sell).Refusal);
    }

    private PlanOutcome Plan(ExecutionCommand command) => _venue.Planner.PlanNow(command);
}
