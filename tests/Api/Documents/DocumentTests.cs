using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Tests.World;
using Orchestrator.Client.Api.Problems;

namespace Orchestrator.Api.Tests.Documents;

public sealed partial class DocumentTests(SharedSilo silo)
{
    [Fact]
    public async Task The_document_lists_every_route_and_only_those_for_callers()
    {
        await using var api = await ApiHost.Start(silo, with: options => options.ClusterDashboard = true, services: Dashboard.AddForTests);
        var routes = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal) || endpoint.RoutePattern.RawText!.StartsWith("/health", StringComparison.Ordinal))
            .Select(endpoint => endpoint.RoutePattern.RawText!).ToHashSet();

        var paths = (await api.Get("/openapi/v1.json")).Ok().GetProperty("paths").EnumerateObject().Select(path => path.Name).ToHashSet();

        Assert.Equal(routes.Order(), paths.Order());
    }

    [Fact]
    public async Task Each_operation_names_its_role_its_problem_and_its_parameters()
    {
        await using var api = await ApiHost.Start(silo);
        var document = (await api.Get("/openapi/v1.json")).Ok();

        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(path => path.Name.StartsWith("/api/", StringComparison.Ordinal)))
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.StartsWith("Role: ", operation.Value.GetProperty("description").GetString());
                Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
                Assert.True(operation.Value.GetProperty("responses").GetProperty("default").GetProperty("content").TryGetProperty("application/problem+json", out _));
                if (operation.Name == "post") Assert.True(operation.Value.TryGetProperty("requestBody", out _), path.Name);
            }
        }

        var offer = document.GetProperty("paths").GetProperty("/api/v1/opportunities").GetProperty("post");
        Assert.Contains(offer.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key" && parameter.GetProperty("required").GetBoolean());
        var filters = document.GetProperty("paths").GetProperty("/api/v1/decisions").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!);
        Assert.Equal(["outcome", "reason", "strategy", "from", "until", "cursor", "limit"], filters);
    }

    [Fact]
    public async Task The_reader_of_an_offer_knows_every_field_that_the_document_promises()
    {
        await using var api = await ApiHost.Start(silo);
        var schemas = (await api.Get("/openapi/v1.json")).Ok().GetProperty("components").GetProperty("schemas");
        string Body(string schema) => "{" + string.Join(",", schemas.GetProperty(schema).GetProperty("properties").EnumerateObject().Select(property => $"\"{property.Name}\":[{{}}]")) + "}";

        var offer = (await api.Post("/api/v1/opportunities", Body("ManualOpportunityRequest"), idempotency: "k")).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");
        var leg = (await api.Post("/api/v1/opportunities", $$"""{"route":[{{Body("RouteLegRequest")}}]}""", idempotency: "k")).Refused(HttpStatusCode.UnprocessableEntity, "ORCH-API-0012");

        Assert.All(new[] { offer, leg }, problem => Assert.DoesNotContain(problem.GetProperty("errors").EnumerateArray(), error => error.GetProperty("code").GetString() == "unknown"));
        Assert.Equal(17, schemas.GetProperty("ManualOpportunityRequest").GetProperty("properties").EnumerateObject().Count());
    }

    [Fact]
    public async Task The_reference_page_takes_nothing_from_elsewhere()
    {
        await using var api = await ApiHost.Start(silo);
        var page = await api.Get("/docs/");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.MediaType));

        var sources = Source().Matches(page.Body).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.DoesNotContain("//", source));
        var script = await api.Get("/docs/" + sources.First(source => source.EndsWith("scalar.js", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, script.Status);
        Assert.True(script.Body.Length > 100_000);
    }

    [Fact]
    public async Task Every_code_of_the_api_has_a_page_in_both_forms()
    {
        await using var api = await ApiHost.Start(silo);
        var codes = typeof(ApiCodes).GetFields().Select(field => ((ApiCode)field.GetValue(null)!).Code).ToArray();
        Assert.Equal(codes.Length, codes.Distinct().Count());

        foreach (var code in codes)
        {
            var markdown = await api.Get("/errors/" + code);
            Assert.Equal((HttpStatusCode.OK, "text/markdown"), (markdown.Status, markdown.MediaType));
            Assert.StartsWith($"# {code}: ", markdown.Body);
            foreach (var part in new[] { "**Cause.**", "**Remedy.**", "**State.**", "**Command.**" }) Assert.Contains(part, markdown.Body);
        }

        var html = await api.Send(HttpMethod.Get, "/errors/ORCH-API-0001", headers: ("Accept", "text/html,application/xhtml+xml"));
        Assert.Equal("text/html", html.MediaType);
        Assert.Contains("<strong>Cause.</strong>", html.Body);
        Assert.Contains("<code>Authorization: Bearer KEY</code>", html.Body);
    }

    [Fact]
    public void A_page_shows_what_was_written_and_runs_nothing() =>
        Assert.Contains("<p>&lt;script&gt;x&lt;/script&gt; <code>a &amp; b</code></p>", ErrorPages.Html("X", "# T\n\n<script>x</script> `a & b`"));

    [GeneratedRegex("""(?:src|href)=["']([^"']+)["']""")]
    private static partial Regex Source();
}
