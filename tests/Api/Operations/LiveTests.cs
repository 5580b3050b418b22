using System.Net;
using Orchestrator.Api.Tests.World;

namespace Orchestrator.Api.Tests.Operations;

public sealed class LiveTests(SharedSilo silo)
{
    [Fact]
    public async Task A_lease_is_armed_by_typing_the_portfolio_s_name_renewed_while_it_holds_and_ended()
    {
        await using var api = await ApiHost.Start(silo, keys: true);
        string name = api.Portfolio.Name;
        api.Portfolio.Mode = "live";
        Assert.Equal("not_armed", Outcome(await api.Get("/api/v1/live", ApiHost.ViewerKey)));

        Assert.Equal("armed", Outcome(await api.Post("/api/v1/live/arm", Terms(name), ApiHost.AdminKey)));
        Assert.Equal(["audit live arm", "lease Armed"], api.Portfolio.Acts);
        Assert.Equal("armed", Outcome(await api.Get("/api/v1/live", ApiHost.ViewerKey)));
        (await api.Post("/api/v1/live/arm", Terms(name), ApiHost.AdminKey)).Refused(HttpStatusCode.Conflict, "ORCH-API-0027");
        Assert.Equal("renewed", Outcome(await api.Post("/api/v1/live/renew", """{"seconds":60}""", ApiHost.AdminKey)));
        Assert.Equal("disarmed", Outcome(await api.Post("/api/v1/live/disarm", """{"reason":"done"}""", ApiHost.OperatorKey)));
        (await api.Post("/api/v1/live/renew", """{"seconds":60}""", ApiHost.AdminKey)).Refused(HttpStatusCode.Conflict, "ORCH-API-0027");
    }

    [Fact]
    public async Task A_lease_beyond_its_ceilings_or_without_its_confirmation_is_refused()
    {
        await using var api = await ApiHost.Start(silo);
        string name = api.Portfolio.Name;
        api.Portfolio.Mode = "live";
        (await api.Post("/api/v1/live/arm", Terms("another"))).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");
        (await api.Post("/api/v1/live/arm", Terms(name, seconds: 59))).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");
        (await api.Post("/api/v1/live/arm", Terms(name, seconds: 86_401))).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");
        (await api.Post("/api/v1/live/arm", Terms(name, cap: 100_000_000_001))).Refused(HttpStatusCode.Conflict, "ORCH-API-0027");
        (await api.Post("/api/v1/live/arm", Terms(name, loss: 500_000_001))).Refused(HttpStatusCode.Conflict, "ORCH-API-0027");
        Assert.Equal("not_armed", Outcome(await api.Get("/api/v1/live")));
    }

    [Theory]
    [InlineData("paper"), InlineData("shadow"), InlineData("replay")]
    public async Task What_does_not_trade_with_real_money_is_not_armed(string mode)
    {
        await using var api = await ApiHost.Start(silo);
        api.Portfolio.Mode = mode;
        (await api.Post("/api/v1/live/arm", Terms(api.Portfolio.Name))).Refused(HttpStatusCode.Conflict, "ORCH-API-0027");
        Assert.Empty(api.Portfolio.Acts);
    }

    private static string Terms(string confirm, long cap = 500_000_000, long loss = 100_000_000, int seconds = 7_200) =>
        $$"""{"cap_lamports":{{cap}},"max_loss_lamports":{{loss}},"seconds":{{seconds}},"confirm":"{{confirm}}"}""";

    private static string? Outcome(Answer answer) => answer.Ok().GetProperty("outcome").GetString();
}
