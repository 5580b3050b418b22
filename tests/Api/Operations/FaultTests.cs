using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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

        var problem = (await api.Post("/api/v1/resume", """{"reason":"x"}""")).Refused(HttpStatusCode.ServiceUnavailable, "ORCH-API-0019");

        Assert.StartsWith("Not known", problem.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_halt_that_cannot_be_audited_is_in_force_and_says_that_its_line_is_owed()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.AuditFault = new TimeoutException("the audit is away");

        var problem = (await api.Post("/api/v1/halt", """{"reason":"x"}""")).Refused(HttpStatusCode.InsufficientStorage, "ORCH-API-0028");

        Assert.Equal("x", api.Portfolio.Book.Halt?.Detail);
        Assert.Contains("not in the audit log yet: the audit is away", problem.GetProperty("detail").GetString());
        Assert.StartsWith("Halted; it survives a restart.", problem.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_halt_that_cannot_be_stored_is_in_force_and_says_that_a_restart_would_lose_it()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.StoreFault = "store refuses: DiskFull";

        var problem = (await api.Post("/api/v1/halt", """{"reason":"x"}""")).Refused(HttpStatusCode.InsufficientStorage, "ORCH-API-0028");

        Assert.Contains("DiskFull", problem.GetProperty("detail").GetString());
        Assert.StartsWith("Halted: nothing new is reserved, signed or sent.", problem.GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_status_names_a_store_that_refuses_beside_a_halt_or_alone()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.StoreFault = "store refuses: DiskFull";
        Assert.Equal(("halted", "store refuses: DiskFull"), await State());

        await api.Post("/api/v1/halt", """{"reason":"x"}""");
        Assert.Equal(("halted", "x; store refuses: DiskFull"), await State());

        async Task<(string?, string?)> State()
        {
            var status = (await api.Get("/api/v1/status")).Ok();
            return (status.GetProperty("trading_state").GetString(), status.GetProperty("state_reason").GetString());
        }
    }

    [Fact]
    public async Task While_it_drains_it_answers_and_of_all_acts_takes_only_a_halt()
    {
        await using var api = await ApiHost.Start(silo);
        api.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.Get("/health/ready")).Status);
        (await api.Get("/api/v1/status")).Ok();
        (await api.Post("/api/v1/resume", """{"reason":"x"}""")).Refused(HttpStatusCode.ServiceUnavailable, "ORCH-API-0029");
        Assert.Empty(api.Portfolio.Acts);
        (await api.Post("/api/v1/halt", """{"reason":"x"}""")).Ok();
        Assert.NotNull(api.Portfolio.Book.Halt);
    }
}
