using System.Net;
using System.Net.Sockets;
using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Drills.Places;

/// <summary>What a <see cref="FaultProxy"/> does with bytes.</summary>
internal enum ProxyMode
{
    /// <summary>Everything passes at once.</summary>
    Through = 0,

    /// <summary>Everything passes, each piece late by <see cref="FaultProxy.Delay"/>.</summary>
    Slow = 1,

    /// <summary>
    /// Nothing passes, and nobody is told: connections stay open and take what is written. One that lived through it is dead for good, as behind a
    /// firewall that has forgotten it; new ones are accepted and silent.
    /// </summary>
    HalfOpen = 2,

    /// <summary>What is asked arrives and is done; no answer comes back, on these connections never again.</summary>
    AnswersLost = 3,
}

/// <summary>A TCP proxy before one server of this host that misbehaves when it is told to. A silo with one of its own can be cut off alone.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private const int PieceBytes = 64 * 1024;

    private readonly TcpListener _listener;
    private readonly int _server;
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _running = [];
    private readonly Lock _gate = new();
    private volatile ProxyMode _mode;

    /// <param name="server">Loopback port of the server.</param>
    public FaultProxy(int server) : this(server, IPAddress.Loopback) { }

    /// <param name="server">Loopback port of the server.</param>
    /// <param name="address">Where it listens.</param>
    public FaultProxy(int server, IPAddress address)
    {
        _server = server;
        _listener = new TcpListener(address, FreePorts.Next());
        _listener.Start();
        Keep(Accept());
    }

    /// <summary>host:port.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    public ProxyMode Mode
    {
        get => _mode;
        set => _mode = value;
    }

    /// <summary>How late each piece is in <see cref="ProxyMode.Slow"/>.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(100);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        Task[] running;
        lock (_gate) running = [.. _running];
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private void Keep(Task task)
    {
        lock (_gate)
        {
            _running.RemoveAll(each => each.IsCompleted);
            _running.Add(task);
        }
    }

    private async Task Accept()
    {
        while (true) Keep(Serve(await _listener.AcceptTcpClientAsync(_over.Token)));
    }

    private async Task Serve(TcpClient client)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _server, over.Token);
            var dead = new Death();
            // When one side closes the other one is closed too, except in a half-open connection, where nobody hears of it.
            await Task.WhenAny(Pump(client.GetStream(), server.GetStream(), dead, answers: false, over.Token), Pump(server.GetStream(), client.GetStream(), dead, answers: true, over.Token));
            await over.CancelAsync();
        }
    }

    private async Task Pump(NetworkStream from, NetworkStream to, Death dead, bool answers, CancellationToken cancel)
    {
        var piece = new byte[PieceBytes];
        while (await from.ReadAsync(piece, cancel) is > 0 and var count)
        {
            if (_mode == ProxyMode.HalfOpen) dead.Asking = dead.Answering = true;
            if (_mode == ProxyMode.AnswersLost) dead.Answering = true;
            if (answers ? dead.Answering : dead.Asking) continue;
            if (_mode == ProxyMode.Slow) await Task.Delay(Delay, cancel);
            await to.WriteAsync(piece.AsMemory(0, count), cancel);
        }
    }

    /// <summary>Which way of one connection carries nothing any more.</summary>
    private sealed class Death
    {
        public volatile bool Asking, Answering;
    }
}
