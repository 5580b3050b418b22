using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Benchmarks.Processes;
using Orchestrator.Domain;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Benchmarks.Decisions;

/// <summary>Ways in which opportunities come to the loop.</summary>
internal sealed class Offering(TradingSystem system, LoopProbe probe)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);

    /// <summary>An opportunity that is not decided within this long was lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(5);

    private long? _before;
    private long _kept;

    /// <summary>More than one trade may borrow: the checks refuse it.</summary>
    private static readonly Lamports TooMuch = new(9_000 * Lamports.PerSol);

    /// <summary>One at a time: the next is offered when the one before holds no slot any more.</summary>
    public Task OneByOne(TimeSpan duration) => OneByOne(duration, () => Task.CompletedTask);

    /// <param name="between">Done before each offer, when nothing is under way.</param>
    /// <inheritdoc cref="OneByOne(TimeSpan)"/>
    public async Task<int> OneByOne(TimeSpan duration, Func<Task> between)
    {
        var begun = Stopwatch.GetTimestamp();
        var offered = 0;
        for (; Stopwatch.GetElapsedTime(begun) < duration; offered++)
        {
            await between();
            var decided = probe.Decided;
            await system.Channels.Publish(new PortfolioId("main"), system.Offers.Next(Alive));
            await Until(() => probe.Decided > decided && probe.Running == 0);
        }

        return offered;
    }

    /// <summary>So many a second on the channel, whatever the loop makes of them.</summary>
    /// <returns>How many a second it became.</returns>
    public Task<double> AtRate(int perSecond, TimeSpan duration, params string[] portfolios) =>
        Paced(perSecond, duration, number => system.Channels.Publish(new PortfolioId(portfolios[number % portfolios.Length]), system.Offers.Next(Alive)));

    /// <summary>So many a second, of which one in <paramref name="of"/> may be executed and the checks refuse the others.</summary>
    /// <inheritdoc cref="AtRate"/>
    public Task<double> Mixed(int perSecond, int of, TimeSpan duration) => Paced(perSecond, duration, number =>
        system.Channels.Publish(new PortfolioId("main"), system.Offers.Next(Alive, number % of == 0 ? Lamports.Zero : TooMuch)));

    /// <summary>Events that nobody can read, on the channel that findings come by.</summary>
    /// <inheritdoc cref="AtRate"/>
    public Task<double> Poison(int perSecond, TimeSpan duration)
    {
        var clock = system.Host.Services.GetRequiredService<TradingClock>();
        var stream = system.Host.Services.GetRequiredService<IClusterClient>().GetStreamProvider(ChannelNames.Provider)
            .GetStream<ChannelEvent>(StreamId.Create(ChannelNames.ArbitrageOpportunities, "main"));
        return Paced(perSecond, duration, _ => stream.OnNextAsync(new ChannelEvent(Guid.NewGuid(), 1, clock.Now, null, [0xFF, 0x00])));
    }

    /// <summary>Keeps so many waiting all the time: what leaves the queue is replaced.</summary>
    public async Task KeepQueued(int depth, TimeSpan duration, Action full)
    {
        var orchestrator = system.Orchestrator();
        _before ??= probe.Decided;
        long begun = 0;
        using var timer = new PeriodicTimer(Beat);
        while (begun == 0 || Stopwatch.GetElapsedTime(begun) < duration)
        {
            for (var burst = 0; burst < 500 && Waiting() < depth; burst++, _kept++)
                await orchestrator.Offer(system.Offers.Next(TimeSpan.FromMinutes(10)));
            if (begun == 0 && Waiting() >= depth)
            {
                begun = Stopwatch.GetTimestamp();
                full();
            }

            await timer.WaitForNextTickAsync();
        }

        long Waiting() => _kept - (probe.Decided - _before.Value);
    }

    private static async Task<double> Paced(int perSecond, TimeSpan duration, Func<int, Task> send)
    {
        var begun = Stopwatch.GetTimestamp();
        var sent = 0;
        using var timer = new PeriodicTimer(Beat);
        while (Stopwatch.GetElapsedTime(begun) is var elapsed && elapsed < duration)
        {
            // Sources do not wait for each other.
            var burst = new List<Task>();
            for (var due = (int)(elapsed.TotalSeconds * perSecond); sent < due; sent++) burst.Add(send(sent));
            await Task.WhenAll(burst);
            await timer.WaitForNextTickAsync();
        }

        return sent / Stopwatch.GetElapsedTime(begun).TotalSeconds;
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
