using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Chain.Tests.Live.CommandLine;

/// <summary>What a node, or something that stands in its place, answers to everything.</summary>
internal sealed class HostileNode : IAsyncDisposable
{
    private readonly WebApplication _host;
    private int _asked;

    private HostileNode(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _host = builder.Build();
        _host.Run(http =>
        {
            Interlocked.Increment(ref _asked);
            return answer(http);
        });
    }

    public int Asked => _asked;

    public string Address => _host.Urls.Single();

    public static Task<HostileNode> Busy() => Start(http =>
    {
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = "1";
        return Task.CompletedTask;
    });

    public static Task<HostileNode> Page() => Start(http => http.Response.WriteAsync("<html><body>welcome</body></html>"));

    public static Task<HostileNode> Redirecting(string to) => Start(http =>
    {
        http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        http.Response.Headers.Location = to;
        return Task.CompletedTask;
    });

    /// <summary>Answers nothing that anybody asked for; only counts.</summary>
    public static Task<HostileNode> Elsewhere() => Start(_ => Task.CompletedTask);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static async Task<HostileNode> Start(Func<HttpContext, Task> answer)
    {
        var node = new HostileNode(answer);
        await node._host.StartAsync();
        return node;
    }
}
