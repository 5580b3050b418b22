using Microsoft.AspNetCore.Http;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Tests.Rpc;

public sealed class RpcProviderTests
{
    private static readonly RpcOptions Options = new() { AttemptTimeout = TimeSpan.FromSeconds(20), ResponseBytesMax = 100_000 };

    [Theory]
    [InlineData(429, "", RpcFault.RateLimited, RpcRemedy.Retry)]
    [InlineData(503, "<html>busy</html>", RpcFault.HttpServer, RpcRemedy.Retry)]
    [InlineData(403, "", RpcFault.Unauthorized, RpcRemedy.GiveUp)]
    [InlineData(404, "", RpcFault.HttpRefused, RpcRemedy.GiveUp)]
    [InlineData(302, "", RpcFault.HttpRefused, RpcRemedy.GiveUp)]
    [InlineData(200, "<html><body>welcome</body></html>", RpcFault.NotJson, RpcRemedy.Retry)]
    [InlineData(200, "", RpcFault.NotJson, RpcRemedy.Retry)]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"result":NaN}""", RpcFault.NotJson, RpcRemedy.Retry)]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"result":12""", RpcFault.NotJson, RpcRemedy.Retry)]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"result":-1}""", RpcFault.UnexpectedShape, RpcRemedy.Retry)]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"result":18446744073709551616}""", RpcFault.UnexpectedShape, RpcRemedy.Retry)]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"result":1.5}""", RpcFault.UnexpectedShape, RpcRemedy.Retry)]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"result":null}""", RpcFault.UnexpectedShape, RpcRemedy.Retry)]
    [InlineData(200, """{"jsonrpc":"2.0","id":1}""", RpcFault.UnexpectedShape, RpcRemedy.Retry)]
    [InlineData(200, """[{"jsonrpc":"2.0","id":1,"result":1}]""", RpcFault.UnexpectedShape, RpcRemedy.Retry)]
    [InlineData(200, """{"jsonrpc":"2.0","id":2,"result":7}""", RpcFault.WrongId, RpcRemedy.Retry)]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"result":7,"result":8}""", RpcFault.NotJson, RpcRemedy.Retry)]
    [InlineData(200, """{"jsonrpc":"2.0","id":null,"error":{"code":410,"message":"disabled"}}""", RpcFault.Other, RpcRemedy.GiveUp)]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"params"}}""", RpcFault.InvalidParams, RpcRemedy.GiveUp)]
    [InlineData(200, """{"jsonrpc":"2.0","id":1,"error":{"code":-32016,"message":"behind","data":{"contextSlot":5}}}""", RpcFault.MinContextSlotNotReached, RpcRemedy.Retry)]
    public async Task A_bad_answer_is_named_and_classed(int status, string body, RpcFault fault, RpcRemedy remedy)
    {
        await using var node = await TestNode.Start(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });
        using var provider = new RpcProvider(node.Provider(), Options, TimeProvider.System);
        var result = await provider.Call(RpcCalls.GetSlot(Commitment.Finalized), CancellationToken.None);
        Assert.False(result.IsAnswered);
        Assert.Equal((fault, remedy, "one"), (result.Error!.Fault, result.Error.Remedy, result.Error.Provider));
        Assert.Throws<InvalidOperationException>(() => result.Value);
    }

    [Fact]
    public async Task A_huge_answer_is_cut_off_whether_or_not_its_size_was_announced()
    {
        await using var node = await TestNode.Start(async context =>
        {
            context.Response.Headers.ContentType = "application/json";
            await context.Response.WriteAsync("{\"result\":\"");
            for (var i = 0; i < 200; i++) await context.Response.Body.WriteAsync(new byte[1_000]);
        });
        using var provider = new RpcProvider(node.Provider(), Options, TimeProvider.System);
        var result = await provider.Call(RpcCalls.GetSlot(Commitment.Finalized), CancellationToken.None);
        Assert.Equal(RpcFault.ResponseTooLarge, result.Error!.Fault);
    }

    [Fact]
    public async Task A_small_answer_that_unpacks_to_a_huge_one_is_cut_off()
    {
        await using var node = await TestNode.Start(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            using var packed = new MemoryStream();
            using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
                gzip.Write(new byte[50_000_000]);
            Assert.True(packed.Length < Options.ResponseBytesMax);
            await context.Response.Body.WriteAsync(packed.ToArray());
        });
        using var provider = new RpcProvider(node.Provider(), Options, TimeProvider.System);
        Assert.Equal(RpcFault.ResponseTooLarge, (await provider.Call(RpcCalls.GetSlot(Commitment.Finalized), CancellationToken.None)).Error!.Fault);
    }

    [Fact]
    public async Task Deep_JSON_is_refused()
    {
        var deep = new string('[', 100_000 / 3) + new string(']', 100_000 / 3);
        await using var node = await TestNode.Answering(deep);
        using var provider = new RpcProvider(node.Provider(), Options, TimeProvider.System);
        Assert.Equal(RpcFault.NotJson, (await provider.Call(RpcCalls.GetSlot(Commitment.Finalized), CancellationToken.None)).Error!.Fault);
    }

    [Fact]
    public async Task A_node_that_stops_in_the_middle_of_its_answer_runs_into_the_timeout()
    {
        await using var node = await TestNode.Start(async context =>
        {
            await context.Response.WriteAsync("{\"jsonrpc\":");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { });
        });
        var options = new RpcOptions { AttemptTimeout = TimeSpan.FromMilliseconds(100) };
        using var provider = new RpcProvider(node.Provider(), options, TimeProvider.System);
        var result = await provider.Call(RpcCalls.GetSlot(Commitment.Finalized), CancellationToken.None);
        Assert.Equal(RpcFault.Timeout, result.Error!.Fault);
        Assert.True(result.Error.MayHaveActed);
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_of_an_answer_is_a_fault_that_may_have_acted()
    {
        await using var node = await TestNode.Start(async context =>
        {
            context.Response.ContentLength = 5_000;
            await context.Response.WriteAsync("{\"jsonrpc\":");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var provider = new RpcProvider(node.Provider(), Options, TimeProvider.System);
        var result = await provider.Call(RpcCalls.GetSlot(Commitment.Finalized), CancellationToken.None);
        Assert.Equal((RpcFault.ConnectionFailed, true), (result.Error!.Fault, result.Error.MayHaveActed));
    }

    [Fact]
    public async Task A_closed_port_is_a_fault_and_not_an_exception()
    {
        var node = await TestNode.Answering("1");
        var settings = node.Provider();
        await node.DisposeAsync();
        using var provider = new RpcProvider(settings, Options, TimeProvider.System);
        Assert.Equal(RpcFault.ConnectionFailed, (await provider.Call(RpcCalls.GetSlot(Commitment.Finalized), CancellationToken.None)).Error!.Fault);
    }

    [Fact]
    public async Task The_key_in_an_address_shows_nowhere()
    {
        await using var node = await TestNode.Start(async context =>
            await context.Response.WriteAsync($$$"""{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"bad call to {{{context.Request.Path}}}"}}"""));
        using var provider = new RpcProvider(node.Provider(), Options, TimeProvider.System);
        var result = await provider.Call(RpcCalls.GetSlot(Commitment.Finalized), CancellationToken.None);
        Assert.DoesNotContain("0123456789abcdef", result.Error!.Message);
        Assert.Contains("bad call to", result.Error.Message);
        Assert.DoesNotContain("0123456789abcdef", provider.ToString());
        Assert.DoesNotContain("secret-key-1", new SecretAddress("https://user:secret-key-1@host/x?api-key=secret-key-1").ToString());
        var refused = Assert.Throws<ArgumentException>(() => new SecretAddress("ftp://host/secret-key-1"));
        Assert.DoesNotContain("secret-key-1", refused.ToString());
    }

    [Fact]
    public async Task A_caller_who_cancels_gets_his_cancellation_and_the_provider_no_bad_mark()
    {
        var asked = new TaskCompletionSource();
        await using var node = await TestNode.Start(context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { });
        });
        using var provider = new RpcProvider(node.Provider(), Options, TimeProvider.System);
        using var cancel = new CancellationTokenSource();
        var call = provider.Call(RpcCalls.GetSlot(Commitment.Finalized), cancel.Token);
        await asked.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.False(provider.Health.IsCooling);
    }
}
