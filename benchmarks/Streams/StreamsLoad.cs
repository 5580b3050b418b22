using System.Diagnostics;
using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Streams;

/// <summary>From the producer to the consumer through the provider, beside a bare XADD and blocking XREADGROUP on the same server in the same run.</summary>
internal static class StreamsLoad
{
    /// <summary>Streams that take turns; each is delivered in its own order.</summary>
    public const int Streams = 8;

    public const int PayloadBytes = 200;

    private const int BatchEvents = 100, Floods = 8;

    private const int Turns = 5;

    /// <summary>One collection of garbage is as much as a second of rest costs: rest is watched for longer than a load.</summary>
    private const int IdleSpans = 5;

    /// <summary>Events given and not heard, before nothing more is given.</summary>
    private const int UnderWayMax = 20_000;

    private const double GoalP50 = 3, GoalP99 = 5, GoalThroughput = 0.3, GoalIdlePercent = 1, GoalBeside = 1.5;

    private static readonly int[] Rates = [1_000, 10_000];

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromSeconds(60);

    public static async Task Run(Report report, TimeSpan duration)
    {
        await using var redis = await RedisServer.Start(durable: true);
        await Idle(report, redis, duration);
        await using var bare = await BarePipe.Open(redis.Address);
        await using var ours = await ProviderPipe.OnRedis(redis.Address);
        await using var memory = await ProviderPipe.InOrleansMemory();
        await using var inProcess = await ProviderPipe.InProcess();
        IPipe[] all = [bare, ours, memory, inProcess];

        // Alone, one event a second keeps nobody from anything: all at once, so that they share the same machine.
        foreach (var pipe in all) await Paced(pipe, 100, WarmUpTime);
        var slow = await Task.WhenAll(all.Select(pipe => Paced(pipe, 1, duration * 3)));
        Tell(report, 1, slow);
        foreach (var rate in Rates)
        {
            var times = new List<(Times, double)>();
            foreach (var pipe in all)
            {
                await Paced(pipe, rate, WarmUpTime);
                times.Add(await Paced(pipe, rate, duration));
            }

            Tell(report, rate, times);
        }

        var rates = new List<double>();
        foreach (var pipe in all)
        {
            await Flood(pipe, WarmUpTime);
            rates.Add(await Flood(pipe, duration));
        }

        report.Add(new(
            "streams", $"throughput, batches of {BatchEvents} from {Floods} producers", $"{rates[1]:0} events/s", $"bare pipeline {rates[0]:0} events/s", $"{rates[1] / rates[0]:0.00}×",
            $"≥ {GoalThroughput}×", rates[1] >= GoalThroughput * rates[0]));
        report.Note($"Throughput in the same way through Orleans' memory streams {rates[2]:0} events/s, through our in-process carrier {rates[3]:0} events/s.");
        report.Note($"Events of {PayloadBytes} bytes; Redis with appendonly and appendfsync always; the provider's batches are one entry each, the bare pipeline adds an entry for each event. Producer, consumer, silo and Redis share the machine.");
    }

    /// <summary>A well-behaved consumer alone and beside bad ones, by turns, so that the machine falls on both alike.</summary>
    public static async Task RunBesideBadConsumers(Report report, TimeSpan duration)
    {
        await using var redis = await RedisServer.Start(durable: true);
        await using var ours = await ProviderPipe.OnRedis(redis.Address);
        await Paced(ours, Rates[0], WarmUpTime);
        var (alone, beside, thrown, hung) = (new List<Times>(), new List<Times>(), 0, 0);
        for (var turn = 0; turn < Turns; turn++)
        {
            alone.Add((await Paced(ours, Rates[0], duration)).Times);
            await using var bad = await ours.WithBadConsumers(turn);
            await Paced(ours, Rates[0], WarmUpTime);
            beside.Add((await Paced(ours, Rates[0], duration)).Times);
            (thrown, hung) = (thrown + bad.Thrown, hung + bad.Hung);
        }

        var (p50, p99) = (Middle(beside, each => each.P50), Middle(beside, each => each.P99));
        var (p50Alone, p99Alone) = (Middle(alone, each => each.P50), Middle(alone, each => each.P99));
        report.Add(new(
            "streams-beside", $"{Rates[0]} events/s beside a consumer that throws at every event and one that hangs, p99, middle of {Turns} turns", $"{Times.Show(p99)} (p50 {Times.Show(p50)})",
            $"without them {Times.Show(p99Alone)} (p50 {Times.Show(p50Alone)})", $"{p99 / p99Alone:0.0}×", $"≤ {GoalBeside}×", p99 <= GoalBeside * p99Alone));
        report.Note($"Turns alone, p99: {string.Join(", ", alone.Select(each => Times.Show(each.P99)))}; beside: {string.Join(", ", beside.Select(each => Times.Show(each.P99)))}. Events heard: {alone.Sum(each => each.Count)} and {beside.Sum(each => each.Count)}, none missing.");
        report.Note($"The consumers that throw did so {thrown} times meanwhile, those that hang had {hung} events in hand.");
    }

