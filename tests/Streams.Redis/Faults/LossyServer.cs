using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Streams.Redis.Tests.Faults;

/// <summary>Stands before a real server and, when told, keeps its answers to itself: what was asked is done, and nobody hears of it.</summary>
internal sealed class LossyServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly int _server;
    private volatile bool _losing;

    public LossyServer(int server)
    {
        _server = server;
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Lose() => _losing = true;

    /// <summary>Breaks every connection; those that come then are served.</summary>
    public void Break()
    {
        _losing = false;
        while (_clients.TryTake(out var client)) client.Dispose();
    }

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        Break();
        _over.Dispose();
    }

    private async Task Accept()
    {
        while (!_over.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_over.Token);
            _clients.Add(client);
            _ = Serve(client, _over.Token);
        }
    }

    private async Task Serve(TcpClient client, CancellationToken over)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _server, over);
            var (asks, answers) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(asks.CopyToAsync(answers, over), Answer(answers, asks, over));
        }
    }

    private async Task Answer(NetworkStream from, NetworkStream to, CancellationToken over)
    {
        var bytes = new byte[4_096];
        while (await from.ReadAsync(bytes, over) is > 0 and var count)
            if (!_losing) await to.WriteAsync(bytes.AsMemory(0, count), over);
    }
}
