using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestrator.Solana.Jupiter;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Tests.Rpc;

namespace Orchestrator.Solana.Tests.Jupiter;

public sealed class JupiterClientTests
{
    private static readonly QuoteRequest Asked = new(Mints.WrappedSol, Mints.Usdc, 100_000, 100) { Dexes = ["Meteora DLMM"], OnlyDirectRoutes = true };

    private static JupiterClient Client(TestNode node, double rate = 1_000) =>
        new(new JupiterOptions { Address = new SecretAddress(node.Address + "/swap/v1"), ApiKey = "my-secret-api-key", CallsPerSecond = rate, RateWaitMax = TimeSpan.Zero }, TimeProvider.System);

    [Fact]
    public async Task A_quote_is_asked_as_documented_and_sent_back_unchanged_for_its_instructions()
    {
        var quoteText = SharedData.ReadText("solana/jupiter/real_quotes/v1_slot380400219_sol_usdc_dlmm.json");
        var swapText = SharedData.ReadText("solana/jupiter/real_swap_instructions_sol_usdc_tesserav_2025-10-28.json");
        var seen = new List<string>();
        var posted = "";
        await using var node = await TestNode.Start(async context =>
        {
            seen.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers["x-api-key"]}");
            posted = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await context.Response.WriteAsync(context.Request.Method == "GET" ? quoteText : swapText);
        });
        using var client = Client(node);
        var quote = await client.Quote(Asked, CancellationToken.None);
        var swap = await client.SwapInstructions(quote.Value!, new SwapRequest(PublicKey.Parse("Cm7vjoV12JuVqCduW6rkGGcgN77NPkzqZr66pkVTzb5b")) { WrapAndUnwrapSol = false }, CancellationToken.None);
        Assert.NotNull(swap.Value);
        Assert.Equal($"GET /swap/v1/quote?inputMint={Mints.WrappedSol}&outputMint={Mints.Usdc}&amount=100000&slippageBps=100&swapMode=ExactIn&dexes=Meteora%20DLMM&onlyDirectRoutes=true my-secret-api-key", seen[0]);
        Assert.StartsWith("POST /swap/v1/swap-instructions my-secret", seen[1]);
        using var body = JsonDocument.Parse(posted);
        Assert.Equal(quoteText, body.RootElement.GetProperty("quoteResponse").GetRawText());
        Assert.False(body.RootElement.GetProperty("wrapAndUnwrapSol").GetBoolean());
    }

    [Theory]
    [InlineData(400, """{"error":"no","errorCode":"COULD_NOT_FIND_ANY_ROUTE"}""", JupiterFault.NoRoute)]
    [InlineData(400, """{"error":"no","errorCode":"TOKEN_NOT_TRADABLE"}""", JupiterFault.TokenNotTradable)]
    [InlineData(400, """{"error":"key my-secret-api-key"}""", JupiterFault.Refused)]
    [InlineData(400, "<html>", JupiterFault.Refused)]
    [InlineData(429, "", JupiterFault.RateLimited)]
    [InlineData(502, "", JupiterFault.Unreachable)]
    [InlineData(200, "<html>", JupiterFault.UnexpectedAnswer)]
    [InlineData(200, "{}", JupiterFault.UnexpectedAnswer)]
    public async Task Refusals_are_named_and_hold_no_key(int status, string body, JupiterFault fault)
    {
        await using var node = await TestNode.Start(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });
        using var client = Client(node);
        var error = (await client.Quote(Asked, CancellationToken.None)).Error!;
        Assert.Equal(fault, error.Fault);
        Assert.DoesNotContain("my-secret", error.ToString());
    }

    [Fact]
    public async Task The_plan_is_kept_on_our_side()
    {
        await using var node = await TestNode.Start(context => context.Response.WriteAsync("{}"));
        using var client = Client(node, rate: 0.001);
        Assert.Empty((await client.Labels(CancellationToken.None)).Value!);
        Assert.Equal(JupiterFault.RateLimited, (await client.Labels(CancellationToken.None)).Error!.Fault);
        Assert.Equal(1, node.Requests);
    }

    [Fact]
    public async Task Labels_are_read_by_program()
    {
        await using var node = await TestNode.Start(context => context.Response.WriteAsync($$"""{"{{ProgramIds.Whirlpool}}":"Whirlpool","{{ProgramIds.RaydiumV4}}":"Raydium"}"""));
        using var client = Client(node);
        Assert.Equal("Whirlpool", (await client.Labels(CancellationToken.None)).Value![ProgramIds.Whirlpool]);
    }
}
