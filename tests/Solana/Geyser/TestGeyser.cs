using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Tests.Geyser;

/// <summary>What a server does with one subscription.</summary>
internal delegate Task Script(SubscribeRequest first, IAsyncStreamReader<SubscribeRequest> requests, IServerStreamWriter<SubscribeUpdate> updates, ServerCallContext call);

/// <summary>A Yellowstone server on a free loopback port that plays one script per subscription; the last one repeats.</summary>
internal sealed class TestGeyser : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Plays _plays;

    private TestGeyser(WebApplication app, Plays plays) => (_app, _plays) = (app, plays);

    public SecretAddress Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The first request of each subscription.</summary>
    public IReadOnlyList<SubscribeRequest> Requests => _plays.Requests;

    public static async Task<TestGeyser> Start(string? compression, params Script[] scripts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
            options.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(options =>
        {
            options.CompressionProviders = new List<ICompressionProvider> { new BoundedGzipCompression(1 << 26), new ZstdCompression(1 << 26) };
            options.ResponseCompressionAlgorithm = compression;
        });
        var plays = new Plays(scripts);
        builder.Services.AddSingleton(plays);
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync();
        return new TestGeyser(app, plays);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private sealed class Plays(Script[] scripts)
    {
        private readonly List<SubscribeRequest> _requests = [];

        public IReadOnlyList<SubscribeRequest> Requests
        {
            get
            {
                lock (_requests) return [.. _requests];
            }
        }

        public Script Next(SubscribeRequest first)
        {
            lock (_requests)
            {
                _requests.Add(first);
                return scripts[Math.Min(_requests.Count, scripts.Length) - 1];
            }
        }
    }

    private sealed class Service(Plays plays) : Orchestrator.Solana.Geyser.Protos.Geyser.GeyserBase
    {
        public override async Task Subscribe(
            IAsyncStreamReader<SubscribeRequest> requestStream, IServerStreamWriter<SubscribeUpdate> responseStream, ServerCallContext context)
        {
            await requestStream.MoveNext(context.CancellationToken);
            var first = requestStream.Current;
            await plays.Next(first)(first, requestStream, responseStream, context);
        }
    }
}
