using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Orchestrator.Domain;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Solana.Jupiter;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Tests.Rpc;

namespace Orchestrator.Solana.Tests.Jupiter;

/// <summary>Prices of Jupiter beside the pools, from a server that answers in the shape of a real quote.</summary>
public sealed class JupiterPricesTests
{
    private const string Recorded = "solana/jupiter/real_quotes/v1_slot380400219_sol_usdc_dlmm.json";
    private const ulong Lamports = 10_000_000_000;
    private static readonly TimeSpan Life = TimeSpan.FromHours(1), Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_gap_between_a_pool_and_Jupiter_is_found_at_no_more_than_was_quoted_and_leaves_with_the_quote()
    {
        // A SOL is 150 USDC at Jupiter and 155 in the pool.
        await using var node = await TestNode.Start(context => Answer(context, sol: 1_000_000_000, usdc: 150_000_000));
        using var client = Client(node);
        var prices = new JupiterPrices(client, [Mints.WrappedSol, Mints.Usdc], Paced(TimeSpan.Zero), TimeProvider.System);
        using var over = new CancellationTokenSource();
        var asking = prices.Run(over.Token);
        await Until(() => prices.Answers >= 2, asking);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        var view = new MarketView();
        var at = DateTimeOffset.UtcNow;
        view.Publish(new Flat("pool", 1_000_000_000_000_000, 155_000_000_000_000), 100, 0);
        prices.Publish(view, 100, at);
        view.Advance(new MarketClock(100, 0, 0), at);
        Assert.Equal(3, view.Count);
        var finding = Assert.Single(Scan(view, at));
        Assert.Equal(["raydium", "jupiter"], finding.Route.Select(leg => leg.Venue));
        Assert.Equal(100UL, finding.Route[1].PoolSlot);
        // Jupiter was asked what ten SOL of dollars give: of more it said nothing.
        Assert.True(finding.Route[1].AmountIn.Value <= 1_500_000_000);
        Assert.InRange(finding.ExpectedProfit.Value, 250_000_000, 340_000_000);

        prices.Publish(view, 101, at + Life + TimeSpan.FromSeconds(1));
        Assert.Equal(1, view.Count);
    }

    [Fact]
    public async Task Questions_keep_their_pace_and_a_way_that_does_not_exist_is_counted_and_has_no_price_and_no_way_back()
    {
        var asked = new ConcurrentQueue<string>();
        await using var node = await TestNode.Start(context =>
        {
            asked.Enqueue(context.Request.Query["inputMint"]!);
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync("""{"error":"no","errorCode":"COULD_NOT_FIND_ANY_ROUTE"}""");
        });
        using var client = Client(node);
        var every = TimeSpan.FromMilliseconds(100);
        var prices = new JupiterPrices(client, [Mints.Usdc, Mints.Usdt], Paced(every), TimeProvider.System);
        using var over = new CancellationTokenSource();
        var begun = TimeProvider.System.GetTimestamp();
        var asking = prices.Run(over.Token);
        await Until(() => prices.CountOf(JupiterFault.NoRoute) >= 6, asking);
        var took = TimeProvider.System.GetElapsedTime(begun);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        // Five pauses lie between six questions, whatever the machine does; timers may be a millisecond early.
        Assert.True(took >= 5 * every - TimeSpan.FromMilliseconds(10), $"{took}");
        Assert.All(asked, mint => Assert.Equal(Mints.WrappedSol.ToString(), mint));
        Assert.Contains("NoRoute", prices.Trouble, StringComparison.Ordinal);
        var view = new MarketView();
        prices.Publish(view, 1, DateTimeOffset.UtcNow);
        Assert.Equal(0, view.Count);
    }

    [Fact]
    public async Task Hostile_answers_give_no_price_each_is_named_and_an_honest_one_after_them_counts()
    {
        var answers = new Func<HttpContext, Task>[]
        {
            context => context.Response.WriteAsync("<html>welcome</html>"),
            context => context.Response.WriteAsync("{}"),
            context => context.Response.WriteAsync(new string('[', 100_000)),
            context => Answer(context, 1, 1, quote => quote["outAmount"] = "18446744073709551616"),
            context => Answer(context, 1, 1, quote => quote["outAmount"] = "-1"),
            context => Answer(context, 1, 1, quote => quote["outAmount"] = "0"),
            context => Answer(context, 1, 1, quote => quote["inAmount"] = "5"),
            context => Answer(context, 1, 1, quote => quote["outputMint"] = Mints.Usdt.ToString()),
            context => Answer(context, 1, 1, quote => quote["otherAmountThreshold"] = "1"),
            context => Answer(context, 1, 1, quote => quote["routePlan"] = new JsonArray()),
            context => Answer(context, 1, 1, quote => quote["slippageBps"] = 10_001),
            context => Status(context, StatusCodes.Status429TooManyRequests),
            context => Status(context, StatusCodes.Status500InternalServerError),
            context => Status(context, StatusCodes.Status302Found),
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
            context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
        };
        var turn = -1;
        await using var node = await TestNode.Start(context =>
            Interlocked.Increment(ref turn) is var now && now < answers.Length ? answers[now](context) : Answer(context, sol: 1_000_000_000, usdc: 150_000_000));
        using var client = Client(node, TimeSpan.FromSeconds(5));
        var prices = new JupiterPrices(client, [Mints.Usdc], Paced(TimeSpan.Zero), TimeProvider.System);
        using var over = new CancellationTokenSource();
        var asking = prices.Run(over.Token);
        await Until(() => prices.Answers >= 2, asking);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        var faults = Enum.GetValues<JupiterFault>().ToDictionary(fault => fault, prices.CountOf);
        Assert.True(faults.Values.Sum() >= answers.Length, string.Join(", ", faults));
        Assert.All([JupiterFault.UnexpectedAnswer, JupiterFault.Unreachable, JupiterFault.Refused], fault => Assert.True(faults[fault] > 0, string.Join(", ", faults)));
        var view = new MarketView();
        prices.Publish(view, 1, DateTimeOffset.UtcNow);
        Assert.Equal(2, view.Count);
        Assert.All(view.Pools, pool => Assert.True(((JupiterCurve)pool.Curve).Source.OutAmount > 1));
        prices.Withdraw(view);
        Assert.Equal(0, view.Count);
    }

