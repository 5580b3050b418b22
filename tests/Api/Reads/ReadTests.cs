using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Tests.World;
using Orchestrator.Client.Api.Breakers;
using Orchestrator.Client.Api.Configuration;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Api.Tests.Reads;

public sealed class ReadTests(SharedSilo silo)
{
    [Fact]
    public async Task The_status_is_what_the_orchestrator_says()
    {
        await using var api = await ApiHost.Start(silo);

        var status = (await api.Get("/api/v1/status")).Ok();

        Assert.Equal(api.Portfolio.Name, status.GetProperty("portfolio").GetString());
        Assert.Equal(("active", "paper", 40), (status.GetProperty("trading_state").GetString(), status.GetProperty("mode").GetString(), status.GetProperty("executed").GetInt32()));
        Assert.Equal((1_500_000_000, "1.5"), (status.GetProperty("shed_profit_lamports").GetInt64(), status.GetProperty("shed_profit_sol").GetString()));
        Assert.Equal(4.9, status.GetProperty("decision_p99_ms").GetDouble());
        Assert.Equal(30, status.GetProperty("reasons").GetProperty("heat").GetInt32());
    }

    [Fact]
    public async Task Every_amount_in_lamports_has_its_decimal_text_beside_it()
    {
        await using var api = await ApiHost.Start(silo);
        var snapshot = (await api.Get("/api/v1/portfolio/snapshot")).Ok();

        Assert.Equal((10_000_000_001, "10.000000001"), (snapshot.GetProperty("equity_lamports").GetInt64(), snapshot.GetProperty("equity_sol").GetString()));
        foreach (var path in new[] { "/api/v1/status", "/api/v1/portfolio/snapshot", "/api/v1/strategies" })
            AssertPairs((await api.Get(path)).Ok());
    }

    [Fact]
    public async Task The_queue_comes_in_pages_by_rank()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.Queue = [.. Enumerable.Range(0, 5).Select(rank => new QueueEntry(rank, Trade.Offer(1 + rank), 10 - rank, 10 - rank))];

        var page = (await api.Get("/api/v1/opportunities?skip=1&take=2")).Ok();

