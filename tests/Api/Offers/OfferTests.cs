using System.Net;
using System.Text.Json;
using Orchestrator.Api.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Api.Tests.Offers;

public sealed class OfferTests(SharedSilo silo)
{
    private const string Path = "/api/v1/opportunities";

    private const string Body = """
        {"strategy":"sniper.memecoin","token":"DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263","expected_profit_lamports":"50000000","risk":0.2,"confidence":0.9,
         "required_capital_lamports":1000000000,"slippage_bound_bps":100,"priority":"high","evidence":"a friend said so",
         "route":[{"venue":"orca","pool":"8sLbNZoA1cfnvMJLPfp98ZLAnFSYCFApfJKMbiXNLwxj","input_mint":"So11111111111111111111111111111111111111112",
           "output_mint":"DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263","amount_in_units":1000000000,"expected_out_units":1,"price_impact_bps":1,"pool_slot":1}]}
        """;

    [Fact]
    public async Task An_offer_is_audited_then_queued_as_it_was_written()
    {
        await using var api = await ApiHost.Start(silo, keys: true);

        var answer = (await api.Post(Path, Body, ApiHost.OperatorKey, "k-1")).Ok(HttpStatusCode.Accepted);

        var offered = Assert.Single(api.Portfolio.Offered);
        Assert.Equal(offered.Id.ToString(), answer.GetProperty("id").GetString());
        Assert.Equal("queued", answer.GetProperty("outcome").GetString());
        Assert.True(offered.Id.IsVersion7);
        Assert.Equal((StrategyId.Sniper, Trade.Bonk, Priority.High, Mint.Sol), (offered.Strategy, offered.Token, offered.Priority, offered.Asset));
        Assert.Equal((Lamports.FromSol(0.05m), Lamports.OneSol, Lamports.Zero, 100), (offered.ExpectedProfit, offered.RequiredCapital, offered.FlashLoan, offered.SlippageBound.Value));
        // By the orchestrator's clock.
        Assert.Equal((Trade.Noon, Trade.Noon.AddSeconds(30)), (offered.CreatedAt, offered.ExpiresAt));
        Assert.Null(offered.DataSlot);
        Assert.Equal(["audit offer", "offer"], api.Portfolio.Acts);
        Assert.Equal(offered.Id.Value, Assert.Single(api.Portfolio.Audit).Id);
    }

    [Fact]
    public async Task The_same_key_and_request_give_the_same_answer_and_one_offer()
    {
        await using var api = await ApiHost.Start(silo);

        var first = await api.Post(Path, Body, idempotency: "k");
        api.Portfolio.Now = api.Portfolio.Now.AddHours(1);
        var second = await api.Post(Path, Body, idempotency: "k");

        Assert.Equal((HttpStatusCode.Accepted, first.Body), (second.Status, second.Body));
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Single(api.Portfolio.Offered);
    }

    [Fact]
    public async Task The_same_key_sent_many_times_at_once_offers_one_opportunity_and_gives_one_answer()
    {
        await using var api = await ApiHost.Start(silo);
        var seen = 0;
        api.Portfolio.OnOffer = offered => new OfferReceipt(offered.Id, true, Interlocked.Increment(ref seen) == 1 ? "queued" : "already_queued", null);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.Post(Path, Body, idempotency: "k")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Single(api.Portfolio.Offered.Select(offered => offered.Id).Distinct());
        Assert.True(api.Portfolio.Offered.All(api.Portfolio.Offered.First().HasSameContent));
    }

