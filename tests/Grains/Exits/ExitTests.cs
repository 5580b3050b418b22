using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Exits;

/// <summary>What the book holds is looked at, and offered for sale when a rule says so, once at a time.</summary>
public sealed class ExitTests
{
    private const string Portfolio = "main";
    private const ulong Cost = 1_000_000_000;

    [Theory]
    [InlineData(1_499_999_999, null)]
    [InlineData(1_500_000_000, ExitRule.TakeProfit)]
    [InlineData(800_000_000, ExitRule.StopLoss)]
    public async Task A_held_position_is_offered_by_the_rule_that_sells_it(long pays, ExitRule? rule)
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        var position = await Holding(cluster);
        cluster.Exits.Pays = (ulong)pays;
        await Beat(cluster, TimeSpan.FromSeconds(1));

        if (rule is null)
        {
            Assert.Empty(await Offers(cluster));
            return;
        }

        var offer = Assert.Single(await Offers(cluster));
        Assert.Equal((position, rule, new Lamports(pays - (long)Cost)), (offer.Closes!.Value, offer.Exit?.Rule, offer.ExpectedProfit));
        Assert.Equal((TradingCluster.Bonk, Mint.Sol), (offer.Route[0].Input, offer.Route[^1].Output));
        Assert.Contains("cost of 1 SOL", offer.Exit!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_sell_by_itself_is_valued_and_left_to_an_operator_whatever_it_is_worth()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        var position = await Holding(cluster);
        (cluster.Exits.SellsByItself, cluster.Exits.Pays) = (false, 1_000);
        cluster.Exits.Token = cluster.Exits.Token with { MintAuthority = TradingCluster.Bonk.Value };
        await Beat(cluster, TimeSpan.FromMinutes(2));

        Assert.Empty(await Offers(cluster));
        Assert.Equal(new Lamports(1_000), (await cluster.Portfolio(Portfolio).Book()).MarkOf(TradingCluster.Bonk)!.Value);
        Assert.Null((await cluster.Grains.GetGrain<IExitGrain>(Portfolio).Sell(cluster.NewId(), position, "olga", "needed")).Refusal);
    }

    [Fact]
    public async Task A_sale_under_way_is_not_offered_again_one_that_came_to_nothing_is_and_one_that_landed_never()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        var position = await Holding(cluster);
        cluster.Exits.Pays = 1_600_000_000;
        await Beat(cluster, TimeSpan.FromSeconds(1));
        var first = Assert.Single(await Offers(cluster)).Id;
        await Beat(cluster, TimeSpan.FromSeconds(1));
        Assert.Equal(first, Assert.Single(await Offers(cluster)).Id);

        var book = cluster.Portfolio(Portfolio);
        var epoch = (await book.Book()).Epoch;
        var sale = Sale(cluster, position);
        Assert.Equal(ReserveOutcome.Reserved, (await book.Reserve(new ReserveRequest(sale, epoch))).Outcome);
        await Beat(cluster, TimeSpan.FromSeconds(10));
        Assert.Equal(first, Assert.Single(await Offers(cluster)).Id);

        await book.Void(sale.Id, VoidReason.Refused);
        await Beat(cluster, TimeSpan.FromSeconds(10));
        var second = Assert.Single(await Offers(cluster)).Id;
        Assert.NotEqual(first, second);

