using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Live.Aggregator;

/// <summary>Answers as Jupiter's swap API does, over HTTP, with routes through the cheap pool. What it answers can be twisted.</summary>
internal sealed class JupiterStandIn : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly LiveWorld _world;
    private int _quotes, _swaps;

    private JupiterStandIn(LiveWorld world)
    {
        _world = world;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _host = builder.Build();
        _host.MapGet("/swap/v1/quote", Quote);
        _host.MapPost("/swap/v1/swap-instructions", Swap);
    }

    public string Address => $"{_host.Urls.Single()}/swap/v1";

    public int Quotes => _quotes;

    public int Swaps => _swaps;

    /// <summary>The slot that its quotes name.</summary>
    public ulong ContextSlot { get; set; } = 7;

    /// <summary>Changes a quote before it is sent.</summary>
    public Action<JsonObject>? TwistQuote { get; set; }

    /// <summary>Changes the instructions before they are sent.</summary>
    public Action<JsonObject>? TwistSwap { get; set; }

    /// <summary>Answers everything instead.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public static async Task<JupiterStandIn> StartAsync(LiveWorld world)
    {
        var server = new JupiterStandIn(world);
        await server._host.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>The instruction itself, as the real router takes it.</summary>
    public static Instruction Route(LiveWorld world, PublicKey input, PublicKey output, PublicKey source, PublicKey destination, ulong amount, ulong quoted, ushort slippage)
    {
        var swap = world.Cheap.SwapExactIn(world.Wallet, input, source, destination, amount, 0);
        var data = new byte[8 + 4 + 4 + 19];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(data, Solana.Programs.JupiterRouter.JupiterRoute.RouteDiscriminator);
        data[8] = 1;
        (data[12], data[13], data[14], data[15]) = (46, 100, 0, 1);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), amount);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(24), quoted);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(32), slippage);
        var none = AccountMeta.ReadOnly(ProgramIds.Jupiter);
        return new Instruction(
            ProgramIds.Jupiter,
            [
                AccountMeta.ReadOnly(ProgramIds.Token), AccountMeta.Signer(world.Wallet), AccountMeta.Writable(source), AccountMeta.Writable(destination), none,
                AccountMeta.ReadOnly(output), none, AccountMeta.ReadOnly(Names.Key("jupiter events")), none, AccountMeta.ReadOnly(ProgramIds.RaydiumCpmm),
                // The trader signs once, in his own place.
                .. swap.Accounts.Select(account => account.Key == world.Wallet ? AccountMeta.ReadOnly(account.Key) : account),
            ],
            data);
    }

    private async Task Quote(HttpContext http)
    {
        Interlocked.Increment(ref _quotes);
        if (Instead is { } instead)
        {
            await instead(http);
            return;
        }

        var (input, output) = (PublicKey.Parse(http.Request.Query["inputMint"]!), PublicKey.Parse(http.Request.Query["outputMint"]!));
        var (amount, slippage) = (ulong.Parse(http.Request.Query["amount"]!, CultureInfo.InvariantCulture), ulong.Parse(http.Request.Query["slippageBps"]!, CultureInfo.InvariantCulture));
        var reserves = input == Mints.WrappedSol ? (LiveWorld.CheapSol, LiveWorld.CheapUsdc) : (LiveWorld.CheapUsdc, LiveWorld.CheapSol);
        var got = ConstantProduct.Out(amount, reserves.Item1, reserves.Item2);
        var quote = new JsonObject
        {
            ["inputMint"] = input.ToString(), ["inAmount"] = $"{amount}", ["outputMint"] = output.ToString(), ["outAmount"] = $"{got}",
            ["otherAmountThreshold"] = $"{((got * (UInt128)(10_000 - slippage)) + 9_999) / 10_000}", ["swapMode"] = "ExactIn", ["slippageBps"] = slippage, ["platformFee"] = null,
            ["priceImpactPct"] = "0.001", ["contextSlot"] = ContextSlot, ["timeTaken"] = 0.001,
            ["routePlan"] = new JsonArray(new JsonObject
            {
                ["percent"] = 100,
                ["swapInfo"] = new JsonObject
                {
                    ["ammKey"] = _world.Cheap.Address.ToString(), ["label"] = "Raydium CP", ["inputMint"] = input.ToString(), ["outputMint"] = output.ToString(), ["inAmount"] = $"{amount}",
                    ["outAmount"] = $"{got}",
                },
            }),
        };
        TwistQuote?.Invoke(quote);
        await http.Response.WriteAsJsonAsync<JsonNode>(quote);
    }

    private async Task Swap(HttpContext http)
    {
        Interlocked.Increment(ref _swaps);
        var body = (await JsonNode.ParseAsync(http.Request.Body))!;
        var (quote, user) = (body["quoteResponse"]!, PublicKey.Parse((string)body["userPublicKey"]!));
        var (input, output) = (PublicKey.Parse((string)quote["inputMint"]!), PublicKey.Parse((string)quote["outputMint"]!));
        var swap = Route(
            _world, input, output, ProgramAddress.AssociatedToken(user, input, ProgramIds.Token), ProgramAddress.AssociatedToken(user, output, ProgramIds.Token),
            ulong.Parse((string)quote["inAmount"]!, CultureInfo.InvariantCulture), ulong.Parse((string)quote["outAmount"]!, CultureInfo.InvariantCulture), (ushort)quote["slippageBps"]!);
        var answer = new JsonObject
        {
            ["tokenLedgerInstruction"] = null,
            ["computeBudgetInstructions"] = new JsonArray(Json(ComputeBudget.SetUnitLimit(200_000))),
            ["setupInstructions"] = new JsonArray(Json(Solana.Programs.AssociatedToken.AssociatedTokenInstructions.CreateIdempotent(user, user, output, ProgramIds.Token))),
            ["swapInstruction"] = Json(swap), ["cleanupInstruction"] = null, ["otherInstructions"] = new JsonArray(), ["addressLookupTableAddresses"] = new JsonArray(),
            ["simulationError"] = null,
        };
        TwistSwap?.Invoke(answer);
        await http.Response.WriteAsJsonAsync<JsonNode>(answer);
    }

    public static JsonObject Json(Instruction instruction) => new()
    {
        ["programId"] = instruction.ProgramId.ToString(),
        ["accounts"] = new JsonArray([.. instruction.Accounts.Select(account => (JsonNode)new JsonObject
        {
            ["pubkey"] = account.Key.ToString(), ["isSigner"] = account.IsSigner, ["isWritable"] = account.IsWritable,
        })]),
        ["data"] = Convert.ToBase64String(instruction.Data.Span),
    };
}