    [Fact]
    public async Task The_key_of_another_request_is_refused_by_name_and_another_callers_key_is_another_key()
    {
        await using var api = await ApiHost.Start(silo, keys: true);
        await api.Post(Path, Body, ApiHost.OperatorKey, "k");

        (await api.Post(Path, Body.Replace("0.2", "0.3"), ApiHost.OperatorKey, "k")).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0014");
        Assert.Single(api.Portfolio.Offered);
        (await api.Post(Path, Body, ApiHost.AdminKey, "k")).Ok(HttpStatusCode.Accepted);
        Assert.Equal(2, api.Portfolio.Offered.Select(offered => offered.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("with blank"), InlineData("slash/es")]
    public async Task Without_a_key_nothing_is_offered(string? key)
    {
        await using var api = await ApiHost.Start(silo);

        (await api.Post(Path, Body, idempotency: key)).Refused(HttpStatusCode.BadRequest, "ORCH-API-0013");

        Assert.Empty(api.Portfolio.Acts);
    }

    [Theory]
    [InlineData("expired", HttpStatusCode.UnprocessableEntity, "ORCH-API-0016")]
    [InlineData("created_in_future", HttpStatusCode.UnprocessableEntity, "ORCH-API-0016")]
    [InlineData("same_id_other_content", HttpStatusCode.Conflict, "ORCH-API-0017")]
    public async Task A_refusal_of_the_core_is_named_and_is_this_keys_answer(string refusal, HttpStatusCode status, string code)
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.OnOffer = offered => new OfferReceipt(offered.Id, false, refusal, null);

        var first = await api.Post(Path, Body, idempotency: "k");
        api.Portfolio.OnOffer = offered => new OfferReceipt(offered.Id, true, "queued", null);
        var second = await api.Post(Path, Body, idempotency: "k");

        Assert.Equal(refusal, first.Refused(status, code).GetProperty("refusal").GetString());
        Assert.Equal((first.Status, first.Body), (second.Status, second.Body));
    }

    [Theory]
    [InlineData("draining"), InlineData("worse_than_all_queued")]
    public async Task What_may_be_different_in_a_moment_is_not_kept_under_the_key(string refusal)
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.OnOffer = offered => new OfferReceipt(offered.Id, false, refusal, null);
        var first = await api.Post(Path, Body, idempotency: "k");
        api.Portfolio.OnOffer = offered => new OfferReceipt(offered.Id, true, "queued", null);

        first.Refused(HttpStatusCode.ServiceUnavailable, "ORCH-API-0018");
        Assert.Equal("1", first.Headers["Retry-After"]);
        (await api.Post(Path, Body, idempotency: "k")).Ok(HttpStatusCode.Accepted);
        Assert.Single(api.Portfolio.Offered.Select(offered => offered.Id).Distinct());
    }

    [Fact]
    public async Task A_repetition_after_a_lost_answer_that_finds_its_decision_is_accepted()
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.OnOffer = offered =>
        {
            api.Portfolio.Decisions[offered.Id] = Trade.Decide(api.Portfolio.Book, offered, 1);
            throw new TimeoutException("the answer is lost");
        };
        (await api.Post(Path, Body, idempotency: "k")).Refused(HttpStatusCode.ServiceUnavailable, "ORCH-API-0019");
        api.Portfolio.OnOffer = offered => new OfferReceipt(offered.Id, false, "decided_before", null);

        var second = (await api.Post(Path, Body, idempotency: "k")).Ok(HttpStatusCode.Accepted);

