using Orchestrator.Domain;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Orchestrator.Silo.Hosting;

/// <summary>
/// SIGINT and SIGTERM. Where another silo is there, what this one holds of the portfolio goes on there at once; the last silo takes nothing new,
/// lets what runs end or leaves it to whoever resumes it. Only then is anything stopped: meanwhile the API answers, says that it drains, and takes a halt.
/// </summary>
internal sealed partial class DrainOnStop(
    IGrainFactory grains, ISiloStatusOracle silos, LiveSettings settings, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<DrainOnStop> log) : IHostedLifecycleService
{
    /// <summary>Longest wait for executions of the last silo; what is not over by then is stored and resumed at the next start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Longest wait for what the orchestrator has under way: one reserve or one step of a saga takes milliseconds.</summary>
    private static readonly TimeSpan QuietPatience = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait for a moment without a transaction: one takes milliseconds.</summary>
    private static readonly TimeSpan BookPatience = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for the successor to look at what it will take over.</summary>
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for the others; after it they notice by themselves that this silo has gone.</summary>
    private static readonly TimeSpan HandOverPatience = TimeSpan.FromSeconds(5);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before any service is stopped, the web server included.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A signal has said so already; whoever stops the host by hand has not.
        lifetime.StopApplication();
        if (Successor is not { } successor)
        {
            await Drain();
            return;
        }

        try
        {
            await Leave(successor).WaitAsync(HandOverPatience, time, cancellationToken);
        }
        catch (Exception fault)
        {
            // As after a crash: whoever stays takes over, and everything that counts is stored.
            NotHandedOver(fault);
        }
    }

    private string Portfolio => settings.Current.Text("orchestrator.portfolio");

    private IOrchestratorGrain Orchestrator => grains.GetGrain<IOrchestratorGrain>(Portfolio);

    /// <summary>The one that every leaving silo would choose, so that several that leave one after the other do not scatter the portfolio.</summary>
    private SiloAddress? Successor => silos.GetApproximateSiloStatuses(onlyActive: true).Keys
        .Where(silo => !silo.Equals(silos.SiloAddress)).OrderBy(silo => silo.Generation).ThenBy(silo => silo.ToParsableString(), StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The book first, while the orchestrator still trades on it: what stops then is one transaction, not the trade.</summary>
    private async Task Leave(SiloAddress successor)
    {
        var begun = time.GetTimestamp();
        var book = grains.GetGrain<IPortfolioGrain>(Portfolio);
        if (await IsHere(book) && await book.HandOver(successor, BookPatience)) await Read(book, successor, begun);

        if (!await IsHere(Orchestrator))
        {
            Left();
            return;
        }

        await Ready(successor, book);
        var asked = time.GetTimestamp();
        await Orchestrator.HandOver(successor, QuietPatience);
        var pulse = await Orchestrator.Ping();
        HandedOver(successor.ToString(), pulse.Epoch.Value, time.GetElapsedTime(asked).TotalMilliseconds);
    }

    /// <summary>The book is read where it is now before anybody needs it there.</summary>
    private async Task Read(IPortfolioGrain book, SiloAddress successor, long begun)
    {
        try
        {
            await book.Book();
            BookMoved(successor.ToString(), time.GetElapsedTime(begun).TotalMilliseconds);
        }
        catch (Exception fault)
        {
            // Calls to an activation that is on its way may be sent back by either side. Whoever needs it next finds it; the orchestrator must leave all the same.
            BookNotRead(fault);
        }
    }

    /// <summary>
    /// While the orchestrator still trades here, its successor finds all that it will need there, and the book makes a first commit where it is now, one that changes nothing: none of that
    /// is left for the time in which nobody trades.
    /// </summary>
    private async Task Ready(SiloAddress successor, IPortfolioGrain book)
    {
        try
        {
            var begun = time.GetTimestamp();
            RequestContext.Set(IPlacementDirector.PlacementHintKey, successor);
            var looking = grains.GetGrain<IStandbyGrain>(successor.ToParsableString()).Look(new PortfolioId(Portfolio));
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
            await Task.WhenAll(looking, book.SetMarks([])).WaitAsync(ReadyPatience, time);
            SuccessorReady(time.GetElapsedTime(begun).TotalMilliseconds);
        }
        catch (Exception fault)
        {
            // The hand-over takes longer, that is all.
            SuccessorNotReady(fault);
        }
    }

    private async Task<bool> IsHere(IAddressable grain) =>
        silos.SiloAddress.Equals(await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain));

    private async Task Drain()
    {
        var report = await Orchestrator.Drain(Patience);
        if (report.Clean) Drained();
        else LeftRunning(report.StillRunning.Length);
    }

    [LoggerMessage(3020, LogLevel.Information, "Drained: nothing runs any more")]
    private partial void Drained();

    [LoggerMessage(3021, LogLevel.Warning, "{Count} executions still run; they are stored and resume at the next start")]
    private partial void LeftRunning(int count);

    [LoggerMessage(3022, LogLevel.Information, "Handed over to {Silo}: epoch {Epoch} trades there after {Milliseconds:0} ms")]
    private partial void HandedOver(string silo, long epoch, double milliseconds);

    [LoggerMessage(3025, LogLevel.Information, "The book is on {Silo} after {Milliseconds:0} ms")]
    private partial void BookMoved(string silo, double milliseconds);

    [LoggerMessage(3028, LogLevel.Warning, "The book could not be read where it was handed to; the hand-over goes on")]
    private partial void BookNotRead(Exception fault);

    [LoggerMessage(3026, LogLevel.Information, "The successor has looked at what it takes over, within {Milliseconds:0} ms")]
    private partial void SuccessorReady(double milliseconds);

    [LoggerMessage(3027, LogLevel.Warning, "The successor could not look at what it takes over; the hand-over takes longer")]
    private partial void SuccessorNotReady(Exception fault);

    [LoggerMessage(3023, LogLevel.Information, "Leaves the cluster; the orchestrator runs on another silo")]
    private partial void Left();

    [LoggerMessage(3024, LogLevel.Warning, "Could not hand over; the other silos take over when they notice that this one has gone")]
    private partial void NotHandedOver(Exception fault);
}
