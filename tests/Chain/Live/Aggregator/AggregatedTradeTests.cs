using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Solana.Execution;
using Orchestrator.Solana.Jupiter;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Live.Aggregator;

/// <summary>
/// Trades whose second leg is Jupiter's. The runtime is real; router and aggregator are stand-ins of ours that speak the real ones' layouts, so these tests judge what
/// we ask, what we take of the answers, and what lands.
/// </summary>
public sealed class AggregatedTradeTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private LiveWorld _world = null!;

    private PolicyTerms Terms => _world.Terms with { Reserves = [_world.Lender.Rule(LiveWorld.FeeWad)], MayUseAggregator = true };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync([Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0), Tokens.Of(StrangersWrapped, Mints.WrappedSol, Stranger, 0)]);
    }

    private static PublicKey Stranger => Signing.HostileCorpus.Stranger;

    private static PublicKey StrangersWrapped => Signing.HostileCorpus.StrangersWrapped;

    [Fact]
    public async Task A_trade_through_jupiter_lands_with_bounds_of_our_own_and_is_booked_to_the_lamport()
    {
        await using var jupiter = await JupiterStandIn.StartAsync(_world);
        using var files = new LiveFiles(_world, Chain) { Jupiter = jupiter.Address };
        await File.WriteAllBytesAsync(Path.Combine(files.Folder, "policy.json"), PolicyFile.Write(Terms));
        await using var system = await LiveSystem.StartAsync(files, Chain, _world);
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        var result = await system.TradeAsync(Aggregated(await system.OpportunityAsync()));
        var change = await system.OwnedAsync() - before;

        Assert.True(result.Outcome == ExecutionOutcome.Landed, $"{result.Outcome} {result.Code} {result.Landing?.Error}");
        Assert.Equal(change, result.Realised.Value);
        Assert.True(change > 0, $"{change} lamports");
        Assert.True(jupiter is { Quotes: > 0, Swaps: > 0 });
        Assert.Empty(await system.ReconcileAsync());
    }

    [Fact]
    public async Task A_price_that_fell_behind_the_quote_undoes_the_trade()
    {
        await using var jupiter = await JupiterStandIn.StartAsync(_world);
        using var files = new LiveFiles(_world, Chain) { Jupiter = jupiter.Address };
        await File.WriteAllBytesAsync(Path.Combine(files.Folder, "policy.json"), PolicyFile.Write(Terms));
        var interference = new Interference();
        interference.At("saga.send.before", () => Chain.SetAccountsAsync(_world.Cheap.Accounts((Mints.WrappedSol, LiveWorld.CheapSol / 10 * 9), (Mints.Usdc, LiveWorld.CheapUsdc))));
        await using var system = await LiveSystem.StartAsync(files, Chain, _world, byBundle: false, faults: interference);
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        var result = await system.TradeAsync(Aggregated(await system.OpportunityAsync()));

        Assert.Equal(ExecutionOutcome.LandedWithError, result.Outcome);
        Assert.Contains("Custom(6001)", result.Landing!.Error, StringComparison.Ordinal);
        Assert.Equal(-result.Landing.Fee, result.Realised);
        Assert.Equal(await system.OwnedAsync() - before, result.Realised.Value);
    }

    [Fact]
    public async Task Every_hostile_answer_is_refused_by_name_before_anything_of_it_is_in_a_message()
    {
        await using var jupiter = await JupiterStandIn.StartAsync(_world);
        await using var rpc = new RpcPool([Provider("one"), Provider("two")], new RpcOptions(), TimeProvider.System, () => 0.5);
        using var client = new JupiterClient(
            new JupiterOptions { Address = new SecretAddress(jupiter.Address), CallsPerSecond = 1_000, Burst = 1_000, Timeout = TimeSpan.FromSeconds(2) }, TimeProvider.System);
        var planner = new LivePlanner(rpc, TradeTermsOf(), new TipBoard(), client);
        var command = await CommandAsync();
        var honest = await planner.Plan(command, CancellationToken.None);
        Assert.True(honest.Message is not null, $"{honest.Refusal} {honest.Detail}");
        Assert.True(new SigningPolicy(Terms).Judge(Read(honest.Message)).IsAllowed, "the honest message is signed");

        var wrong = new StringBuilder();
        foreach (var (name, expected, detail, twist) in Twists())
        {
            (jupiter.TwistQuote, jupiter.TwistSwap, jupiter.Instead) = (null, null, null);
            twist(jupiter);
            var plan = await planner.Plan(command, CancellationToken.None);
            if (plan.Message is not null || plan.Refusal != expected || !(plan.Detail ?? "").Contains(detail, StringComparison.Ordinal))
                wrong.AppendLine($"{name}: {plan.Refusal} {plan.Detail}, {expected} {detail} expected");
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
        Assert.Equal("aggregator_unavailable", (await new LivePlanner(rpc, TradeTermsOf(), new TipBoard()).Plan(command, CancellationToken.None)).Refusal);
    }

    [Fact]
    public async Task A_route_too_large_for_a_packet_names_the_tables_to_pin_and_lands_once_they_are()
    {
        // Nobody needs these accounts, and without a table they fill the packet.
        PublicKey[] many = [.. Enumerable.Range(0, 16).Select(n => Names.Key($"account {n} of a long route"))];
        var (table, other) = (await _world.CreateTableAsync(many), await _world.CreateTableAsync([Stranger]));
        await Chain.AdvanceAsync(40);
        await using var jupiter = await JupiterStandIn.StartAsync(_world);
        IEnumerable<PublicKey> named = [];
        jupiter.TwistSwap = swap =>
        {
            foreach (var key in many)
                Instruction(swap)["accounts"]!.AsArray().Add(new JsonObject { ["pubkey"] = key.ToString(), ["isSigner"] = false, ["isWritable"] = false });
            swap["addressLookupTableAddresses"] = new JsonArray([.. named.Select(key => (JsonNode)key.ToString())]);
        };
        await using var rpc = new RpcPool([Provider("one"), Provider("two")], new RpcOptions(), TimeProvider.System, () => 0.5);
        using var client = new JupiterClient(
            new JupiterOptions { Address = new SecretAddress(jupiter.Address), CallsPerSecond = 1_000, Burst = 1_000, Timeout = TimeSpan.FromSeconds(30) }, TimeProvider.System);
        var command = await CommandAsync();
        async Task Refused(string code, string detail, params PublicKey[] tables)
        {
            named = tables;
            var plan = await new LivePlanner(rpc, TradeTermsOf(), new TipBoard(), client).Plan(command, CancellationToken.None);
            Assert.True(plan.Message is null && plan.Refusal == code && plan.Detail!.Contains(detail, StringComparison.Ordinal), $"{plan.Refusal} {plan.Detail}, {code} {detail} expected");
        }

        await Refused("transaction_too_large", "TooLarge");
        await Refused("transaction_too_large", "TooLarge", other.Key);
        await Refused("aggregator_answer_refused", $"no_table: {Stranger}", Stranger);
        await Refused("aggregator_answer_refused", "too_many_tables", [.. many.Take(9)]);
        await Refused("lookup_tables_not_pinned", table.Key.ToString(), other.Key, table.Key);

        named = [table.Key];
        using var files = new LiveFiles(_world, Chain) { Jupiter = jupiter.Address };
        await File.WriteAllBytesAsync(Path.Combine(files.Folder, "policy.json"), PolicyFile.Write(Terms with { Tables = [_world.Table, table] }));
        await using var system = await LiveSystem.StartAsync(files, Chain, _world);
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        var result = await system.TradeAsync(Aggregated(await system.OpportunityAsync()));
        Assert.True(result.Outcome == ExecutionOutcome.Landed, $"{result.Outcome} {result.Code} {result.Landing?.Error}");
        Assert.Equal(await system.OwnedAsync() - before, result.Realised.Value);
    }

    private static IEnumerable<(string Name, string Refusal, string Detail, Action<JupiterStandIn> Twist)> Twists()
    {
        const string Answer = "aggregator_answer_refused", Silent = "aggregator_unavailable";
        yield return Swap("another program", Answer, "does not call Jupiter", swap => Instruction(swap)["programId"] = ProgramIds.System.ToString());
        yield return Swap("for a stranger", Answer, "foreign_destination", swap => Key(swap, 3, StrangersWrapped));
        yield return Swap("for a stranger in the end", Answer, "route_unreadable", swap => Key(swap, 4, StrangersWrapped));
        yield return Swap("from another account", Answer, "foreign_source", swap => Key(swap, 2, StrangersWrapped));
        yield return Swap("another trader", Answer, "another_trader", swap =>
        {
            Key(swap, 1, Stranger);
            Account(swap, 1)["isSigner"] = false;
        });
        yield return Swap("another mint", Answer, "wrong_mint", swap => Key(swap, 5, Mints.Usdt));
        yield return Swap("a fee account", Answer, "route_unreadable", swap => Key(swap, 6, StrangersWrapped));
        yield return Swap("a fee", Answer, "route_unreadable", swap => Data(swap, data => data[34] = 100));
        yield return Swap("ten times the amount", Answer, "wrong_amount", swap => Data(swap, data => data[20] ^= 1));
        yield return Swap("nothing promised", Answer, "softer_bound", swap => Data(swap, data => data.AsSpan(24, 8).Clear()));
        yield return Swap("all may slip", Answer, "softer_bound", swap => Instruction(swap)["data"] = Convert.ToBase64String(Slipping(swap)));
        yield return Swap("bytes behind the end", Answer, "route_unreadable", swap => Instruction(swap)["data"] = Convert.ToBase64String([.. Bytes(swap), .. new byte[19]]));
        yield return Swap("bytes missing", Answer, "route_unreadable", swap => Instruction(swap)["data"] = Convert.ToBase64String(Bytes(swap)[..^1]));
        yield return Swap("an unknown venue", Answer, "route_unreadable", swap => Data(swap, data => data[12] = 89));
        yield return Swap("an unknown instruction", Answer, "route_unreadable", swap => Data(swap, data => data[0] ^= 1));
        yield return Swap("steps without end", Answer, "route_unreadable", swap => Data(swap, data => data.AsSpan(8, 4).Fill(255)));
        yield return Swap("the venue's program left out", Answer, "route_unreadable", swap => Key(swap, 9, Stranger));
        yield return Swap("another signer", Answer, "another signer", swap => Account(swap, 7)["isSigner"] = true);
        yield return Swap("a transfer before it", Answer, "foreign_setup", swap => swap["setupInstructions"]!.AsArray().Add(JupiterStandIn.Json(SystemProgram.Transfer(Stranger, Stranger, 1)
            with { Accounts = [AccountMeta.Writable(Stranger), AccountMeta.Writable(Stranger)] })));
        yield return Swap("something after it", Answer, "more_than_a_swap", swap => swap["cleanupInstruction"] = Instruction(swap).DeepClone());
        yield return Swap("something beside it", Answer, "more_than_a_swap", swap => swap["otherInstructions"]!.AsArray().Add(Instruction(swap).DeepClone()));
        yield return Swap("a token ledger", Answer, "more_than_a_swap", swap => swap["tokenLedgerInstruction"] = Instruction(swap).DeepClone());
        yield return Swap("a budget that is none", Answer, "computeBudgetInstructions", swap => swap["computeBudgetInstructions"]!.AsArray()[0]!["programId"] = ProgramIds.Token.ToString());
        yield return Swap("no swap", Answer, "swapInstruction", swap => swap.Remove("swapInstruction"));
        yield return Quote("other mints", Answer, "other mints", quote =>
        {
            quote["outputMint"] = Mints.Usdt.ToString();
            quote["routePlan"]![0]!["swapInfo"]!["outputMint"] = Mints.Usdt.ToString();
        });
        yield return Quote("another amount", Answer, "another amount", quote =>
        {
            quote["inAmount"] = "5";
            quote["routePlan"]![0]!["swapInfo"]!["inAmount"] = "5";
        });
        yield return Quote("another slippage", Answer, "softer than slippageBps", quote => quote["otherAmountThreshold"] = "1");
        yield return Quote("legs that do not add up", Answer, "legs", quote => quote["routePlan"]![0]!["swapInfo"]!["outAmount"] = "1");
        yield return Quote("a price that does not pay", "no_longer_profitable", "", quote =>
        {
            (quote["outAmount"], quote["otherAmountThreshold"]) = ("9000000000", "8955000000");
            quote["routePlan"]![0]!["swapInfo"]!["outAmount"] = "9000000000";
        });
        yield return Instead("a page", Answer, "not JSON", http => http.Response.WriteAsync("<html>welcome</html>"));
        yield return Instead("busy", Silent, "RateLimited", http => Status(http, StatusCodes.Status429TooManyRequests));
        yield return Instead("a redirect", "no_route", "Refused", http =>
        {
            http.Response.Headers.Location = "http://127.0.0.1:1/";
            return Status(http, StatusCodes.Status302Found);
        });
        yield return Instead("no route", "no_route", "NoRoute", http =>
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return http.Response.WriteAsync("""{"error":"none","errorCode":"COULD_NOT_FIND_ANY_ROUTE"}""");
        });
        yield return Instead("silence", Silent, "Unreachable", http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));

        static (string, string, string, Action<JupiterStandIn>) Swap(string name, string refusal, string detail, Action<JsonObject> twist) => (name, refusal, detail, jupiter => jupiter.TwistSwap = twist);
        static (string, string, string, Action<JupiterStandIn>) Quote(string name, string refusal, string detail, Action<JsonObject> twist) => (name, refusal, detail, jupiter => jupiter.TwistQuote = twist);
        static (string, string, string, Action<JupiterStandIn>) Instead(string name, string refusal, string detail, Func<HttpContext, Task> answer) => (name, refusal, detail, jupiter => jupiter.Instead = answer);
    }

    private static Task Status(HttpContext http, int code)
    {
        http.Response.StatusCode = code;
        return Task.CompletedTask;
    }

    private static JsonNode Instruction(JsonObject swap) => swap["swapInstruction"]!;

    private static JsonNode Account(JsonObject swap, int at) => Instruction(swap)["accounts"]![at]!;

    private static void Key(JsonObject swap, int at, PublicKey key) => Account(swap, at)["pubkey"] = key.ToString();

    private static byte[] Bytes(JsonObject swap) => Convert.FromBase64String((string)Instruction(swap)["data"]!);

    private static byte[] Slipping(JsonObject swap)
    {
        var data = Bytes(swap);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(32), 10_000);
        return data;
    }

    private static void Data(JsonObject swap, Action<byte[]> change)
    {
        var data = Bytes(swap);
        change(data);
        Instruction(swap)["data"] = Convert.ToBase64String(data);
    }

    /// <summary>The same trip, with the way back left to Jupiter.</summary>
    private static Opportunity Aggregated(Opportunity opportunity) => opportunity with
    {
        Route = [opportunity.Route[0], opportunity.Route[1] with { Venue = "jupiter", Pool = ProgramIds.Jupiter.ToString() }],
    };

    private async Task<ExecutionCommand> CommandAsync()
    {
        var found = Aggregated(await LiveSystem.OpportunityOf(Chain, _world, 1));
        return new ExecutionCommand(
            found.Id, new PortfolioId("main"), new Epoch(1), found.Strategy, found.Token, found.Route, found.RequiredCapital, found.FlashLoan, found.ExpectedProfit,
            new Lamports(found.ExpectedProfit.Value / 2), found.SlippageBound, found.ExpiresAt, found.CreatedAt, found.Asset);
    }

    private RpcProviderOptions Provider(string name) => new() { Name = name, Address = new SecretAddress(Chain.RpcAddress.ToString()), CallsPerSecond = 100_000, Burst = 100_000 };

    private TradeTerms TradeTermsOf() => new()
    {
        Wallet = _world.Wallet, Reserves = [_world.Lender.Reserve], Tables = [_world.Table], Tip = new TipTerms(100_000, 1_000_000, 3_000, 0), UnitPrice = 100_000, SolFloor = LiveWorld.Floor,
    };

    private static Message Read(byte[] bytes) => Message.Decode(bytes, out var message) == WireRefusal.None ? message! : throw new InvalidDataException("The message cannot be read.");
}
