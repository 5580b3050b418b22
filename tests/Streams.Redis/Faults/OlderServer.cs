using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Streams.Redis.Tests.Faults;

/// <summary>Stands before a real server and makes it say that it is version 6.</summary>
internal sealed class OlderServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly int _server;

    public OlderServer(int server)
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
        _over.Dispose();
    }

    private async Task Accept()
    {
        while (!_over.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_over.Token);
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
            await Task.WhenAny(asks.CopyToAsync(answers, over), CopyOlder(answers, asks, over));
        }
    }

    /// <summary>The digit after the name of the version becomes a 6, wherever the reads cut the answer.</summary>
    private static async Task CopyOlder(NetworkStream from, NetworkStream to, CancellationToken over)
    {
        var name = "redis_version:"u8.ToArray();
        var (bytes, matched) = (new byte[4_096], 0);
        while (await from.ReadAsync(bytes, over) is > 0 and var count)
        {
            for (var i = 0; i < count; i++)
            {
                if (matched == name.Length) bytes[i] = (byte)'6';
                matched = matched < name.Length && bytes[i] == name[matched] ? matched + 1 : bytes[i] == name[0] ? 1 : 0;
            }

            await to.WriteAsync(bytes.AsMemory(0, count), over);
        }
    }
}
