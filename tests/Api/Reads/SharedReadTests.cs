using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Api.Tests.World;
using Orchestrator.Client.Api.Reading;

namespace Orchestrator.Api.Tests.Reads;

public sealed class SharedReadTests(SharedSilo silo)
{
    [Fact]
    public async Task Many_readers_cost_the_cluster_one_call_within_the_age()
    {
        var time = new FakeTimeProvider();
        await using var api = await ApiHost.Start(silo, services: services => services.AddSingleton<TimeProvider>(time));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => api.Get("/api/v1/status")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(1, api.Portfolio.StatusCalls);
        time.Advance(TimeSpan.FromMilliseconds(99));
        await api.Get("/api/v1/status");
        Assert.Equal(1, api.Portfolio.StatusCalls);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await api.Get("/api/v1/status");
        Assert.Equal(2, api.Portfolio.StatusCalls);
    }

    [Fact]
    public async Task Those_who_ask_while_a_read_is_under_way_share_it()
    {
        await using var api = await ApiHost.Start(silo, services: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        var gate = new TaskCompletionSource();
        api.Portfolio.SnapshotGate = gate.Task;

        var waiting = Enumerable.Range(0, 20).Select(_ => api.Get("/api/v1/portfolio/snapshot")).ToArray();
        gate.SetResult();

        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(1, api.Portfolio.SnapshotCalls);
    }

    [Fact]
    public async Task An_unchanged_answer_is_not_sent_twice()
    {
        await using var api = await ApiHost.Start(silo);
        var first = await api.Get("/api/v1/portfolio/snapshot");

        var second = await api.Send(HttpMethod.Get, "/api/v1/portfolio/snapshot", headers: ("If-None-Match", first.Headers["ETag"]));

        Assert.Equal((HttpStatusCode.NotModified, ""), (second.Status, second.Body));
        api.Portfolio.Now = api.Portfolio.Now.AddSeconds(1);
        await api.Post("/api/v1/halt", """{"reason":"x"}""");
        var third = await api.Send(HttpMethod.Get, "/api/v1/portfolio/snapshot", headers: ("If-None-Match", first.Headers["ETag"]));
        Assert.Equal("halted", third.Ok().GetProperty("trading_state").GetString());
    }

    [Fact]
    public async Task A_read_that_began_before_a_change_is_not_what_comes_after_it()
    {
        var begun = 0;
        var gates = new[] { new TaskCompletionSource<string>(), new TaskCompletionSource<string>() };
        var read = new SharedRead<string>(() => gates[Interlocked.Increment(ref begun) - 1].Task, TimeSpan.FromHours(1), new FakeTimeProvider());

        var before = read.Get().AsTask();
        read.Expire();
        var after = read.Get().AsTask();
        gates[1].SetResult("new");
        Assert.Equal("new", await after);
        gates[0].SetResult("old");

        Assert.Equal("old", await before);
        Assert.Equal("new", await read.Get());
    }

    [Fact]
    public async Task A_fault_is_not_kept()
    {
        var calls = 0;
        var read = new SharedRead<string>(() => ++calls == 1 ? throw new TimeoutException() : Task.FromResult("there"), TimeSpan.FromHours(1), new FakeTimeProvider());

        await Assert.ThrowsAsync<TimeoutException>(async () => await read.Get());

        Assert.Equal("there", await read.Get());
    }
}