    [Fact]
    public void A_quote_says_nothing_of_more_than_was_asked_nor_of_the_way_back()
    {
        var quote = JupiterReader.Quote(System.Text.Encoding.UTF8.GetBytes(SharedData.ReadText(Recorded)), null).Value!;
        var curve = new JupiterCurve(quote);
        Assert.Equal(14_190UL, curve.Quote(true, 100_000, default).AmountOut);
        Assert.Equal(7_095UL, curve.Quote(true, 50_000, default).AmountOut);
        Assert.Equal(JupiterCurve.BeyondQuote, curve.Quote(true, 100_001, default).Refusal);
        Assert.Equal(JupiterCurve.OneWay, curve.Quote(false, 1, default).Refusal);
        Assert.Equal("AmountTooSmall", curve.Quote(true, 1, default).Refusal);
        Assert.Equal(0, curve.Shape(false, default).FirstPrice);
    }

    private static List<ArbitrageFinding> Scan(MarketView view, DateTimeOffset at)
    {
        var found = new List<ArbitrageFinding>();
        new ArbitrageScanner(StrategyId.Arbitrage, new SlippageMap()).Look(
            new MarketLook(view, new MarketTerms { Costs = new TradeCosts(new(35_000), new(100_000), new(100_000), default), OwnCapital = Domain.Money.Lamports.FromSol(100) }, at, "test"),
            new ScanOptions
            {
                Tokens = [Mint.Sol, new(Mints.Usdc.ToString())], Venues = ["raydium", "jupiter"], MinimumProfit = new(1), UseFlashLoan = false, LoanMax = Domain.Money.Lamports.FromSol(100),
            }, found);
        return found;
    }

    private static JupiterPriceOptions Paced(TimeSpan every) => new() { Every = every, Lamports = Lamports, Life = Life };

    private static JupiterClient Client(TestNode node, TimeSpan? patience = null) => new(
        new JupiterOptions
        {
            Address = new SecretAddress(node.Address + "/swap/v1"), CallsPerSecond = 10_000, Burst = 10_000, RateWaitMax = TimeSpan.FromSeconds(10), Timeout = patience ?? TimeSpan.FromSeconds(30),
        }, TimeProvider.System);

    private static Task Status(HttpContext context, int code)
    {
        context.Response.StatusCode = code;
        return Task.CompletedTask;
    }

    /// <summary>The recorded quote with the mints and amounts of the question.</summary>
    private static Task Answer(HttpContext context, ulong sol, ulong usdc, Action<JsonNode>? twist = null)
    {
        var quote = JsonNode.Parse(SharedData.ReadText(Recorded))!;
        string Asked(string name) => context.Request.Query[name]!;
        var amount = ulong.Parse(Asked("amount"), CultureInfo.InvariantCulture);
        var output = Asked("inputMint") == Mints.WrappedSol.ToString() ? (UInt128)amount * usdc / sol : (UInt128)amount * sol / usdc;
        foreach (var part in new[] { quote, quote["routePlan"]![0]!["swapInfo"]! })
        {
            (part["inputMint"], part["outputMint"]) = (Asked("inputMint"), Asked("outputMint"));
            (part["inAmount"], part["outAmount"]) = (amount.ToString(CultureInfo.InvariantCulture), output.ToString(CultureInfo.InvariantCulture));
        }

        quote["slippageBps"] = ulong.Parse(Asked("slippageBps"), CultureInfo.InvariantCulture);
        quote["otherAmountThreshold"] = output.ToString(CultureInfo.InvariantCulture);
        twist?.Invoke(quote);
        return context.Response.WriteAsync(quote.ToJsonString());
    }

    private static async Task Until(Func<bool> holds, Task running)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            if (running.IsCompleted) await running;
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>A product of two reserves without a fee.</summary>
    private sealed class Flat(string pool, ulong sol, ulong usdc) : IPoolCurve
    {
        public string Venue => "raydium";
        public string Pool => pool;
        public Mint MintA => Mint.Sol;
        public Mint MintB { get; } = new(Mints.Usdc.ToString());

        public CurveQuote Quote(bool aToB, ulong amountIn, in MarketClock clock)
        {
            var (x, y) = aToB ? (sol, usdc) : (usdc, sol);
            var output = (ulong)((UInt128)y * amountIn / ((UInt128)x + amountIn));
            return output == 0 ? CurveQuote.Refused("AmountTooSmall") : new CurveQuote(output, new BasisPoints(1), null);
        }

        public CurveShape Shape(bool aToB, in MarketClock clock)
        {
            var shape = new CurveShape.Builder();
            if (aToB) shape.AddProduct(sol, usdc, double.PositiveInfinity, 1);
            else shape.AddProduct(usdc, sol, double.PositiveInfinity, 1);
            return shape.Build();
        }
    }
}