        Assert.Equal("decided_before", second.GetProperty("outcome").GetString());
        Assert.Single(api.Portfolio.Offered.Select(offered => offered.Id).Distinct());
        Assert.Single(api.Portfolio.Audit);
    }

    [Theory]
    [InlineData("required_capital_lamports", "-1", "negative")]
    [InlineData("required_capital_lamports", "1.5", "fractional")]
    [InlineData("required_capital_lamports", "18446744073709551616", "too_large")]
    [InlineData("required_capital_lamports", "\"18446744073709551616\"", "too_large")]
    [InlineData("required_capital_lamports", "9223372036854775808", "too_large")]
    [InlineData("required_capital_lamports", "1e9", "not_a_number")]
    [InlineData("required_capital_lamports", "true", "not_a_number")]
    [InlineData("required_capital_lamports", "null", "missing")]
    [InlineData("flash_loan_lamports", "-1", "negative")]
    [InlineData("expected_profit_lamports", "0.1", "fractional")]
    [InlineData("risk", "1.01", "out_of_range")]
    [InlineData("risk", "-0.01", "out_of_range")]
    [InlineData("risk", "1e999", "out_of_range")]
    [InlineData("confidence", "\"high\"", "out_of_range")]
    [InlineData("slippage_bound_bps", "10001", "out_of_range")]
    [InlineData("slippage_bound_bps", "0.5", "out_of_range")]
    [InlineData("strategy", "\"sniper.meme\"", "not_set_up")]
    [InlineData("token", "\"SOL\"", "not_a_mint")]
    [InlineData("asset", "\"0OIl11111111111111111111111111111111111111\"", "not_a_mint")]
    [InlineData("priority", "\"urgent\"", "not_a_choice")]
    [InlineData("priority", "\"High\"", "not_a_choice")]
    [InlineData("priority", "3", "not_a_choice")]
    [InlineData("id", "\"0192f0c0-0000-4000-8000-000000000001\"", "not_an_id")]
    [InlineData("created_at", "\"2026-10-05T12:00:00\"", "not_a_time")]
    [InlineData("expires_at", "12", "not_a_time")]
    [InlineData("closes", "\"x\"", "not_an_id")]
    [InlineData("route", "{}", "not_a_list")]
    [InlineData("route", "[]", "not_a_list")]
    [InlineData("route", "null", "missing")]
    [InlineData("prioritty", "\"low\"", "unknown")]
    public async Task A_field_that_means_nothing_is_refused_by_name_and_nothing_changes(string field, string value, string code)
    {
        await using var api = await ApiHost.Start(silo);
        var body = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Body)!;
        body[field] = JsonDocument.Parse(value).RootElement;

        var problem = (await api.Post(Path, JsonSerializer.Serialize(body), idempotency: "k")).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");

        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal((field, code), (error.GetProperty("field").GetString(), error.GetProperty("code").GetString()));
        Assert.NotEmpty(error.GetProperty("allowed").GetString()!);
        Assert.Empty(api.Portfolio.Acts);
        (await api.Post(Path, Body, idempotency: "k")).Ok(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_with_its_place()
    {
        await using var api = await ApiHost.Start(silo);

        var problem = (await api.Post(Path, """{"risk":2,"route":[{"venue":"orca","pool":"x","amount_in_units":-1,"colour":1}]}""", idempotency: "k"))
            .Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");

        var fields = problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!).ToArray();
        Assert.Superset(
            new HashSet<string> { "strategy", "token", "risk", "confidence", "required_capital_lamports", "route[0].pool", "route[0].input_mint", "route[0].amount_in_units", "route[0].colour" },
            fields.ToHashSet());
    }

    [Theory]
    [InlineData("1791201600"), InlineData("1791201600000"), InlineData("1791201600000000"), InlineData("1791201600000000000"), InlineData("\"2026-10-05T14:00:00+02:00\"")]
    public async Task Times_come_in_any_unit(string noon)
    {
        await using var api = await ApiHost.Start(silo);

        (await api.Post(Path, Body.TrimEnd().TrimEnd('}') + $",\"created_at\":{noon}}}", idempotency: "k")).Ok(HttpStatusCode.Accepted);

        Assert.Equal(Trade.Noon, Assert.Single(api.Portfolio.Offered).CreatedAt);
    }

    [Fact]
    public async Task One_that_is_created_at_the_end_of_time_is_read_and_ends_there()
    {
        await using var api = await ApiHost.Start(silo);

        (await api.Post(Path, Body.TrimEnd().TrimEnd('}') + ",\"created_at\":\"9999-12-31T23:59:59Z\"}", idempotency: "k")).Ok(HttpStatusCode.Accepted);

        Assert.Equal(DateTimeOffset.MaxValue, Assert.Single(api.Portfolio.Offered).ExpiresAt);
    }
}
