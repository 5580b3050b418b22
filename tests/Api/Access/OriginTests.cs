using System.Net;
using Orchestrator.Api.Tests.World;

namespace Orchestrator.Api.Tests.Access;

/// <summary>What a web page of another site could make a browser on this machine send.</summary>
public sealed class OriginTests(SharedSilo silo)
{
    private const string Reason = """{"reason":"test"}""";

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example:80")]
    [InlineData("Host", "10.0.0.7")]
    [InlineData("X-Forwarded-For", "10.0.0.7")]
    [InlineData("Forwarded", "for=10.0.0.7")]
    public async Task Without_keys_another_name_or_a_proxy_is_refused(string header, string value)
    {
        await using var api = await ApiHost.Start(silo);

        var answer = await api.Send(HttpMethod.Get, "/api/v1/status", headers: (header, value));

        answer.Refused(HttpStatusCode.MisdirectedRequest, "ORCH-API-0004");
    }

    [Theory]
    [InlineData("localhost"), InlineData("127.0.0.1:5080"), InlineData("[::1]")]
    public async Task Without_keys_each_loopback_name_is_answered(string host)
    {
        await using var api = await ApiHost.Start(silo);

        Assert.Equal(HttpStatusCode.OK, (await api.Send(HttpMethod.Get, "/api/v1/status", headers: ("Host", host))).Status);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_request_on_behalf_of_another_site_changes_nothing(string header, string value)
    {
        await using var api = await ApiHost.Start(silo);

        var answer = await api.Send(HttpMethod.Post, "/api/v1/halt", Reason, headers: (header, value));

        answer.Refused(HttpStatusCode.Forbidden, "ORCH-API-0005");
        Assert.Empty(api.Portfolio.Acts);
    }

    [Fact]
    public async Task Our_own_page_may_act()
    {
        await using var api = await ApiHost.Start(silo);

        var answer = await api.Send(
            HttpMethod.Post, "/api/v1/halt", Reason, headers: [("Origin", api.Http.BaseAddress!.ToString().TrimEnd('/')), ("Sec-Fetch-Site", "same-origin")]);

        answer.Ok();
    }

    [Fact]
    public async Task A_preflight_is_granted_nothing()
    {
        await using var api = await ApiHost.Start(silo);

        var answer = await api.Send(
            HttpMethod.Options, "/api/v1/halt", headers: [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST")]);

        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        answer.Refused(HttpStatusCode.Forbidden, "ORCH-API-0005");
    }

    [Fact]
    public async Task A_form_of_another_site_is_no_json()
    {
        await using var api = await ApiHost.Start(silo);

        var answer = await api.Send(HttpMethod.Post, "/api/v1/halt", Reason, mediaType: "text/plain");

        answer.Refused(HttpStatusCode.UnsupportedMediaType, "ORCH-API-0009");
        Assert.Empty(api.Portfolio.Acts);
    }
}
