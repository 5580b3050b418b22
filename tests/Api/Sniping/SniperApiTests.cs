using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Orchestrator.Api.Tests.World;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Api.Tests.Sniping;

public sealed class SniperApiTests(SharedSilo silo)
{
    private const string Analyze = "/api/v1/sniper/analyze";
    private const string Execute = "/api/v1/sniper/execute";
    private const string Bonk = "DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263";

    private static readonly FilterVerdict Passed = new(SniperFilters.MintAuthority, FilterOutcome.Passed, "revoked", "revoked");

    [Fact]
    public async Task A_trade_takes_two_steps_and_each_is_audited_before_it_is_done()
    {
        await using var api = await ApiHost.Start(silo, keys: true);
        var begun = (await api.Post(Analyze, $$"""{"token_mint_address":"{{Bonk}}","strategy":"sniper.memecoin"}""", ApiHost.OperatorKey)).Ok(HttpStatusCode.Accepted);
        var id = begun.GetProperty("trade_id").GetString()!;
        Assert.Equal(("analyzing", JsonValueKind.Null), (begun.GetProperty("status").GetString(), begun.GetProperty("analysis").ValueKind));
        Assert.Equal(["audit sniper-analyze", "analyze by operator:olga"], api.Portfolio.Acts);
        (await api.Post(Execute, Of(id), ApiHost.OperatorKey, "early")).Refused(HttpStatusCode.Conflict, "ORCH-API-0023");

        api.Portfolio.Verdict = new LaunchVerdict([Passed], null, 0.8, 0.3, api.Portfolio.Now);
        var shown = (await api.Get($"/api/v1/sniper/status/{id}", ApiHost.ViewerKey)).Ok();
        Assert.Equal("awaiting_approval", shown.GetProperty("status").GetString());
        var filter = Assert.Single(shown.GetProperty("analysis").GetProperty("filters").EnumerateArray());
        Assert.Equal(("mint_authority", "passed"), (filter.GetProperty("filter").GetString(), filter.GetProperty("outcome").GetString()));
        Assert.Equal(api.Portfolio.Now.AddMinutes(10), shown.GetProperty("deadline").GetDateTimeOffset());

        // What was refused because it came too early is not kept under its key.
        var done = await api.Post(Execute, Of(id), ApiHost.OperatorKey, "early");
        Assert.Equal("submitted", done.Ok(HttpStatusCode.Accepted).GetProperty("status").GetString());
        var again = await api.Post(Execute, Of(id), ApiHost.OperatorKey, "early");
        Assert.Equal((done.Body, "true"), (again.Body, again.Headers["Idempotency-Replayed"]));
        Assert.Equal(2, api.Portfolio.Acts.Count(act => act == "execute"));
        Assert.Equal(id, Assert.Single((await api.Get("/api/v1/sniper/pending", ApiHost.ViewerKey)).Ok().GetProperty("trades").EnumerateArray()).GetProperty("trade_id").GetString());
    }

