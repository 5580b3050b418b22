using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Benchmarks.Streams;

/// <summary>
/// XADD on one socket, XREADGROUP that blocks on another, and nothing between them: no acknowledgement, no fence, no trimming. Faster than this no
/// provider on Redis can be.
/// </summary>
internal sealed class BarePipe : IPipe
{
    private const string Key = "benchmark:bare";
    private const int ReadMax = 1_000;

    private readonly TcpClient _adding = new() { NoDelay = true }, _reading = new() { NoDelay = true };
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private Task _running = Task.CompletedTask;

    public string Name => "bare XADD → XREADGROUP BLOCK";

    public Arrivals Arrivals { get; } = new();

    public static async Task<BarePipe> Open(int port)
    {
        var pipe = new BarePipe();
        await pipe._adding.ConnectAsync("127.0.0.1", port);
        await pipe._reading.ConnectAsync("127.0.0.1", port);
        var answers = new RespReader(pipe._reading.GetStream());
        await pipe._reading.GetStream().WriteAsync(Command("XGROUP", "CREATE", Key, "g", "0", "MKSTREAM"));
        await answers.Read(_ => { }, pipe._over.Token);
        pipe._running = Task.WhenAll(pipe.Accepted(), pipe.Arrive(answers));
        return pipe;
    }

    public async Task Send(byte[] item)
    {
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var bytes = Adding(item);
        lock (_gate)
        {
            _waiting.Enqueue(accepted);
            _adding.GetStream().Write(bytes);
        }

        await accepted.Task;
    }

    /// <summary>A pipeline: all commands in large writes, no answer awaited before the next.</summary>
    public async Task Flood(IReadOnlyList<byte[]> items)
    {
        const int AtOnce = 200;
        Task last = Task.CompletedTask;
        foreach (var some in items.Chunk(AtOnce))
        {
            var bytes = some.SelectMany(Adding).ToArray();
            var accepted = some.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
            lock (_gate)
            {
                foreach (var each in accepted) _waiting.Enqueue(each);
            }

            await _adding.GetStream().WriteAsync(bytes);
            last = accepted[^1].Task;
        }

        await last;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _adding.Dispose();
        _reading.Dispose();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task Accepted()
    {
        var answers = new RespReader(_adding.GetStream());
        while (!_over.IsCancellationRequested)
        {
            await answers.Read(_ => { }, _over.Token);
            TaskCompletionSource accepted;
            lock (_gate) accepted = _waiting.Dequeue();
            accepted.SetResult();
        }
    }

    private async Task Arrive(RespReader answers)
    {
        var ask = Command("XREADGROUP", "GROUP", "g", "c", "COUNT", ReadMax.ToString(CultureInfo.InvariantCulture), "BLOCK", "0", "STREAMS", Key, ">");
        while (!_over.IsCancellationRequested)
        {
            await _reading.GetStream().WriteAsync(ask, _over.Token);
            // Of all that an answer holds only the events are this long.
            await answers.Read(text => { if (text.Length > 100) Arrivals.Hear(text); }, _over.Token);
        }
    }

    private static byte[] Adding(byte[] item) =>
        [.. "*5\r\n$4\r\nXADD\r\n$14\r\nbenchmark:bare\r\n$1\r\n*\r\n$1\r\nd\r\n"u8, .. Encoding.ASCII.GetBytes($"${item.Length}\r\n"), .. item, .. "\r\n"u8];

    private static byte[] Command(params string[] words) =>
        Encoding.ASCII.GetBytes($"*{words.Length}\r\n{string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"))}");
}
