using System.Diagnostics;
using Orchestrator.Benchmarks.Processes;
using Orchestrator.Domain;

namespace Orchestrator.Benchmarks.Decisions;

/// <summary>Ways in which opportunities come to the loop.</summary>
internal sealed class Offering(TradingSystem system, LoopProbe probe)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);

    /// <summary>An opportunity that is not decided within this long was lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(5);

    /// <summary>One at a time: the next is offered when the one before holds no slot any more.</summary>
    public async Task<int> OneByOne(TimeSpan duration)
    {
        var begun = Stopwatch.GetTimestamp();
        var offered = 0;
        for (; Stopwatch.GetElapsedTime(begun) < duration; offered++)
        {
            var decided = probe.Decided;
            await system.Channels.Publish(new PortfolioId("main"), system.Offers.Next(Alive));
            await Until(() => probe.Decided > decided && probe.Running == 0);
        }

        return offered;
    }

    /// <summary>So many a second on the channel, whatever the loop makes of them.</summary>
    /// <returns>How many a second it became.</returns>
    public async Task<double> AtRate(int perSecond, TimeSpan duration, params string[] portfolios)
    {
        var begun = Stopwatch.GetTimestamp();
        var sent = 0;
        using var timer = new PeriodicTimer(Beat);
        while (Stopwatch.GetElapsedTime(begun) is var elapsed && elapsed < duration)
        {
            for (var due = (int)(elapsed.TotalSeconds * perSecond); sent < due; sent++)
                await system.Channels.Publish(new PortfolioId(portfolios[sent % portfolios.Length]), system.Offers.Next(Alive));
            await timer.WaitForNextTickAsync();
        }

        return sent / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>Keeps so many waiting all the time: what leaves the queue is replaced.</summary>
    public async Task KeepQueued(int depth, TimeSpan duration, Action full)
    {
        var orchestrator = system.Orchestrator();
        var before = probe.Decided;
        long offered = 0;
        long begun = 0;
        using var timer = new PeriodicTimer(Beat);
        while (begun == 0 || Stopwatch.GetElapsedTime(begun) < duration)
        {
            for (var burst = 0; burst < 500 && offered - (probe.Decided - before) < depth; burst++, offered++)
                await orchestrator.Offer(system.Offers.Next(TimeSpan.FromMinutes(10)));
            if (begun == 0 && offered - (probe.Decided - before) >= depth)
            {
                begun = Stopwatch.GetTimestamp();
                full();
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience) throw new TimeoutException("The loop did not decide, or its slot was not freed.");
            await Task.Delay(1);
        }
    }
}
