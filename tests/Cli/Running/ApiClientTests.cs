using System.Net;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Running;

namespace Orchestrator.Cli.Tests.Running;

public sealed class ApiClientTests
{
    [Theory]
    [InlineData(HttpStatusCode.NotFound, ExitCode.NotFound)]
    [InlineData(HttpStatusCode.Unauthorized, ExitCode.NotAuthorised)]
    [InlineData(HttpStatusCode.Forbidden, ExitCode.NotAuthorised)]
    [InlineData(HttpStatusCode.Conflict, ExitCode.RefusedBySafety)]
    [InlineData(HttpStatusCode.GatewayTimeout, ExitCode.TimeOut)]
    [InlineData(HttpStatusCode.ServiceUnavailable, ExitCode.NotRunning)]
    [InlineData(HttpStatusCode.BadRequest, ExitCode.Error)]
    [InlineData(HttpStatusCode.InsufficientStorage, ExitCode.Error)]
    public async Task A_problem_keeps_its_code_and_says_what_is_allowed(HttpStatusCode status, int exit)
    {
        var answer = await Ask(status, """{"code":"ORCH-API-0099","title":"No","detail":"Not like this.","allowed":"like that","state":"Nothing was changed."}""");

        Assert.Equal(("ORCH-API-0099", "Not like this.", "like that", exit), (answer.Refusal!.Code, answer.Refusal.Message, answer.Refusal.Allowed, answer.Refusal.Exit));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "<html>")]
    [InlineData(HttpStatusCode.BadGateway, "<html>")]
    [InlineData(HttpStatusCode.BadGateway, "{}")]
    public async Task What_no_orchestrator_would_say_is_not_taken_for_an_answer(HttpStatusCode status, string body) =>
        Assert.Equal("ORCH-CLI-0005", (await Ask(status, body)).Refusal!.Code);

    [Fact]
    public async Task The_key_travels_as_a_bearer_token()
    {
        var carrier = new Carrier(HttpStatusCode.OK, "{}");
        using var api = new ApiClient(new Uri("http://127.0.0.1:1"), "secret", carrier);

        await api.Get("status", default);

        Assert.Equal("Bearer secret", carrier.Asked!.Headers.Authorization!.ToString());
        Assert.Equal("http://127.0.0.1:1/api/v1/status", carrier.Asked.RequestUri!.ToString());
    }

    [Fact]
    public async Task Nobody_at_the_address_is_not_running()
    {
        var answer = await CommandTest.Run("status", "--address", $"http://127.0.0.1:{FreePort.Next()}", "--json");

        Assert.Equal(ExitCode.NotRunning, answer.Code);
        Assert.Equal("ORCH-CLI-0002", answer.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("halt")]
    [InlineData("resume")]
    public async Task Nobody_brakes_or_goes_on_without_a_reason(string verb) => Assert.Contains("--reason", (await CommandTest.Run(verb)).Error);

    [Fact]
    public async Task A_key_is_hashed_from_standard_input_and_a_short_one_is_refused()
    {
        var output = new StringWriter();
        var key = new string('k', 40);

        Assert.Equal(ExitCode.Ok, await Commands.Hash(output, key));
        Assert.StartsWith("operator:alice:", output.ToString());
        Assert.DoesNotContain(key, output.ToString());
        Assert.Equal(ExitCode.Error, await Commands.Hash(TextWriter.Null, "short"));
    }

    private static async Task<ApiAnswer> Ask(HttpStatusCode status, string body)
    {
        using var api = new ApiClient(new Uri("http://127.0.0.1:1"), null, new Carrier(status, body));
        return await api.Get("status", default);
    }

    private static class Commands
    {
        public static Task<int> Hash(TextWriter output, string input) => Cli.Commands.CommandLine.Run(
            ["api-key", "hash", "--role", "operator", "--name", "alice"], new Terminal(output, TextWriter.Null, false, false, new StringReader(input + "\n")));
    }

    private sealed class Carrier(HttpStatusCode status, string body) : HttpMessageHandler
    {
        public HttpRequestMessage? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request;
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
        }
    }
}