    private static double Middle(List<Times> turns, Func<Times, double> figure) => turns.Select(figure).Order().ElementAt(turns.Count / 2);

    private static void Tell(Report report, int rate, IReadOnlyList<(Times Times, double Sent)> measured)
    {
        var (bare, ours, memory, inProcess) = (measured[0], measured[1], measured[2], measured[3]);
        var what = $"{rate} events/s, from the producer to the consumer";
        report.Add(new("streams", $"{what}, p50", Times.Show(ours.Times.P50), $"bare {Times.Show(bare.Times.P50)}", $"{ours.Times.P50 / bare.Times.P50:0.0}×", $"≤ {GoalP50}×", ours.Times.P50 <= GoalP50 * bare.Times.P50));
        report.Add(new("streams", $"{what}, p99", Times.Show(ours.Times.P99), $"bare {Times.Show(bare.Times.P99)}", $"{ours.Times.P99 / bare.Times.P99:0.0}×", $"≤ {GoalP99}×", ours.Times.P99 <= GoalP99 * bare.Times.P99));
        report.Note(
            $"{rate} events/s: sent {bare.Sent:0}, {ours.Sent:0}, {memory.Sent:0} and {inProcess.Sent:0}/s; Orleans' memory streams {memory.Times}, our in-process carrier {inProcess.Times}; n of ours {ours.Times.Count}, of bare {bare.Times.Count}.");
    }

    /// <returns>How long events were under way, and how many were sent each second: fewer than asked when the carrier holds the producer up.</returns>
    private static async Task<(Times Times, double Sent)> Paced(IPipe pipe, int perSecond, TimeSpan span)
    {
        pipe.Arrivals.Clear();
        var sends = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var (begun, sent) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(begun) is var elapsed && elapsed < span)
        {
            for (var due = (int)(elapsed.TotalSeconds * perSecond) + 1; sent < due && sent - pipe.Arrivals.Count < UnderWayMax; sent++)
                sends.Add(pipe.Send(sent % Streams, [Arrivals.Stamped(PayloadBytes)]));
            await timer.WaitForNextTickAsync();
        }

        var rate = sent / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await Task.WhenAll(sends);
        await pipe.Arrivals.Until(sent, Patience);
        return (pipe.Arrivals.Times(), rate);
    }

    /// <returns>Events per second, from the first send to the last arrival.</returns>
    private static async Task<double> Flood(IPipe pipe, TimeSpan span)
    {
        pipe.Arrivals.Clear();
        var (begun, sent) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, Floods).Select(async producer =>
        {
            while (Stopwatch.GetElapsedTime(begun) < span)
            {
                if (Volatile.Read(ref sent) - pipe.Arrivals.Count > UnderWayMax)
                {
                    await Task.Delay(1);
                    continue;
                }

                Interlocked.Add(ref sent, BatchEvents);
                await pipe.Send(producer % Streams, [.. Enumerable.Range(0, BatchEvents).Select(_ => Arrivals.Stamped(PayloadBytes))]);
            }
        }));
        await pipe.Arrivals.Until(sent, Patience);
        return sent / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task Idle(Report report, RedisServer redis, TimeSpan duration)
    {
        double without, with;
        using (var host = await ProviderPipe.Bare())
        {
            without = await PercentOfACore(duration * IdleSpans);
            await host.StopAsync();
        }

        await using (var ours = await ProviderPipe.OnRedis(redis.Address))
        {
            await Paced(ours, 100, WarmUpTime);
            with = await PercentOfACore(duration * IdleSpans);
        }

        report.Add(new(
            "streams", $"idle, {Streams} subscribed streams", $"{with:0.00} % of a core for the whole silo", $"a silo without streams {without:0.00} %", $"{with - without:+0.00;-0.00} %", $"< {GoalIdlePercent} %", with - without < GoalIdlePercent));
    }

    private static async Task<double> PercentOfACore(TimeSpan duration)
    {
        using var self = Process.GetCurrentProcess();
        // What was compiled and collected at the start is over first.
        await Task.Delay(WarmUpTime);
        self.Refresh();
        var (spent, begun) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(duration);
        self.Refresh();
        return (self.TotalProcessorTime - spent) / Stopwatch.GetElapsedTime(begun) * 100;
    }
}
