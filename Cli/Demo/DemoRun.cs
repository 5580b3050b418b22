using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Cli.Demo;

/// <summary>One demo from the first slot to the last audit.</summary>
internal sealed class DemoRun(DemoPlan plan, EffectiveSettings settings, string? venueDirectory, IFaultPoints? faults, IDemoWatcher watcher)
{
    /// <summary>Market time between two looks.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    /// <summary>Market time between two looks at what is still open.</summary>
    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(1);

    /// <summary>Real time between two pictures.</summary>
    private static readonly TimeSpan PictureTime = TimeSpan.FromMilliseconds(150);

    /// <summary>Market time that the last executions may take: a blockhash lives about 73 s, and finality takes 13 s more.</summary>
    private static readonly TimeSpan TailMax = TimeSpan.FromSeconds(240);

    private long _lastPicture;

    /// <returns>What came of it, and the market it happened in: it still runs, and the caller ends it.</returns>
    public async Task<(DemoMarket Market, DemoResult Result, DemoTape Tape)> Run(CancellationToken cancel)
    {
        var begun = Stopwatch.GetTimestamp();
        watcher.Phase(DemoPhase.Starting);
        var market = await DemoMarket.Open(plan, settings, venueDirectory, faults, cancel);
        try
        {
            watcher.Phase(DemoPhase.Trading);
            var end = market.Opening + TimeSpan.FromSeconds(plan.Seconds);
            while (market.Now < end)
            {
                await market.RunTo(Earlier(market.Now + Step, end), cancel);
                await Picture(market);
            }

            watcher.Phase(DemoPhase.Finishing);
            var unfinished = await Finish(market, cancel);
            watcher.Phase(DemoPhase.Checking);
            var (result, tape) = await Judge(market, unfinished, Stopwatch.GetElapsedTime(begun), cancel);
            watcher.Pulse(await market.Pulse());
            return (market, result, tape);
        }
        catch
        {
            await market.DisposeAsync();
            throw;
        }
    }

    /// <returns>What is still open although its time was over; null when nothing is.</returns>
    private async Task<string?> Finish(DemoMarket market, CancellationToken cancel)
    {
        for (var limit = market.Now + TailMax; market.Now < limit;)
        {
            var over = await market.Finish(LookTime, cancel);
            // What still waits in the queue may be taken after the last reservation was free.
            if (over && (await market.Pulse()).Status.QueueSize == 0) return null;
            if (over) await market.RunTo(market.Now + LookTime, cancel);
            await Picture(market);
        }

        var pulse = await market.Pulse();
        return $"After {TailMax.TotalSeconds:0} s more of market time {pulse.Book.OpenReservations} reservations are open and {pulse.Status.QueueSize} opportunities wait.";
    }

    private async Task<(DemoResult Result, DemoTape Tape)> Judge(DemoMarket market, string? unfinished, TimeSpan wall, CancellationToken cancel)
    {
        var (tape, pulse, book, audit) = (await market.Tape(), await market.Pulse(), await market.Book(), await market.Audit(cancel));
        var launches = settings.Switch("sniper.memecoin.enabled") ? await market.Launches(audit) : null;
        var equations = Conservation.Check(book);
        var wallet = VenueReconciliation.Differences(book, audit);
        ImmutableArray<string> faults =
        [
            .. unfinished is null ? [] : ImmutableArray.Create(unfinished),
            .. equations.Select(violation => $"{violation.Equation}: {violation.Left} is not {violation.Right}"),
            .. wallet.Select(difference => difference.ToString()),
            .. launches is null || !market.Fresh || !HasStandardFilters() ? [] : launches.Wrong,
        ];
        var hash = DemoSettings.OutcomeHash(settings);
        var result = new DemoResult(
            "", plan.Seed, plan.Seconds, tape.Opportunities, tape.Executed, tape.Rejected, tape.Expired, tape.Dropped,
            pulse.Book.Total.Value, pulse.Book.Realised.Value, equations.Length + wallet.Length,
            Math.Round(pulse.Status.DecisionP50 * 1000, 3), Math.Round(pulse.Status.DecisionP99 * 1000, 3), tape.Digest, book.Epoch.Value, hash, plan.Storage,
            !market.Fresh, (market.Now - market.Opening).TotalSeconds, Math.Round(wall.TotalSeconds, 1), audit.Landed.Length, faults, [], launches);
        return (result.Judged(plan.Record is not null ? null : Expectation.Find(plan.Seed, plan.Seconds, hash)), tape);
    }

    /// <summary>With other limits another verdict may be right.</summary>
    private bool HasStandardFilters() =>
        settings.Values.All(value => !value.Setting.Key.StartsWith("sniper.memecoin.", StringComparison.Ordinal) || value.Text == value.Setting.Default);

    private async Task Picture(DemoMarket market)
    {
        if (_lastPicture != 0 && Stopwatch.GetElapsedTime(_lastPicture) < PictureTime) return;
        _lastPicture = Stopwatch.GetTimestamp();
        watcher.Pulse(await market.Pulse());
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
