using System.Net;
using Orchestrator.Api.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Api.Tests.Operations;

public sealed class OperatingTests(SharedSilo silo)
{
    [Fact]
    public async Task A_halt_is_in_the_audit_log_and_in_the_book_and_shows_at_once()
    {
        await using var api = await ApiHost.Start(silo, keys: true);
        await api.Get("/api/v1/portfolio/snapshot", ApiHost.ViewerKey);

        var answer = (await api.Post("/api/v1/halt", """{"reason":"funny prices"}""", ApiHost.OperatorKey)).Ok();

        Assert.Equal(("halted", "halted", "operator:olga"), (answer.GetProperty("outcome").GetString(), answer.GetProperty("trading_state").GetString(), answer.GetProperty("actor").GetString()));
        Assert.Equal(["audit halt", "halt by operator:olga"], api.Portfolio.Acts);
        Assert.Equal((HaltCause.Operator, "funny prices"), (api.Portfolio.Book.Halt!.Cause, api.Portfolio.Book.Halt.Detail));
        var snapshot = (await api.Get("/api/v1/portfolio/snapshot", ApiHost.ViewerKey)).Ok();
        Assert.Equal("operator:olga", snapshot.GetProperty("halt").GetProperty("by").GetString());
    }

    [Fact]
    public async Task The_status_shows_a_halt_and_a_resume_before_the_loop_has_read_the_book_again()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.Copy = api.Portfolio.Book;
        async Task<(string?, string?)> State()
        {
            var status = (await api.Get("/api/v1/status")).Ok();
            return (status.GetProperty("trading_state").GetString(), status.GetProperty("state_reason").GetString());
        }

        Assert.Equal(("active", null), await State());
        (await api.Post("/api/v1/halt", """{"reason":"funny prices"}""")).Ok();
        Assert.Equal(("halted", "funny prices"), await State());
        (await api.Post("/api/v1/resume", """{"reason":"looked at it"}""")).Ok();
        Assert.Equal(("active", null), await State());
    }

    [Fact]
    public async Task A_second_halt_leaves_the_first_cause_and_a_resume_lifts_it_once()
    {
        await using var api = await ApiHost.Start(silo);
        async Task<string?> Outcome(string path, string reason) => (await api.Post(path, $$"""{"reason":"{{reason}}"}""")).Ok().GetProperty("outcome").GetString();

        Assert.Equal("not_halted", await Outcome("/api/v1/resume", "early"));
        Assert.Equal("halted", await Outcome("/api/v1/halt", "first"));
        Assert.Equal("already_halted", await Outcome("/api/v1/halt", "second"));
        Assert.Equal("first", api.Portfolio.Book.Halt!.Detail);
        Assert.Equal("resumed", await Outcome("/api/v1/resume", "looked at it"));
        Assert.Null(api.Portfolio.Book.Halt);
    }

    [Theory]
    [InlineData("/api/v1/resume"), InlineData("/api/v1/strategies/sniper.memecoin/pause")]
    [InlineData("/api/v1/opportunities/0192f0c0-0000-7000-8000-000000000001/cancel")]
    public async Task What_cannot_be_written_to_the_audit_log_is_not_done(string path)
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.AuditFault = new TimeoutException("no store");

        (await api.Post(path, """{"reason":"x"}""")).Refused(HttpStatusCode.ServiceUnavailable, "ORCH-API-0019");

        Assert.Empty(api.Portfolio.Acts);
        Assert.Null(api.Portfolio.Book.Halt);
    }

    [Theory]
    [InlineData("{}", "missing")]
    [InlineData("""{"reason":null}""", "missing")]
    [InlineData("""{"reason":""}""", "length")]
    [InlineData("""{"reason":"   "}""", "length")]
    [InlineData("""{"reason":7}""", "not_text")]
    [InlineData("""{"reason":"x","reasom":"y"}""", "unknown")]
    public async Task A_halt_needs_a_reason_and_nothing_else(string body, string code)
    {
        await using var api = await ApiHost.Start(silo);

        var problem = (await api.Post("/api/v1/halt", body)).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");

        Assert.Equal(code, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("code").GetString());
        Assert.Empty(api.Portfolio.Acts);
    }

    [Fact]
    public async Task A_strategy_is_paused_and_resumed_by_name_only()
    {
        await using var api = await ApiHost.Start(silo);

        Assert.Equal("paused", (await api.Post("/api/v1/strategies/sniper.memecoin/pause", """{"reason":"news"}""")).Ok().GetProperty("outcome").GetString());
        Assert.Equal("news", api.Portfolio.Book.Strategy(StrategyId.Sniper).Pause!.Reason);
        Assert.Equal("already_paused", (await api.Post("/api/v1/strategies/sniper.memecoin/pause", """{"reason":"more"}""")).Ok().GetProperty("outcome").GetString());
        Assert.Equal("resumed", (await api.Post("/api/v1/strategies/sniper.memecoin/resume", """{"reason":"over"}""")).Ok().GetProperty("outcome").GetString());
        (await api.Post("/api/v1/strategies/sniper.meme/pause", """{"reason":"typo"}""")).Refused(HttpStatusCode.NotFound, "ORCH-API-0007");
        Assert.Equal(
            ["audit pause", "pause sniper.memecoin", "audit pause", "pause sniper.memecoin", "audit unpause", "unpause sniper.memecoin"], api.Portfolio.Acts);
    }

    [Fact]
    public async Task A_waiting_opportunity_is_cancelled_and_one_that_is_gone_says_so()
    {
        await using var api = await ApiHost.Start(silo);
        var waiting = Trade.Offer(1);
        api.Portfolio.Queue = [new QueueEntry(0, waiting, 1, 1)];

        var cancelled = (await api.Post($"/api/v1/opportunities/{waiting.Id}/cancel", """{"reason":"no"}""")).Ok();
        var gone = (await api.Post($"/api/v1/opportunities/{Trade.Offer(1).Id}/cancel", """{"reason":"no"}""")).Ok();

        Assert.True(cancelled.GetProperty("cancelled").GetBoolean());
        Assert.False(gone.GetProperty("cancelled").GetBoolean());
    }

    [Fact]
    public async Task The_audit_log_is_read_in_pages()
    {
        await using var api = await ApiHost.Start(silo);
        for (var i = 0; i < 3; i++) await api.Post("/api/v1/halt", $$"""{"reason":"{{i}}"}""");

        var first = (await api.Get("/api/v1/audit?limit=2")).Ok();
        var second = (await api.Get($"/api/v1/audit?limit=2&cursor={first.GetProperty("next_cursor").GetString()}")).Ok();

        Assert.Equal(["0", "1"], first.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("detail").GetString()!));
        Assert.Equal("2", Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("detail").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("next_cursor").ValueKind);
        Assert.True((await api.Get("/api/v1/audit/verification")).Ok().GetProperty("holds").GetBoolean());
    }
}
