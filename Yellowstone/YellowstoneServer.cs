using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Yellowstone;

/// <summary>How the host behaves.</summary>
public sealed record YellowstoneOptions
{
    /// <summary>What clients must send as x-token; null lets everybody in.</summary>
    public string? Token { get; init; }

    /// <summary>Time between pings. Real servers: 10 s.</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Compresses answers with gzip for clients that accept it.</summary>
    public bool Gzip { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>
/// A Yellowstone endpoint on a loopback port (HTTP/2 without TLS) that serves a feed: filters, commitments, replay from a slot,
/// ping and pong. Its connections, or the whole server, can be cut at any moment.
/// </summary>
public sealed class YellowstoneServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = new();
    private readonly Subscribers _subscribers = new();

    private YellowstoneServer(Feed feed, YellowstoneOptions options, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection => TrackAsync(next, connection));
        }));
        builder.Services.AddSingleton(feed).AddSingleton(options).AddSingleton(_subscribers);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = 4 * 1024 * 1024;
            if (options.Gzip) grpc.ResponseCompressionAlgorithm = "gzip";
        });
        _app = builder.Build();
        _app.MapGrpcService<GeyserService>();
    }

    /// <summary>http://127.0.0.1:PORT</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Subscriptions made since the start.</summary>
    public int Subscriptions => _subscribers.Joined;

    /// <summary>The newest requests that subscribers have sent, pings included, in order of arrival.</summary>
    public IReadOnlyList<SubscribeRequest> Requests => _subscribers.Requests;

    /// <param name="port">0 picks a free one; a port that was in use before makes this the same server, restarted.</param>
    public static async Task<YellowstoneServer> StartAsync(Feed feed, YellowstoneOptions? options = null, int port = 0)
    {
        var server = new YellowstoneServer(feed, options ?? new YellowstoneOptions(), port);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Ends when this many subscriptions have been made since the start.</summary>
    public Task SubscribedAsync(int count) => _subscribers.JoinedAsync(count);

    /// <summary>Cuts every connection at once, without a goodbye. New ones are taken.</summary>
    public void KillConnections()
    {
        foreach (var connection in _connections.Values) connection.Abort(new ConnectionAbortedException("killed"));
    }

    /// <summary>Cuts every connection and takes no new ones.</summary>
    public async ValueTask DisposeAsync()
    {
        KillConnections();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task TrackAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        _connections[connection.ConnectionId] = connection;
        try
        {
            await next(connection);
        }
        finally
        {
            _connections.TryRemove(connection.ConnectionId, out _);
        }
    }
}
