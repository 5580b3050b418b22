using System.Net;
using Orchestrator.Api.Tests.World;

namespace Orchestrator.Api.Tests.Operations;

public sealed class SupplyTests(SharedSilo silo)
{
    private const string Path = "/api/v1/lending/supply";

    [Fact]
    public async Task Capital_is_lent_once_under_one_key_audited_before_and_points_to_its_decision()
    {
        await using var api = await ApiHost.Start(silo, keys: true);
        const string Body = """{"amount_lamports":"2500000000","reason":"idle"}""";
        var first = await api.Post(Path, Body, ApiHost.OperatorKey, "one");
        var lent = first.Ok(HttpStatusCode.Accepted);
        Assert.Equal((2_500_000_000, "2.5", 900), (lent.GetProperty("amount_lamports").GetInt64(), lent.GetProperty("amount_sol").GetString(), lent.GetProperty("units").GetInt32()));
        Assert.Equal($"/api/v1/decisions/{lent.GetProperty("id").GetString()}", lent.GetProperty("decision").GetString());
        Assert.Equal(["audit supply", "supply 2.5 SOL by operator:olga: idle"], api.Portfolio.Acts);

        var again = await api.Post(Path, Body, ApiHost.OperatorKey, "one");
        Assert.Equal((first.Body, "true"), (again.Body, again.Headers["Idempotency-Replayed"]));
        Assert.Equal(2, api.Portfolio.Acts.Count);
    }

    [Fact]
    public async Task What_cannot_be_lent_is_refused_by_name()
    {
        await using var api = await ApiHost.Start(silo);
        (await api.Post(Path, """{"amount_lamports":1,"reason":"no key"}""")).Refused(HttpStatusCode.BadRequest, "ORCH-API-0013");
        foreach (var (body, key) in ((string, string)[])[("""{"amount_lamports":-1,"reason":"r"}""", "a"), ("""{"amount_lamports":1.5,"reason":"r"}""", "b"), ("""{"amount_lamports":1}""", "c"), ("""{"amount_lamports":1,"reason":"r","to":"me"}""", "d")])
            (await api.Post(Path, body, idempotency: key)).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");
        var refused = (await api.Post(Path, """{"amount_lamports":10000000001,"reason":"r"}""", idempotency: "e")).Refused(HttpStatusCode.Conflict, "ORCH-API-0023");
        Assert.Contains("no_lender", refused.GetProperty("detail").GetString());
    }
}
