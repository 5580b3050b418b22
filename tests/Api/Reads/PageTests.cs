using Orchestrator.Api.Tests.World;

namespace Orchestrator.Api.Tests.Reads;

public sealed class PageTests(SharedSilo silo)
{
    [Theory]
    [InlineData("/health"), InlineData("/health/ready"), InlineData("/health/live"), InlineData("/health/startup"), InlineData("/metrics"), InlineData("/openapi/v1.json"), InlineData("/docs/"),
     InlineData("/api/v1/status"), InlineData("/api/v1/portfolio/snapshot"), InlineData("/api/v1/breakers"), InlineData("/api/v1/strategies"), InlineData("/errors/ORCH-API-0001")]
    public async Task A_healthy_server_answers_every_page(string path)
    {
        await using var api = await ApiHost.Start(silo);
        var answer = await api.Get(path);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.Status);
    }
}
