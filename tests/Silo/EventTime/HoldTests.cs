using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Simulation;
using Orleans;

namespace Orchestrator.Silo.Tests.EventTime;

/// <summary>A token is bought, held, and sold by an exit rule, in the whole system on the simulated market.</summary>
public sealed class HoldTests(ITestOutputHelper output)
{
    private static readonly VenueToken Bonk = VenueToken.All.Single(token => token.Symbol == "BONK");

    [Theory]
    [InlineData("exit_time", "sniper.memecoin.exit.max_age_seconds=40", "sniper.memecoin.exit.take_profit_bps=1000000")]
    [InlineData("exit_take_profit", "sniper.memecoin.exit.take_profit_bps=1", "sniper.memecoin.exit.max_age_seconds=600000")]
    [InlineData("exit_stop_loss", "sniper.memecoin.exit.stop_loss_bps=1", "sniper.memecoin.exit.take_profit_bps=1000000")]
    [InlineData("exit_emergency", "sniper.memecoin.exit.stop_loss_bps=9000", "sniper.memecoin.exit.take_profit_bps=1000000")]
    public async Task What_is_bought_is_sold_by_the_rule_that_the_settings_set_and_the_book_equals_the_wallet(string expected, params string[] settings)
    {
        await using var demo = await Holding(settings);
        var buy = await Buy(demo);
        if (expected == "exit_emergency")
            await demo.Host.Services.GetRequiredService<IGrainFactory>().GetGrain<IBlacklistGrain>("main").Add(new BlacklistEntry(Bonk.Mint.Value, "rug", "olga", demo.Driver.Now));

        var sold = await Until(demo, TimeSpan.FromMinutes(20), book => book.Positions.IsEmpty);
        Assert.True(await demo.Driver.Finish(TimeSpan.FromMinutes(2), CancellationToken.None));

        var decisions = (await demo.Journal.Query(new DecisionQuery(Take: 500))).Decisions;
        var sales = decisions.Where(decision => decision.Opportunity.Closes == buy.Id).ToList();
        var last = sales.MaxBy(decision => decision.Sequence)!;
        output.WriteLine($"{last.Reason}: {last.Detail}; {sales.Count} offered, realised {sold.Sol.Realised.ToLamports().ToSol().ToString(CultureInfo.InvariantCulture)} SOL");
        Assert.Equal((DecisionOutcome.Executed, expected), (last.Outcome, last.Reason));
        Assert.Equal(last.Opportunity.Exit!.Detail, last.Detail);
        var result = (await demo.Host.Services.GetRequiredService<IGrainFactory>().GetGrain<IOpportunityGrain>(last.Opportunity.Id.Value).Read()).Result!;
        Assert.Equal((ExecutionOutcome.Landed, PositionEffect.Closed), (result.Outcome, result.Position));

        // Nothing else was traded, so what the sale realised is all there is, to the lamport and to the last unit of the token.
        var (book, venue) = (await demo.Book.Book(), await demo.Host.Services.GetRequiredService<IVenue>().Audit(CancellationToken.None));
        Assert.Empty(Conservation.Check(book));
        Assert.Empty(book.Positions);
        foreach (var balance in venue.Balances) Assert.Equal((Int128)balance.Amount.Value, book.Account(balance.Asset).OnChain.Value);
        if (expected == "exit_take_profit") Assert.True(result.Realised > Lamports.Zero, $"{result.Realised}");
        if (expected == "exit_stop_loss") Assert.True(result.Realised < Lamports.Zero, $"{result.Realised}");
    }

    [Fact]
    public async Task A_book_that_is_reducing_still_sells()
    {
        await using var demo = await Holding(["sniper.memecoin.exit.max_age_seconds=20", "sniper.memecoin.exit.take_profit_bps=1000000"]);
        await Buy(demo);
        // The limit is lowered below what is held: nothing new may be opened, and what is held must get out.
        var settings = demo.Host.Services.GetRequiredService<Silo.Configuration.LiveSettings>();
        settings.Replace(Silo.Configuration.SettingsLoader.Merge("", "t.toml", new System.Collections.Hashtable(), [.. Overrides(demo), "risk.max_token_share=0.01"]).Settings!);
        await demo.Driver.RunTo(demo.Driver.Now.AddSeconds(2), CancellationToken.None);
        Assert.Equal("REDUCING", (await demo.Orchestrator.Status()).TradingState);

        var sold = await Until(demo, TimeSpan.FromMinutes(2), book => book.Positions.IsEmpty);
        Assert.Empty(sold.Positions);
    }