        var landed = Sale(cluster, position);
        await book.Reserve(new ReserveRequest(landed, epoch));
        await book.Post(new PostRequest(
            landed.Id, "sold", [new(Mint.Sol, new SignedUnits(1_600_000_000)), new(TradingCluster.Bonk, new SignedUnits(-1_000))], PositionEffect.Closed, StrategyId.Sniper,
            TradingCluster.Bonk, Mint.Sol, position));
        await Beat(cluster, TimeSpan.FromSeconds(10));
        Assert.Equal(second, Assert.Single(await Offers(cluster)).Id);
        Assert.Empty((await book.Book()).Positions);
    }

    [Fact]
    public async Task A_halt_leaves_the_sale_to_an_operator()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        var held = await Holding(cluster);
        cluster.Exits.Pays = 1;
        await cluster.Portfolio(Portfolio).Halt(HaltCause.Operator, "drill", "test");
        await Beat(cluster, TimeSpan.FromSeconds(1));
        Assert.Empty(await Offers(cluster));

        var exits = cluster.Grains.GetGrain<IExitGrain>(Portfolio);
        Assert.Equal("no_such_position", (await exits.Sell(cluster.NewId(), cluster.NewId(), "olga", "drill")).Refusal);
        var sale = cluster.NewId();
        Assert.Equal(new SellReceipt(null, null, 1), await exits.Sell(sale, held, "olga", "drill"));
        var byHand = Assert.Single(await Offers(cluster));
        Assert.Equal((sale, Priority.Normal, new ExitCause(ExitRule.Operator, "olga: drill")), (byHand.Id, byHand.Priority, byHand.Exit));
        Assert.True(await cluster.Grains.GetGrain<IOrchestratorGrain>(Portfolio).Cancel(sale, "test"));

        await cluster.Portfolio(Portfolio).Resume("over", "test");
        await Beat(cluster, TimeSpan.FromSeconds(1));
        Assert.Equal(ExitRule.StopLoss, Assert.Single(await Offers(cluster)).Exit!.Rule);
    }

    [Fact]
    public async Task A_token_that_turns_hostile_is_sold_whatever_it_is_worth()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await Holding(cluster);
        cluster.Exits.Pays = Cost;
        await Beat(cluster, TimeSpan.FromSeconds(1));
        Assert.Empty(await Offers(cluster));

        await cluster.Grains.GetGrain<IBlacklistGrain>(Portfolio).Add(new BlacklistEntry(TradingCluster.Bonk.Value, "rug", "olga", cluster.Time.GetUtcNow()));
        await Beat(cluster, TimeSpan.FromSeconds(1));
        Assert.Equal(new ExitCause(ExitRule.Emergency, "blacklist: rug"), Assert.Single(await Offers(cluster)).Exit);

        await cluster.Grains.GetGrain<IBlacklistGrain>(Portfolio).Remove(TradingCluster.Bonk.Value);
        cluster.Exits.Token = cluster.Exits.Token with { Powers = IssuerPowers.Paused };
        await Beat(cluster, TimeSpan.FromSeconds(5));
        Assert.Contains("token_extensions", Assert.Single(await Offers(cluster)).Exit!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_price_nothing_is_sold_and_with_one_the_book_has_it()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await Holding(cluster);
        await Beat(cluster, TimeSpan.FromHours(2));
        cluster.Exits.IsDown = true;
        await Beat(cluster, TimeSpan.FromSeconds(1));
        Assert.Empty(await Offers(cluster));

        (cluster.Exits.IsDown, cluster.Exits.Pays) = (false, 1_100_000_000);
        await Beat(cluster, TimeSpan.FromSeconds(1));
        Assert.Equal(ExitRule.Time, Assert.Single(await Offers(cluster)).Exit!.Rule);
        var book = await cluster.Portfolio(Portfolio).Book();
        Assert.Equal((1_100_000_000, 1_000UL, cluster.Time.GetUtcNow()), (book.MarkOf(TradingCluster.Bonk)!.Value.Value, book.MarkOf(TradingCluster.Bonk)!.Units.Value, book.MarkOf(TradingCluster.Bonk)!.At));
        Assert.Equal(3, cluster.Exits.Looks);
    }

    [Fact]
    public async Task A_position_is_sold_by_an_operator_before_the_orchestrators_copy_of_the_book_knows_it()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await cluster.Fund(Portfolio);
        var orchestrator = cluster.Grains.GetGrain<IOrchestratorGrain>(Portfolio);
        await orchestrator.Beat(1_000, cluster.Time.GetUtcNow());
        var held = await Bought(cluster, (await orchestrator.Status()).Epoch);
        cluster.Exits.Pays = 1_100_000_000;

        var sale = cluster.NewId();
        Assert.Null((await cluster.Grains.GetGrain<IExitGrain>(Portfolio).Sell(sale, held, "olga", "drill")).Refusal);
        await orchestrator.Tick();
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);

        var decision = cluster.Journal.Records[sale];
        Assert.True(decision.Outcome == DecisionOutcome.Executed, $"{decision.Reason} {decision.Detail}");
    }

    /// <summary>A book that holds 1,000 units for one SOL, bought by a saga that remembers the way.</summary>
    private static async Task<OpportunityId> Holding(TradingCluster cluster) => await Bought(cluster, await cluster.Fund(Portfolio));

    private static async Task<OpportunityId> Bought(TradingCluster cluster, Epoch epoch)
    {
        var id = cluster.NewId();
        var trade = cluster.TradeOf(id, new Lamports((long)Cost)) with { Strategy = StrategyId.Sniper, OpensPosition = true };
        var book = cluster.Portfolio(Portfolio);
        var reserved = await book.Reserve(new ReserveRequest(trade, epoch));
        Assert.True(reserved.Outcome == ReserveOutcome.Reserved, $"{reserved.Outcome} {reserved.Report?.FirstRefusal}");
        await cluster.Saga(id).Execute(new ExecutionCommand(
            id, new PortfolioId(Portfolio), epoch, StrategyId.Sniper, TradingCluster.Bonk, [new RouteLeg("raydium", "pool", Mint.Sol, TradingCluster.Bonk, new(Cost), new(1_000), new(1), 1_000)],
            new Lamports((long)Cost), Lamports.Zero, Lamports.OneSol, Lamports.Zero, new BasisPoints(50), cluster.Time.GetUtcNow().AddSeconds(30), cluster.Time.GetUtcNow(), Mint.Sol));
        var posted = await book.Post(new PostRequest(
            id, "bought", [new(Mint.Sol, new SignedUnits(-(long)Cost)), new(TradingCluster.Bonk, new SignedUnits(1_000))], PositionEffect.Opened, StrategyId.Sniper, TradingCluster.Bonk, Mint.Sol));
        Assert.Equal(PostOutcome.Posted, posted.Outcome);
        return id;
    }

    private static Trade Sale(TradingCluster cluster, OpportunityId position) =>
        cluster.TradeOf(cluster.NewId(), Lamports.Zero) with { Strategy = StrategyId.Sniper, Closes = position };

    private static async Task Beat(TradingCluster cluster, TimeSpan later)
    {
        cluster.Time.Advance(later);
        await cluster.Grains.GetGrain<IExitGrain>(Portfolio).Beat(cluster.Time.GetUtcNow());
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);
    }

    /// <summary>What waits in the orchestrator's queue: a newer offer of one position takes the older's place.</summary>
    private static async Task<Opportunity[]> Offers(TradingCluster cluster) =>
        [.. (await cluster.Grains.GetGrain<IOrchestratorGrain>(Portfolio).Queue(0, 10)).Select(entry => entry.Opportunity)];
}