        Assert.Equal(5, page.GetProperty("queue_size").GetInt32());
        Assert.Equal([1, 2], page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("rank").GetInt32()));
        Assert.Equal("2", page.GetProperty("items")[0].GetProperty("opportunity").GetProperty("required_capital_sol").GetString());
        AssertPairs(page);
    }

    [Fact]
    public async Task A_rejected_decision_shows_terms_every_check_and_the_smallest_change()
    {
        await using var api = await ApiHost.Start(silo);
        var decision = Trade.Decide(api.Portfolio.Book, Trade.Offer(9), 7);
        api.Portfolio.Decisions[decision.Opportunity.Id] = decision;

        var shown = (await api.Get($"/api/v1/decisions/{decision.Opportunity.Id}")).Ok();

        Assert.Equal(("rejected", "heat"), (shown.GetProperty("outcome").GetString(), shown.GetProperty("reason").GetString()));
        Assert.Equal(Enumerable.Range(1, 12), shown.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("number").GetInt32()));
        Assert.Equal(decision.Risk!.Checks.Select(check => check.Passed), shown.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("passed").GetBoolean()));
        var score = shown.GetProperty("score");
        Assert.Equal(decision.Score!.Value.Raw, score.GetProperty("raw").GetDouble());
        Assert.Equal(
            score.GetProperty("raw").GetDouble(),
            (score.GetProperty("profit").GetDouble() - score.GetProperty("risk").GetDouble() - score.GetProperty("cost").GetDouble() + score.GetProperty("bonus").GetDouble())
            * score.GetProperty("multiplier").GetDouble(), 9);
        Assert.Equal(decision.Change!.Sentence, shown.GetProperty("smallest_change").GetProperty("sentence").GetString());
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("execution").ValueKind);
        lock (SagaStandIn.Asked) Assert.DoesNotContain(decision.Opportunity.Id.Value, SagaStandIn.Asked);
    }

    [Fact]
    public async Task An_executed_decision_shows_its_saga_and_its_result()
    {
        await using var api = await ApiHost.Start(silo);
        var decision = Trade.Decide(api.Portfolio.Book, Trade.Offer(1), 8);
        Assert.Equal(DecisionOutcome.Executed, decision.Outcome);
        api.Portfolio.Decisions[decision.Opportunity.Id] = decision;
        SagaStandIn.Sagas[decision.Opportunity.Id] = decision;

        var shown = (await api.Get($"/api/v1/decisions/{decision.Opportunity.Id}")).Ok();

        Assert.Equal("posted", shown.GetProperty("execution").GetProperty("state").GetString());
        Assert.Equal(["reserved", "posted"], shown.GetProperty("execution").GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("state").GetString()!));
        Assert.Equal((41_000_000, "0.041"), (shown.GetProperty("result").GetProperty("realised_lamports").GetInt64(), shown.GetProperty("result").GetProperty("realised_sol").GetString()));
        AssertPairs(shown);
    }

    [Fact]
    public async Task A_list_shows_what_came_of_each_one_that_was_commanded()
    {
        await using var api = await ApiHost.Start(silo);
        var decision = Trade.Decide(api.Portfolio.Book, Trade.Offer(1), 8);
        api.Portfolio.Decisions[decision.Opportunity.Id] = decision;
        SagaStandIn.Sagas[decision.Opportunity.Id] = decision;

        var listed = Assert.Single((await api.Get("/api/v1/decisions")).Ok().GetProperty("items").EnumerateArray().ToArray());

        Assert.Equal((41_000_000, "0.041"), (listed.GetProperty("realised_lamports").GetInt64(), listed.GetProperty("realised_sol").GetString()));
    }

    [Fact]
    public async Task Filters_reach_the_journal_as_they_were_given()
    {
        await using var api = await ApiHost.Start(silo);

        var page = (await api.Get("/api/v1/decisions?outcome=rejected&reason=heat&strategy=sniper.memecoin&from=2026-10-05T00:00:00Z&until=2026-10-06T00:00:00Z&cursor=12.3&limit=7")).Ok();

        Assert.Equal(
            new DecisionQuery("rejected", "heat", StrategyId.Sniper, Trade.Noon.AddHours(-12), Trade.Noon.AddHours(12), "12.3", 7), api.Portfolio.LastQuery);
        Assert.Equal("17.4", page.GetProperty("next_cursor").GetString());
    }

    [Theory]
    [InlineData("/api/v1/decisions?outcome=won", "outcome")]
    [InlineData("/api/v1/decisions?outcom=rejected", "outcom")]
    [InlineData("/api/v1/decisions?outcome=rejected&outcome=executed", "outcome")]
    [InlineData("/api/v1/decisions?limit=0", "limit")]
    [InlineData("/api/v1/decisions?limit=501", "limit")]
    [InlineData("/api/v1/decisions?limit=1e2", "limit")]
    [InlineData("/api/v1/decisions?cursor=first", "cursor")]
    [InlineData("/api/v1/decisions?from=yesterday", "from")]
    [InlineData("/api/v1/opportunities?skip=-1", "skip")]
    [InlineData("/api/v1/opportunities?take=99999999999999999999", "take")]
    [InlineData("/api/v1/status?x=1", "x")]
    [InlineData("/api/v1/decisions/last", "id")]
    [InlineData("/api/v1/audit?cursor=-1", "cursor")]
    public async Task A_parameter_that_means_nothing_is_refused_by_name(string path, string name)
    {
        await using var api = await ApiHost.Start(silo);

        var problem = (await api.Get(path)).Refused(HttpStatusCode.BadRequest, "ORCH-API-0015");

        Assert.Equal(name, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
        Assert.Null(api.Portfolio.LastQuery);
    }

    [Theory]
    [InlineData("/api/v1/decisions/0192f0c0-0000-7000-8000-000000000001", "ORCH-API-0007")]
    [InlineData("/api/v1/strategies/none", "ORCH-API-0007")]
    [InlineData("/errors/ORCH-API-9999", "ORCH-API-0007")]
    [InlineData("/api/v2/status", "ORCH-API-0006")]
    [InlineData("/api/v1/config", "ORCH-API-0021")]
    public async Task What_is_not_there_is_named(string path, string code)
    {
        await using var api = await ApiHost.Start(silo);

        (await api.Get(path)).Refused(HttpStatusCode.NotFound, code);
    }

    [Fact]
    public async Task A_method_that_is_not_possible_names_those_that_are()
    {
        await using var api = await ApiHost.Start(silo);

        var answer = await api.Send(HttpMethod.Delete, "/api/v1/status");

        Assert.Equal("GET", answer.Refused(HttpStatusCode.MethodNotAllowed, "ORCH-API-0008").GetProperty("allowed").GetString());
    }

    [Fact]
    public async Task Breakers_show_where_they_stand_where_they_trip_and_what_they_hold_back()
    {
        await using var api = await ApiHost.Start(silo, services: services => services.AddSingleton<IBreakerLimitsView>(new DefaultLimits()));
        api.Portfolio.Book = api.Portfolio.Book.PauseStrategy(StrategyId.Sniper, new Pause(PauseCause.LossRun, "5 losses", Trade.Noon)).Next;
        api.Portfolio.Book = api.Portfolio.Book.StopTrading(HaltCause.Drawdown, "equity fell", "drawdown", Trade.Noon).Next;

        var page = (await api.Get("/api/v1/breakers")).Ok();
        JsonElement Of(string breaker) => page.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("breaker").GetString() == breaker);

        Assert.Equal("drawdown", page.GetProperty("halt").GetProperty("cause").GetString());
        Assert.True(Of("drawdown").GetProperty("tripped").GetBoolean());
        Assert.Equal(0.15m, Of("drawdown").GetProperty("limit").GetDecimal());
        Assert.Equal("sniper.memecoin", Assert.Single(Of("loss_run").GetProperty("scope").EnumerateArray()).GetString());
        Assert.False(Of("daily_loss").GetProperty("tripped").GetBoolean());
        Assert.False(Of("flash_loan_cap").GetProperty("tripped").GetBoolean());
    }

    [Fact]
    public async Task The_configuration_is_the_hosts_and_has_an_etag()
    {
        var shown = new ConfigurationPage("cafe", [new ConfigurationEntry("storage.redis_password", "(secret)", "ORCH__STORAGE__REDIS_PASSWORD", "text", false, true)]);
        await using var api = await ApiHost.Start(silo, services: services => services.AddSingleton<IConfigurationView>(new FixedConfiguration(shown)));

        var answer = await api.Get("/api/v1/config");

        Assert.Equal("(secret)", answer.Ok().GetProperty("items")[0].GetProperty("value").GetString());
        Assert.Equal(HttpStatusCode.NotModified, (await api.Send(HttpMethod.Get, "/api/v1/config", headers: ("If-None-Match", answer.Headers["ETag"]))).Status);
    }

    [Fact]
    public async Task Strategies_are_those_set_up_and_those_the_book_knows()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.Book = api.Portfolio.Book.PauseStrategy(new StrategyId("older.one"), new Pause(PauseCause.Operator, "gone", Trade.Noon)).Next;

        var names = (await api.Get("/api/v1/strategies")).Ok().GetProperty("items").EnumerateArray().Select(item => item.GetProperty("strategy").GetString()!);
        var one = (await api.Get("/api/v1/strategies/older.one")).Ok();

        Assert.Equal(["arbitrage.ten_token", "arbitrage.triangular_stable", "older.one", "sniper.memecoin"], names);
        Assert.Equal("gone", one.GetProperty("summary").GetProperty("account").GetProperty("pause").GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, one.GetProperty("summary").GetProperty("profit_factor").ValueKind);
    }

    /// <summary>Wherever a name ends in _lamports, the same name in _sol says the same amount.</summary>
    private static void AssertPairs(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) AssertPairs(item);
        }

        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var property in element.EnumerateObject())
        {
            AssertPairs(property.Value);
            if (!property.Name.EndsWith("_lamports", StringComparison.Ordinal)) continue;
            var sol = element.GetProperty(property.Name.Replace("_lamports", "_sol", StringComparison.Ordinal));
            if (property.Value.ValueKind == JsonValueKind.Null) Assert.Equal(JsonValueKind.Null, sol.ValueKind);
            else Assert.Equal(property.Value.GetInt64(), decimal.Parse(sol.GetString()!, System.Globalization.CultureInfo.InvariantCulture) * 1_000_000_000m);
        }
    }

    private sealed class DefaultLimits : IBreakerLimitsView
    {
        public BreakerLimits Current => BreakerLimits.Default;
    }

    private sealed class FixedConfiguration(ConfigurationPage page) : IConfigurationView
    {
        public ConfigurationPage Read() => page;
    }
}
