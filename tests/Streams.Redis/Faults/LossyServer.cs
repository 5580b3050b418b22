using System.Net.Sockets;

namespace Orchestrator.Streams.Redis.Tests.Faults;

/// <summary>Keeps a server's answers to itself when told: what was asked is done, and nobody hears of it.</summary>
internal sealed class LossyServer(int server) : ServerInBetween(server)
{
    private volatile bool _losing;

    public void Lose() => _losing = true;

    /// <summary>Breaks every connection; those that come then are served.</summary>
    public void Break()
    {
        _losing = false;
        BreakConnections();
    }

    protected override async Task Answer(NetworkStream from, NetworkStream to, CancellationToken over)
    {
        var bytes = new byte[4_096];
        while (await from.ReadAsync(bytes, over) is > 0 and var count)
            if (!_losing) await to.WriteAsync(bytes.AsMemory(0, count), over);
    }
}