    [Fact]
    public async Task What_no_longer_passes_is_refused_and_stays_refused_under_its_key()
    {
        await using var api = await ApiHost.Start(silo);
        var id = await Approved(api);
        api.Portfolio.Verdict = new LaunchVerdict([Passed with { Outcome = FilterOutcome.Refused }], null, 0, 1, api.Portfolio.Now);

        var refused = (await api.Post(Execute, Of(id), idempotency: "k")).Refused(HttpStatusCode.Conflict, "ORCH-API-0023");
        Assert.Contains("mint_authority", refused.GetProperty("detail").GetString());
        Assert.Equal("true", (await api.Post(Execute, Of(id), idempotency: "k")).Headers["Idempotency-Replayed"]);
        Assert.Equal("rejected", (await api.Get($"/api/v1/sniper/status/{id}")).Ok().GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_approval_after_its_window_and_an_analysis_that_finds_nothing_expire_by_name()
    {
        await using var api = await ApiHost.Start(silo);
        var id = await Approved(api);
        api.Portfolio.Now += ManualTrades.ApprovalTime;
        (await api.Post(Execute, Of(id), idempotency: "late")).Refused(HttpStatusCode.Conflict, "ORCH-API-0023");
        var shown = (await api.Get($"/api/v1/sniper/status/{id}")).Ok();
        Assert.Equal(("expired", "approval_window"), (shown.GetProperty("status").GetString(), shown.GetProperty("reason").GetString()));

        api.Portfolio.Verdict = null;
        var silent = (await api.Post(Analyze, Body(Bonk))).Ok(HttpStatusCode.Accepted).GetProperty("trade_id").GetString();
        api.Portfolio.Now += ManualTrades.AnalysisTime;
        shown = (await api.Get($"/api/v1/sniper/status/{silent}")).Ok();
        Assert.Equal(("failed", "analysis_timeout"), (shown.GetProperty("status").GetString(), shown.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Fifty_may_be_open_and_one_more_is_refused_until_some_are_over()
    {
        await using var api = await ApiHost.Start(silo);
        for (var i = 0; i < ManualTrades.PendingMax; i++) (await api.Post(Analyze, Body(Bonk))).Ok(HttpStatusCode.Accepted);
        (await api.Post(Analyze, Body(Bonk))).Refused(HttpStatusCode.ServiceUnavailable, "ORCH-API-0018");
        api.Portfolio.Now += ManualTrades.AnalysisTime;
        (await api.Post(Analyze, Body(Bonk))).Ok(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("""{"token_mint_address":"nonsense"}""", HttpStatusCode.UnprocessableEntity, "ORCH-API-0012")]
    [InlineData("""{}""", HttpStatusCode.UnprocessableEntity, "ORCH-API-0012")]
    [InlineData("""{"token_mint_address":"DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263","strategy":"arbitrage"}""", HttpStatusCode.UnprocessableEntity, "ORCH-API-0012")]
    [InlineData("""{"token_mint_address":"DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263","pool_id":"<script>"}""", HttpStatusCode.UnprocessableEntity, "ORCH-API-0012")]
    [InlineData("""{"token_mint_address":"DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263","amount":1}""", HttpStatusCode.UnprocessableEntity, "ORCH-API-0012")]
    [InlineData("""{"token_mint_address":"JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN"}""", HttpStatusCode.NotFound, "ORCH-API-0007")]
    public async Task What_cannot_be_analysed_is_refused_by_name_and_nothing_begins(string body, HttpStatusCode status, string code)
    {
        await using var api = await ApiHost.Start(silo);
        (await api.Post(Analyze, body)).Refused(status, code);
        Assert.Empty((await api.Get("/api/v1/sniper/pending")).Ok().GetProperty("trades").EnumerateArray());
    }

    [Fact]
    public async Task An_unknown_trade_is_never_reported_as_done()
    {
        await using var api = await ApiHost.Start(silo);
        (await api.Get($"/api/v1/sniper/status/{Guid.Empty}")).Refused(HttpStatusCode.NotFound, "ORCH-API-0007");
        (await api.Post(Execute, Of(Guid.Empty.ToString()), idempotency: "k")).Refused(HttpStatusCode.NotFound, "ORCH-API-0007");
        (await api.Post(Execute, Of(Guid.Empty.ToString()))).Refused(HttpStatusCode.BadRequest, "ORCH-API-0013");
        (await api.Post(Execute, Of("7"), idempotency: "k2")).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");
    }

    [Fact]
    public async Task The_blacklist_is_kept_by_operators_shown_in_pages_and_its_first_reason_stays()
    {
        await using var api = await ApiHost.Start(silo, keys: true);
        const string Entry = $$"""{"address":"{{Bonk}}","reason":"emptied two pools"}""";
        (await api.Post("/api/v1/blacklist", Entry, ApiHost.ViewerKey)).Refused(HttpStatusCode.Forbidden, "ORCH-API-0002");
        Assert.Equal("added", (await api.Post("/api/v1/blacklist", Entry, ApiHost.OperatorKey)).Ok().GetProperty("outcome").GetString());
        Assert.Equal("already_listed", (await api.Post("/api/v1/blacklist", Entry.Replace("two", "three", StringComparison.Ordinal), ApiHost.OperatorKey)).Ok().GetProperty("outcome").GetString());
        (await api.Post("/api/v1/blacklist", """{"address":"JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN","reason":"x"}""", ApiHost.OperatorKey)).Ok();
        var page = (await api.Get("/api/v1/blacklist?take=1", ApiHost.ViewerKey)).Ok();
        var first = Assert.Single(page.GetProperty("entries").EnumerateArray());
        Assert.Equal(("emptied two pools", "operator:olga"), (first.GetProperty("reason").GetString(), first.GetProperty("actor").GetString()));
        var rest = (await api.Get($"/api/v1/blacklist?after={page.GetProperty("next").GetString()}", ApiHost.ViewerKey)).Ok();
        Assert.Equal((1, JsonValueKind.Null), (rest.GetProperty("entries").GetArrayLength(), rest.GetProperty("next").ValueKind));
        Assert.Equal("removed", (await api.Post("/api/v1/blacklist/remove", Entry, ApiHost.OperatorKey)).Ok().GetProperty("outcome").GetString());
        Assert.Equal("not_listed", (await api.Post("/api/v1/blacklist/remove", Entry, ApiHost.OperatorKey)).Ok().GetProperty("outcome").GetString());
        Assert.Contains(api.Portfolio.Audit, entry => entry.Action == "blacklist-remove");
    }

    [Fact]
    public async Task A_stale_feed_is_named_with_its_silence_its_gap_and_whom_it_pauses()
    {
        await using var api = await ApiHost.Start(silo);
        var feed = (await api.Get("/api/v1/feed")).Ok();
        Assert.Equal(("main", "stale", 3000d, "too old", "no server"), (
            feed.GetProperty("name").GetString(), feed.GetProperty("condition").GetString(), feed.GetProperty("silence_ms").GetDouble(),
            feed.GetProperty("last_gap").GetString(), feed.GetProperty("last_end").GetString()));
        Assert.Equal("sniper.memecoin", Assert.Single(feed.GetProperty("strategies").EnumerateArray()).GetString());
    }

    private static async Task<string> Approved(ApiHost api)
    {
        var id = (await api.Post(Analyze, Body(Bonk))).Ok(HttpStatusCode.Accepted).GetProperty("trade_id").GetString()!;
        api.Portfolio.Verdict = new LaunchVerdict([Passed], null, 0.8, 0.3, api.Portfolio.Now);
        Assert.Equal("awaiting_approval", (await api.Get($"/api/v1/sniper/status/{id}")).Ok().GetProperty("status").GetString());
        return id;
    }

    private static string Body(string token) => $$"""{"token_mint_address":"{{token}}"}""";

    private static string Of(string id) => $$"""{"trade_id":"{{id}}"}""";
}
