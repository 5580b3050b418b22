using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Api.Tests.World;

namespace Orchestrator.Api.Tests.Operations;

/// <summary>Where a refusal is made decides what it can say: what the server refuses before a request exists reaches no code of the API.</summary>
public sealed class ServerRefusalTests(SharedSilo silo)
{
    public static TheoryData<string, string, string> NoRequests => new()
    {
        { "no HTTP", "nonsense\r\n\r\n", "400 Bad Request" },
        { "no host", "GET /api/v1/status HTTP/1.1\r\n\r\n", "400 Bad Request" },
        { "a head that is too large", $"GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nX: {new string('x', 33 * 1024)}\r\n\r\n", "431 Request Header Fields Too Large" },
        { "a first line that is too long", $"GET /{new string('x', 9 * 1024)} HTTP/1.1\r\nHost: localhost\r\n\r\n", "414 URI Too Long" },
    };

    [Theory, MemberData(nameof(NoRequests))]
    public async Task What_is_no_request_is_answered_by_status_alone_and_the_next_one_as_ever(string what, string sent, string status)
    {
        await using var api = await ApiHost.Start(silo);

        var answer = await Raw(api, sent);

        Assert.NotEmpty(what);
        Assert.StartsWith($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await api.Get("/api/v1/status")).Status);
    }

    [Theory]
    [InlineData("POST /api/v1/halt HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400", "ORCH-API-0026")]
    [InlineData("DELETE /api/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "405", "ORCH-API-0008")]
    public async Task What_is_a_request_is_refused_with_a_problem(string sent, string status, string code)
    {
        await using var api = await ApiHost.Start(silo);

        var answer = await Raw(api, sent);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_of_a_problem_is_told_without_its_body()
    {
        await using var api = await ApiHost.Start(silo);

        var answer = await api.Send(HttpMethod.Head, "/api/v1/status");

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "application/problem+json", ""), (answer.Status, answer.MediaType, answer.Body));
        Assert.Equal("GET", answer.Headers["Allow"]);
        Assert.True(int.Parse(answer.Headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture) > 0);
    }

    private static async Task<string> Raw(ApiHost api, string sent)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(api.Http.BaseAddress!.Host, api.Http.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(sent));
        using var read = new MemoryStream();
        try
        {
            await stream.CopyToAsync(read);
        }
        catch (IOException) when (read.Length > 0)
        {
            // The server closes on bytes that it does not read any more; its answer came before.
        }

        return Encoding.ASCII.GetString(read.ToArray());
    }
}
