using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Api.Tests.World;

namespace Orchestrator.Api.Tests.Access;

public sealed class RateTests(SharedSilo silo)
{
    [Fact]
    public async Task A_key_has_its_requests_of_a_second_and_no_other_key_pays_for_it()
    {
        var time = new FakeTimeProvider();
        await using var api = await ApiHost.Start(
            silo, keys: true, with: options => options.RequestsPerSecond = 3, services: services => services.AddSingleton<TimeProvider>(time));

        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await api.Get("/api/v1/status", ApiHost.ViewerKey)).Status);
        var refused = await api.Get("/api/v1/status", ApiHost.ViewerKey);

        refused.Refused(HttpStatusCode.TooManyRequests, "ORCH-API-0003");
        Assert.Equal("1", refused.Headers["Retry-After"]);
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/api/v1/status", ApiHost.OperatorKey)).Status);
        time.Advance(TimeSpan.FromSeconds(0.34));
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/api/v1/status", ApiHost.ViewerKey)).Status);
        (await api.Get("/api/v1/status", ApiHost.ViewerKey)).Refused(HttpStatusCode.TooManyRequests, "ORCH-API-0003");
    }

    [Fact]
    public async Task Guesses_share_one_budget_and_probes_need_none()
    {
        await using var api = await ApiHost.Start(
            silo, keys: true, with: options => options.RequestsPerSecond = 2, services: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));

        await api.Get("/api/v1/status", "orch_guess-1-guess-1-guess-1-guess-1-guess-1");
        await api.Get("/api/v1/status", "orch_guess-2-guess-2-guess-2-guess-2-guess-2");

        (await api.Get("/api/v1/status", "orch_guess-3-guess-3-guess-3-guess-3-guess-3")).Refused(HttpStatusCode.TooManyRequests, "ORCH-API-0003");
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/health/live")).Status);
    }
}
