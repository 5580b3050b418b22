using System.Diagnostics;
using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Streams;

/// <summary>Produce to consume through the provider, beside the bare commands on the same server and beside Orleans' memory streams.</summary>
internal static class StreamsLoad
{
    private const double GoalP50 = 3, GoalP99 = 5, GoalThroughput = 0.3, GoalIdlePercent = 1;
    private const int WarmUp = 2_000, Flooded = 100_000, OutstandingMax = 2_000;

    private static readonly int[] Rates = [1, 1_000, 10_000];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task Run(Report report, TimeSpan duration)
    {
        await using var redis = await RedisServer.Start(durable: true);
        await Idle(report, redis, duration);
        await using (var bare = await BarePipe.Open(redis.Port))
        await using (var provider = await OrleansPipe.OnRedis(redis.Address))
        await using (var memory = await OrleansPipe.InMemory())
        {
            foreach (var pipe in (IPipe[])[bare, provider, memory]) await At(pipe, 1_000, WarmUp);
            foreach (var rate in Rates) await Latency(report, rate, Math.Max(10, (int)(rate * duration.TotalSeconds)), bare, provider, memory);
            await Throughput(report, bare, provider, memory);
        }

        report.Note("streams: one stream, one producer, one consumer, all in one process; events of 500 bytes; Redis with appendfsync always. The provider's grain is called, acknowledged and fenced; the bare pipe does none of it.");
    }

    private static async Task Latency(Report report, int rate, int events, IPipe bare, IPipe provider, IPipe memory)
    {
        var floor = await At(bare, rate, events);
        var ours = await At(provider, rate, events);
        var peer = await At(memory, rate, events);
        Tell("p50", floor.P50, ours.P50, peer.P50, GoalP50);
        Tell("p99", floor.P99, ours.P99, peer.P99, GoalP99);

        void Tell(string which, double bareTime, double ourTime, double memoryTime, double goal) => report.Add(new(
            "streams", $"produce → consume {which} at {rate:#,0}/s (n {ours.Count})", Times.Show(ourTime), $"{bare.Name} {Times.Show(bareTime)}; {memory.Name} {Times.Show(memoryTime)}",
            $"{ourTime / bareTime:0.0}×", $"≤ {goal:0}×", ourTime / bareTime <= goal));
    }

    private static async Task Throughput(Report report, IPipe bare, IPipe provider, IPipe memory)
    {
        var floor = await PerSecond(bare);
        var ours = await PerSecond(provider);
        var peer = await PerSecond(memory);
        report.Add(new("streams", "throughput in batches of 100", $"{ours:#,0}/s", $"bare pipeline of one XADD an event {floor:#,0}/s; {memory.Name} {peer:#,0}/s",
            $"{ours / floor:0.00}×", $"≥ {GoalThroughput}×", ours / floor >= GoalThroughput));
    }

    /// <summary>What a silo with eight idle partitions takes of one core, beside a silo without streams.</summary>
    private static async Task Idle(Report report, RedisServer redis, TimeSpan duration)
    {
        double with, without;
        await using (await OrleansPipe.None()) without = await Percent(duration);
        await using (await OrleansPipe.OnRedis(redis.Address)) with = await Percent(duration);
        report.Add(new("streams", "CPU of an idle silo, 8 partitions", $"{with:0.00} % of a core", $"without streams {without:0.00} %", $"+{with - without:0.00} points", $"< {GoalIdlePercent} %", with - without < GoalIdlePercent));
    }

    private static async Task<double> Percent(TimeSpan duration)
    {
        // Compiling and first collections are over by then.
        await Task.Delay(TimeSpan.FromSeconds(3));
        using var process = Process.GetCurrentProcess();
        var (begun, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        await Task.Delay(duration);
        process.Refresh();
        return 100 * (process.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>At an even rate, whatever the answers do, up to a bound.</summary>
    private static async Task<Times> At(IPipe pipe, int rate, int events)
    {
        var all = pipe.Arrivals.Expect(events);
        using var outstanding = new SemaphoreSlim(OutstandingMax);
        var begun = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < events; sent++)
        {
            var early = TimeSpan.FromSeconds((double)sent / rate) - Stopwatch.GetElapsedTime(begun);
            // The timer knows milliseconds: what is due within one goes out together.
            if (early > TimeSpan.FromMilliseconds(0.5)) await Task.Delay(early < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : early);
            await outstanding.WaitAsync();
            _ = Sent();
        }

        await all.WaitAsync(Patience);
        return pipe.Arrivals.Times;

        async Task Sent()
        {
            try
            {
                await pipe.Send(Arrivals.Made());
            }
            finally
            {
                outstanding.Release();
            }
        }
    }

    private static async Task<double> PerSecond(IPipe pipe)
    {
        var items = Enumerable.Range(0, Flooded).Select(_ => Arrivals.Made()).ToArray();
        var all = pipe.Arrivals.Expect(Flooded);
        var begun = Stopwatch.GetTimestamp();
        await pipe.Flood(items);
        await all.WaitAsync(Patience);
        return Flooded / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
