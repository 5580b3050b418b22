using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Tests.Rpc;

/// <summary>A node on a free loopback port that answers whatever a test wants.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private TestNode(WebApplication app) => _app = app;

    public int Requests => _requests;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<TestNode> Start(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var node = new TestNode(app);
        app.UseWebSockets();
        app.Run(context =>
        {
            Interlocked.Increment(ref node._requests);
            return answer(context);
        });
        await app.StartAsync();
        return node;
    }

    /// <summary>Answers every call with this result, under the id that was asked.</summary>
    public static Task<TestNode> Answering(string result) => Start(async context =>
    {
        using var request = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body);
        await context.Response.WriteAsync($$"""{"jsonrpc":"2.0","id":{{request.RootElement.GetProperty("id")}},"result":{{result}}}""");
    });

    public RpcProviderOptions Provider(string name = "one", double callsPerSecond = 1_000_000) =>
        new() { Name = name, Address = new SecretAddress(Address + "/v1/0123456789abcdef-key"), CallsPerSecond = callsPerSecond, Burst = 1_000 };

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
