using System.Net;
using Orchestrator.Api.Tests.World;

namespace Orchestrator.Api.Tests.Events;

public sealed class EventTests(SharedSilo silo)
{
    [Fact]
    public async Task A_listener_gets_the_state_now_and_each_change_with_the_books_sequence()
    {
        await using var api = await ApiHost.Start(silo);
        using var stream = await Open(api);

        var first = await Next(stream, "snapshot");
        await api.Post("/api/v1/halt", """{"reason":"look"}""");
        var second = await Next(stream, "snapshot");

        Assert.Equal("2", first.Id);
        Assert.Contains("\"trading_state\":\"active\"", first.Data);
        Assert.Equal("3", second.Id);
        Assert.Contains("\"trading_state\":\"halted\"", second.Data);
    }

    [Fact]
    public async Task One_who_was_away_gets_the_newest_and_not_what_he_has()
    {
        await using var api = await ApiHost.Start(silo);
        using var same = await Open(api, lastEventId: "2");
        Assert.Equal("status", (await Next(same, null)).Name);

        using var older = await Open(api, lastEventId: "1");
        Assert.Equal(("snapshot", "2"), ((await Next(older, null)) is var found ? (found.Name, found.Id) : default));
    }

    [Fact]
    public async Task Listeners_are_bounded_and_a_place_is_free_again_when_one_leaves()
    {
        await using var api = await ApiHost.Start(silo, with: options => options.ListenersMax = 1);
        var only = await Open(api);
        await Next(only, "snapshot");

        (await api.Get("/api/v1/events")).Refused(HttpStatusCode.ServiceUnavailable, "ORCH-API-0022");

        only.Dispose();
        HttpStatusCode status;
        do
        {
            using var again = await api.Http.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            status = again.StatusCode;
        }
        while (status != HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_a_viewer_may_follow()
    {
        await using var api = await ApiHost.Start(silo, keys: true);

        (await api.Get("/api/v1/events")).Refused(HttpStatusCode.Unauthorized, "ORCH-API-0001");
        using var stream = await Open(api, key: ApiHost.ViewerKey);
        Assert.Equal("snapshot", (await Next(stream, null)).Name);
    }

    private static async Task<StreamReader> Open(ApiHost api, string? lastEventId = null, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    private static async Task<(string Name, string? Id, string Data)> Next(StreamReader stream, string? name)
    {
        while (true)
        {
            var lines = new Dictionary<string, string>();
            while (await stream.ReadLineAsync() is { Length: > 0 } line) lines[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
            if (lines.TryGetValue("event", out var found) && (name is null || name == found)) return (found, lines.GetValueOrDefault("id"), lines["data"]);
        }
    }
}
