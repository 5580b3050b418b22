using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Streams.Redis.Tests.Faults;

/// <summary>Stands before a real server: what is asked goes there as it is, and what becomes of the answers is decided here.</summary>
internal abstract class ServerInBetween : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly int _server;

    protected ServerInBetween(int server)
    {
        _server = server;
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        BreakConnections();
        _over.Dispose();
    }

    protected void BreakConnections()
    {
        while (_clients.TryTake(out var client)) client.Dispose();
    }

    protected abstract Task Answer(NetworkStream from, NetworkStream to, CancellationToken over);

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
}