    [Fact]
    public async Task While_trading_is_halted_nothing_is_sold_but_by_an_operator()
    {
        await using var demo = await Holding(["sniper.memecoin.exit.max_age_seconds=20", "sniper.memecoin.exit.take_profit_bps=1000000"]);
        var buy = await Buy(demo);
        await demo.Book.Halt(HaltCause.Operator, "drill", "olga");
        await demo.Driver.RunTo(demo.Driver.Now.AddSeconds(40), CancellationToken.None);
        Assert.Single((await demo.Book.Book()).Positions);

        var sale = OpportunityId.Create(demo.Driver.Now, [9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
        var receipt = await demo.Host.Services.GetRequiredService<IGrainFactory>().GetGrain<IExitGrain>("main").Sell(sale, buy.Id, "olga", "out of it");
        Assert.Null(receipt.Refusal);
        await Until(demo, TimeSpan.FromMinutes(3), book => book.Positions.IsEmpty);
        var decision = (await demo.Journal.Find(sale))!;
        Assert.Equal((DecisionOutcome.Executed, "exit_operator", "olga: out of it"), (decision.Outcome, decision.Reason, decision.Detail));
        Assert.NotNull((await demo.Book.Snapshot()).Halt);
    }

    private static Task<Demo> Holding(string[] settings) => Demo.Start(5, [.. Base, .. settings]);

    /// <summary>Nothing but the sniper trades; transactions neither get lost nor come late, so that what sells is the rule.</summary>
    private static readonly string[] Base =
    [
        "arbitrage.ten_token.enabled=false", "sniper.memecoin.use_flash_loan=false", "sniper.memecoin.hold.enabled=true", "sniper.memecoin.exit.stop_loss_bps=9000",
        "orchestrator.capital_allocation_strategy=shared", "risk.max_slot_lag=10",
        "orchestrator.decision_loop_interval_ms=200",
    ];

    private static IEnumerable<string> Overrides(Demo demo) =>
        demo.Host.Services.GetRequiredService<Silo.Configuration.LiveSettings>().Current.Values.Where(value => value.Origin == "command line").Select(value => $"{value.Setting.Key}={value.Text}");

    /// <summary>Offered until it lands: on this market some come too late.</summary>
    private static async Task<Opportunity> Buy(Demo demo)
    {
        await demo.Driver.RunTo(demo.Driver.Now.AddSeconds(5), CancellationToken.None);
        for (byte n = 1; n < 20; n++)
        {
            var offer = await Offer(demo, n);
            Assert.True((await demo.Orchestrator.Offer(offer)).Accepted);
            await demo.Driver.RunTo(demo.Driver.Now.AddSeconds(2), CancellationToken.None);
            var decision = await demo.Journal.Find(offer.Id);
            Assert.True(decision is { Outcome: DecisionOutcome.Executed }, $"{decision?.Outcome} {decision?.Reason} {decision?.Detail}");
            var book = await Until(demo, TimeSpan.FromMinutes(3), book => book.Find(offer.Id) is null);
            if (book.FindPosition(offer.Id) is { } position)
            {
                Assert.True(position.Units > SignedUnits.Zero && position.Cost > SignedUnits.Zero);
                Assert.Equal(SignedUnits.Zero, book.Sol.Realised);
                return offer;
            }

            // It became known with the purchase at the latest that this one never landed, or cost its fee.
            Assert.Equal(SignedUnits.Zero, book.Sol.Realised);
        }

        throw new InvalidOperationException("No purchase landed.");
    }

    private static async Task<Opportunity> Offer(Demo demo, byte n)
    {
        var venue = demo.Host.Services.GetRequiredService<IVenue>();
        var (slot, now) = ((await venue.Chain.Head(CancellationToken.None)).Slot, demo.Driver.Now);
        var pool = SimulatedPools.Of("raydium", Bonk.Mint);
        var sale = await venue.Sale([new RouteLeg("raydium", pool, Mint.Sol, Bonk.Mint, default, default, default, slot)], new BaseUnits(2_000_000_000), CancellationToken.None);
        Assert.True(sale.Refusal is null, sale.Refusal);
        return new Opportunity(
            OpportunityId.Create(now, [n, 1, 2, 3, 4, 5, 6, 7, 8, 9]), StrategyId.Sniper, Bonk.Mint, new RouteKey($"hold/{n}"), Mint.Sol, new Lamports(500_000_000), 0.2, 0.9,
            new Lamports(2_010_000_000), Lamports.Zero, new BasisPoints(300), slot, now, now.AddSeconds(20), null, "", null, sale.Legs);
    }

    private static async Task<CapitalBook> Until(Demo demo, TimeSpan most, Func<CapitalBook, bool> reached)
    {
        var end = demo.Driver.Now + most;
        while (demo.Driver.Now < end)
        {
            var book = await demo.Book.Book();
            if (reached(book)) return book;
            await demo.Driver.RunTo(demo.Driver.Now.AddSeconds(1), CancellationToken.None);
        }

        var last = await demo.Book.Book();
        throw new TimeoutException($"Not reached in {most}: {last.Positions.Length} positions, {last.Reservations.Length} reservations, {string.Join(", ", last.Marks)}");
    }

    /// <summary>Addresses of the simulated market: hashes of the pools' names.</summary>
    private static class SimulatedPools
    {
        public static string Of(string venue, Mint token)
        {
            var (sol, other) = (VenueToken.All[0], VenueToken.All.Single(one => one.Mint == token));
            var (first, second) = sol.Key < other.Key ? (sol, other) : (other, sol);
            var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"simulated venue/pool/{venue}/{first.Symbol}-{second.Symbol}"));
            return new Orchestrator.Solana.Keys.PublicKey(hash).ToString();
        }
    }
}
