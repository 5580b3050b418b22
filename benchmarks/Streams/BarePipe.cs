using StackExchange.Redis;

namespace Orchestrator.Benchmarks.Streams;

/// <summary>What Redis itself does, with the same client: XADD on one connection, a blocking XREADGROUP on another, XACK. No order per stream, no hold, no dead letter.</summary>
internal sealed class BarePipe : IPipe
{
    private const string Key = "bare", Group = "consumers", Consumer = "one";
    private const int ReadMax = 1_000, BlockMilliseconds = 1_000, RetainedMax = 20_000;

    private readonly ConnectionMultiplexer _writer, _reader;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _reading;

    private BarePipe(ConnectionMultiplexer writer, ConnectionMultiplexer reader)
    {
        (_writer, _reader) = (writer, reader);
        _reading = Read();
    }

    public Arrivals Arrivals { get; } = new();

    public static async Task<BarePipe> Open(string redis)
    {
        // The third protocol answers XREADGROUP with a map, which this reads as a list.
        var options = ConfigurationOptions.Parse(redis);
        options.Protocol = RedisProtocol.Resp2;
        var writer = await ConnectionMultiplexer.ConnectAsync(options);
        await writer.GetDatabase().StreamCreateConsumerGroupAsync(Key, Group, StreamPosition.NewMessages);
        return new BarePipe(writer, await ConnectionMultiplexer.ConnectAsync(options));
    }

    public Task Send(int stream, IReadOnlyList<byte[]> events) => Task.WhenAll(
        events.Select(each => _writer.GetDatabase().StreamAddAsync(Key, "d", each, maxLength: RetainedMax, useApproximateMaxLength: true)));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading;
        await _reader.DisposeAsync();
        await _writer.DisposeAsync();
        _over.Dispose();
    }

    private async Task Read()
    {
        var database = _reader.GetDatabase();
        while (!_over.IsCancellationRequested)
        {
            var answer = await database.ExecuteAsync("XREADGROUP", "GROUP", Group, Consumer, "COUNT", ReadMax, "BLOCK", BlockMilliseconds, "STREAMS", Key, ">");
            if (answer.IsNull) continue;
            var entries = (RedisResult[])((RedisResult[])answer[0]!)[1]!;
            foreach (var entry in entries) Arrivals.Heard((byte[])entry[1][1]!);
            await _writer.GetDatabase().StreamAcknowledgeAsync(Key, Group, [.. entries.Select(entry => (RedisValue)(string)entry[0]!)], CommandFlags.FireAndForget);
        }
    }
}
