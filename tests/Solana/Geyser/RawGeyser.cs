using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Tests.Geyser;

/// <summary>A server on a free loopback port whose answers are bytes that no gRPC library would write. Each subscription gets the next; the last one's connection stays open, the others' are cut.</summary>
internal sealed class RawGeyser : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly byte[][] _answers;
    private int _subscriptions;

    private RawGeyser(byte[][] answers)
    {
        _answers = answers;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        _app = builder.Build();
        _app.Run(Answer);
    }

    public SecretAddress Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public int Subscriptions => Volatile.Read(ref _subscriptions);

    public static async Task<RawGeyser> Start(params byte[][] answers)
    {
        var server = new RawGeyser(answers);
        await server._app.StartAsync();
        return server;
    }

    public static byte[] Frames(params SubscribeUpdate[] updates) => [.. updates.SelectMany(update => RejectedStream.Frame(update.ToByteArray()))];

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task Answer(HttpContext call)
    {
        var at = Interlocked.Increment(ref _subscriptions);
        call.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        call.Response.ContentType = "application/grpc";
        await call.Response.Body.WriteAsync(_answers[Math.Min(at, _answers.Length) - 1], call.RequestAborted);
        await call.Response.Body.FlushAsync(call.RequestAborted);
        if (at < _answers.Length) return;
        await Task.Delay(Timeout.Infinite, call.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
