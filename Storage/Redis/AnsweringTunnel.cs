using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// Gives connections up as soon as a request on them has timed out and nothing else came either. The client by itself waits for four time-outs (StackExchange.Redis, PhysicalBridge.OnHeartbeat),
/// in which every request on the dead connection is asked in vain.
/// </summary>
internal sealed class AnsweringTunnel(TimeSpan patience, TimeProvider time) : Tunnel
{
    public override ValueTask<Stream?> BeforeAuthenticateAsync(EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken) =>
        new(socket is null ? null : new AnsweringStream(new NetworkStream(socket), patience, time));
}
