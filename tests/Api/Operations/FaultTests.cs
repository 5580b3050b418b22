using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Tests.World;

namespace Orchestrator.Api.Tests.Operations;

public sealed class FaultTests(SharedSilo silo)
{
    [Fact]
    public async Task A_cluster_that_is_silent_is_named_and_asks_for_patience()
    {
        await using var api = await ApiHost.Start(silo, with: options => options.GrainTimeout = TimeSpan.FromMilliseconds(200));
        var never = new TaskCompletionSource();
        api.Portfolio.SnapshotGate = never.Task;

        var answer = await api.Get("/api/v1/portfolio/snapshot");

        Assert.Equal("Nothing was changed.", answer.Refused(HttpStatusCode.ServiceUnavailable, "ORCH-API-0019").GetProperty("state").GetString());
        Assert.Equal("1", answer.Headers["Retry-After"]);
        never.SetResult();
    }

    [Fact]
    public async Task An_unexpected_fault_says_nothing_of_the_inside()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.Fault = new InvalidOperationException("the inside of the system");

        var answer = await api.Get("/api/v1/status");

        answer.Refused(HttpStatusCode.InternalServerError, "ORCH-API-0020");
        Assert.DoesNotContain("inside of the system", answer.Body);
    }

    [Fact]
    public async Task After_a_fault_of_an_act_nobody_claims_that_nothing_happened()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.AuditFault = new TimeoutException();

        var problem = (await api.Post("/api/v1/halt", """{"reason":"x"}""")).Refused(HttpStatusCode.ServiceUnavailable, "ORCH-API-0019");

        Assert.StartsWith("Not known", problem.GetProperty("state").GetString());
    }
}
