using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Tests.World;
using Orchestrator.Client.Api.Access;

namespace Orchestrator.Api.Tests.Access;

public sealed class AuthMatrixTests(SharedSilo silo)
{
    private const string Reason = """{"reason":"test"}""";

    /// <summary>Method, path and the lowest role that may; null where anyone may.</summary>
    public static TheoryData<string, string, string?> Matrix => new()
    {
        { "GET", "/health", null },
        { "GET", "/health/startup", null },
        { "GET", "/health/ready", null },
        { "GET", "/health/live", null },
        { "GET", "/openapi/v1.json", null },
        { "GET", "/docs/", null },
        { "GET", "/errors/ORCH-API-0001", null },
        { "GET", "/metrics", "Viewer" },
        { "GET", "/api/v1/status", "Viewer" },
        { "GET", "/api/v1/portfolio/snapshot", "Viewer" },
        { "GET", "/api/v1/opportunities", "Viewer" },
        { "GET", "/api/v1/decisions", "Viewer" },
        { "GET", "/api/v1/decisions/00000000-0000-7000-8000-000000000000", "Viewer" },
        { "GET", "/api/v1/strategies", "Viewer" },
        { "GET", "/api/v1/strategies/sniper.memecoin", "Viewer" },
        { "GET", "/api/v1/breakers", "Viewer" },
        { "GET", "/api/v1/config", "Viewer" },
        { "GET", "/console.js", null },
        { "GET", "/", null },
        { "GET", "/api/v1/audit", "Operator" },
        { "GET", "/api/v1/audit/verification", "Operator" },
        { "POST", "/api/v1/halt", "Operator" },
        { "POST", "/api/v1/resume", "Operator" },
        { "GET", "/api/v1/live", "Viewer" },
        { "POST", "/api/v1/live/arm", "Admin" },
        { "POST", "/api/v1/live/renew", "Admin" },
        { "POST", "/api/v1/live/disarm", "Operator" },
        { "POST", "/api/v1/strategies/sniper.memecoin/pause", "Operator" },
        { "POST", "/api/v1/strategies/sniper.memecoin/resume", "Operator" },
        { "POST", "/api/v1/opportunities", "Operator" },
        { "POST", "/api/v1/opportunities/00000000-0000-7000-8000-000000000000/cancel", "Operator" },
        { "POST", "/api/v1/positions/00000000-0000-7000-8000-000000000000/sell", "Operator" },
        { "POST", "/api/v1/lending/supply", "Operator" },
        { "GET", "/api/v1/feed", "Viewer" },
        { "GET", "/api/v1/blacklist", "Viewer" },
        { "POST", "/api/v1/blacklist", "Operator" },
        { "POST", "/api/v1/blacklist/remove", "Operator" },
        { "POST", "/api/v1/sniper/analyze", "Operator" },
        { "POST", "/api/v1/sniper/execute", "Operator" },
        { "GET", "/api/v1/sniper/status/00000000-0000-7000-8000-000000000000", "Viewer" },
        { "GET", "/api/v1/sniper/pending", "Viewer" },
        { "GET", "/cluster/", "Admin" },
    };

    [Theory, MemberData(nameof(Matrix))]
    public async Task A_path_is_open_to_its_role_and_those_above_and_to_nobody_else(string method, string path, string? lowest)
    {
        await using var api = await ApiHost.Start(silo, keys: true, with: options => options.ClusterDashboard = true, services: Dashboard.AddForTests);
        var body = method == "POST" ? Reason : null;
        var least = lowest is null ? (ApiRole?)null : Enum.Parse<ApiRole>(lowest);

        var nobody = await api.Send(new HttpMethod(method), path, body);
        if (least is null) Assert.Equal(HttpStatusCode.OK, nobody.Status);
        else nobody.Refused(HttpStatusCode.Unauthorized, "ORCH-API-0001");

        foreach (var (role, key) in new[] { (ApiRole.Viewer, ApiHost.ViewerKey), (ApiRole.Operator, ApiHost.OperatorKey), (ApiRole.Admin, ApiHost.AdminKey) })
        {
            var answer = await api.Send(new HttpMethod(method), path, body, key);
            if (least is { } needed && role < needed) answer.Refused(HttpStatusCode.Forbidden, "ORCH-API-0002");
            else Assert.NotInRange((int)answer.Status, 401, 403);
        }

    }

    [Fact]
    public async Task A_role_too_low_changes_nothing()
    {
        await using var api = await ApiHost.Start(silo, keys: true);

        await api.Post("/api/v1/halt", Reason, ApiHost.ViewerKey);
        await api.Post("/api/v1/halt", Reason);

        Assert.Empty(api.Portfolio.Acts);
        Assert.Null(api.Portfolio.Book.Halt);
    }

    [Fact]
    public async Task Every_path_states_who_may_and_is_in_the_matrix()
    {
        await using var api = await ApiHost.Start(silo);

        var endpoints = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToArray();

        Assert.All(endpoints, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<AccessRule>()));
        // A stream does not end: its role is proven where it is followed.
        endpoints = [.. endpoints.Where(endpoint => endpoint.RoutePattern.RawText != "/api/v1/events")];
        var known = Matrix.Select(row => (Method: row.Data.Item1, Path: row.Data.Item2)).ToArray();
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)))
        {
            var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Single();
            var start = endpoint.RoutePattern.RawText!.Split('{')[0];
            var end = endpoint.RoutePattern.RawText!.Split('}')[^1];
            Assert.Contains(known, row => row.Method == method && row.Path.StartsWith(start, StringComparison.Ordinal) && row.Path.EndsWith(end, StringComparison.Ordinal));
        }
    }
}
