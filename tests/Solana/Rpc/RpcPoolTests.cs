using Microsoft.AspNetCore.Http;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Tests.Rpc;

public sealed class RpcPoolTests
{
    private static readonly RpcCall<ulong> Slot = RpcCalls.GetSlot(Commitment.Finalized);

    private static readonly RpcOptions Patient = new()
    {
        HedgeAfter = TimeSpan.FromMinutes(5), AttemptTimeout = TimeSpan.FromMinutes(1), ReadTimeout = TimeSpan.FromMinutes(1), RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    private static Task<TestNode> Broken() => TestNode.Start(context =>
    {
        context.Response.StatusCode = 500;
        return Task.CompletedTask;
    });

    private static Task<TestNode> Silent() => TestNode.Start(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }));

    private static RpcPool Pool(RpcOptions options, params TestNode[] nodes) =>
        new([.. nodes.Select((node, at) => node.Provider($"node{at}"))], options, TimeProvider.System, () => 0.5);

    [Fact]
    public async Task A_read_that_fails_at_one_provider_is_answered_by_the_next()
    {
        await using var broken = await Broken();
        await using var good = await TestNode.Answering("77");
        await using var pool = Pool(Patient, broken, good);
        var result = await pool.Read(Slot, CancellationToken.None);
        Assert.Equal((77UL, "node1"), (result.Value, result.Provider));
        Assert.Equal(1, broken.Requests);
    }

    [Fact]
    public async Task A_read_that_hangs_at_one_provider_is_answered_by_the_next()
    {
        await using var silent = await Silent();
        await using var good = await TestNode.Answering("77");
        var options = new RpcOptions { HedgeAfter = TimeSpan.FromMilliseconds(5), AttemptTimeout = TimeSpan.FromMinutes(1), ReadTimeout = TimeSpan.FromMinutes(1) };
        await using var pool = Pool(options, silent, good);
        Assert.Equal(77UL, (await pool.Read(Slot, CancellationToken.None)).Value);
    }

    [Fact]
    public async Task A_read_gives_up_after_a_stated_number_of_attempts()
    {
        await using var first = await Broken();
        await using var second = await Broken();
        await using var pool = Pool(Patient, first, second);
        var result = await pool.Read(Slot, CancellationToken.None);
        Assert.Equal(RpcFault.HttpServer, result.Error!.Fault);
        Assert.Equal((Patient.ReadRetriesMax + 1) * 2, first.Requests + second.Requests);
    }

    [Fact]
    public async Task A_refusal_that_no_repetition_can_change_is_not_repeated()
    {
        await using var node = await TestNode.Start(context =>
            context.Response.WriteAsync("""{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"params"}}"""));
        await using var other = await TestNode.Answering("1");
        await using var pool = Pool(Patient, node, other);
        Assert.Equal(RpcFault.InvalidParams, (await pool.Read(Slot, CancellationToken.None)).Error!.Fault);
        Assert.Equal((1, 0), (node.Requests, other.Requests));
    }

    [Fact]
    public async Task A_single_provider_is_retried_and_reading_is_bounded_in_time()
    {
        await using var silent = await Silent();
        var options = new RpcOptions { AttemptTimeout = TimeSpan.FromMinutes(1), ReadTimeout = TimeSpan.FromMilliseconds(100) };
        await using var pool = Pool(options, silent);
        Assert.Equal(RpcFault.Timeout, (await pool.Read(Slot, CancellationToken.None)).Error!.Fault);
    }

    [Fact]
    public async Task A_send_is_neither_hedged_nor_repeated()
    {
        await using var broken = await Broken();
        await using var good = await TestNode.Answering("\"x\"");
        await using var pool = Pool(Patient, broken, good);
        var result = await pool.Send(TransactionCalls.SendTransaction(new byte[] { 1 }, new SendOptions()), CancellationToken.None);
        Assert.Equal((RpcFault.HttpServer, true), (result.Error!.Fault, result.Error.MayHaveActed));
        Assert.Equal((1, 0), (broken.Requests, good.Requests));
    }

    [Fact]
    public async Task Every_provider_is_asked_when_no_single_one_may_decide()
    {
        await using var broken = await Broken();
        await using var one = await TestNode.Answering("1");
        await using var two = await TestNode.Answering("2");
        await using var pool = Pool(Patient, broken, one, two);
        var answers = await pool.AskEach(Slot, CancellationToken.None);
        Assert.Equal([null, 1UL, 2UL], answers.Select(answer => answer.IsAnswered ? answer.Value : (ulong?)null));
    }

    [Fact]
    public async Task A_provider_that_is_behind_or_keeps_failing_is_asked_last()
    {
        await using var behind = await TestNode.Answering("""{"context":{"slot":100},"value":5}""");
        await using var ahead = await TestNode.Answering("""{"context":{"slot":121},"value":5}""");
        await using var broken = await Broken();
        await using var pool = Pool(Patient, broken, behind, ahead);
        for (var i = 0; i < Patient.FaultsMax; i++)
            await pool.AskEach(AccountCalls.GetBalance(default, Commitment.Processed), CancellationToken.None);
        Assert.Equal(["node2", "node1", "node0"], pool.Ranked().Select(provider => provider.Name));
        Assert.True(pool.Providers[0].Health.IsCooling);
    }

    [Fact]
    public void Settings_without_or_with_doubled_providers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RpcPool([], Patient, TimeProvider.System, () => 0));
        var one = new RpcProviderOptions { Name = "a", Address = new SecretAddress("http://127.0.0.1:1") };
        Assert.Throws<ArgumentException>(() => new RpcPool([one, one], Patient, TimeProvider.System, () => 0));
    }
}
