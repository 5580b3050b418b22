using System.Net.Sockets;

namespace Orchestrator.Streams.Redis.Tests.Faults;

/// <summary>Makes a server say that it is version 6.</summary>
internal sealed class OlderServer(int server) : ServerInBetween(server)
{
    /// <summary>The digit after the name of the version becomes a 6, wherever the reads cut the answer.</summary>
    protected override async Task Answer(NetworkStream from, NetworkStream to, CancellationToken over)
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
