using System.Net;
using Orchestrator.Api.Tests.World;

namespace Orchestrator.Api.Tests.Operations;

public sealed class SellTests(SharedSilo silo)
{
    private const string Reason = """{"reason":"the issuer moved"}""";

    private static string Sell(object position) => $"/api/v1/positions/{position}/sell";

    [Fact]
    public async Task A_position_is_sold_once_under_one_key_audited_before_and_points_to_its_decision()
    {
        await using var api = await ApiHost.Start(silo, keys: true);
        var first = await api.Post(Sell(ExitStandIn.Held), Reason, ApiHost.OperatorKey, "one");
        var sold = first.Ok(HttpStatusCode.Accepted);
        Assert.Equal((ExitStandIn.Held.ToString(), 1_500_000_000), (sold.GetProperty("position").GetString(), sold.GetProperty("worth_lamports").GetInt64()));
        Assert.Equal($"/api/v1/decisions/{sold.GetProperty("id").GetString()}", sold.GetProperty("decision").GetString());
        Assert.Equal(["audit sell", "sell by operator:olga: the issuer moved"], api.Portfolio.Acts);

        var again = await api.Post(Sell(ExitStandIn.Held), Reason, ApiHost.OperatorKey, "one");
        Assert.Equal((first.Body, "true"), (again.Body, again.Headers["Idempotency-Replayed"]));
        Assert.Equal(2, api.Portfolio.Acts.Count);
    }

    [Fact]
    public async Task What_cannot_be_sold_is_refused_by_name()
    {
        await using var api = await ApiHost.Start(silo);
        (await api.Post(Sell("nothing"), Reason, idempotency: "a")).Refused(HttpStatusCode.BadRequest, "ORCH-API-0015");
        (await api.Post(Sell(Guid.CreateVersion7()), Reason, idempotency: "b")).Refused(HttpStatusCode.NotFound, "ORCH-API-0007");
        var unpriced = (await api.Post(Sell(ExitStandIn.Unpriced), Reason, idempotency: "c")).Refused(HttpStatusCode.Conflict, "ORCH-API-0023");
        Assert.Contains("no_price", unpriced.GetProperty("detail").GetString());
        (await api.Post(Sell(ExitStandIn.Held), Reason)).Refused(HttpStatusCode.BadRequest, "ORCH-API-0013");
        (await api.Post(Sell(ExitStandIn.Held), "{}", idempotency: "d")).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");
    }
}
