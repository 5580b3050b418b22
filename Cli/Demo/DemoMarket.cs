using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.EventTime;
using Orchestrator.Silo.Hosting;
using Orchestrator.Solana.Simulation;
using Orleans;

namespace Orchestrator.Cli.Demo;

/// <summary>The whole system in this process, on a clock that this demo owns.</summary>
internal sealed class DemoMarket : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly MarketDriver _driver;
    private readonly IOrchestratorGrain _orchestrator;
    private readonly IPortfolioGrain _book;
    private readonly IDecisionJournalGrain _journal;
    private readonly IVenue _venue;
    private readonly IGrainFactory _grains;

    private DemoMarket(WebApplication host, string portfolio, DateTimeOffset opening, bool fresh)
    {
        _host = host;
        _driver = host.Services.GetRequiredService<MarketDriver>();
        _venue = host.Services.GetRequiredService<IVenue>();
        _grains = host.Services.GetRequiredService<IGrainFactory>();
        _orchestrator = _grains.GetGrain<IOrchestratorGrain>(portfolio);
        _book = _grains.GetGrain<IPortfolioGrain>(portfolio);
        _journal = _grains.GetGrain<IDecisionJournalGrain>(portfolio);
        (Opening, Fresh) = (opening, fresh);
    }

    /// <summary>Market time of the venue's first slot.</summary>
    public DateTimeOffset Opening { get; }

    /// <summary>Nothing had happened on this venue before.</summary>
    public bool Fresh { get; }

    public DateTimeOffset Now => _driver.Now;

    /// <summary>Address of the API; null when it is not served.</summary>
    public string? Address { get; private init; }

    /// <exception cref="ChainUnavailableException">The venue of another process does not answer.</exception>
    public static async Task<DemoMarket> Open(DemoPlan plan, EffectiveSettings settings, string? venueDirectory, IFaultPoints? faults, CancellationToken cancel)
    {
        var clock = new EventClock(new VenueSettings().Genesis);
        var host = TradingHost.Build(new TradingHostOptions
        {
            Settings = settings, EventClock = clock, ServeApi = plan.Serve, Faults = faults, ConsoleLog = false, VenueDirectory = venueDirectory,
        });
        try
        {
            // A venue that lived before is ahead of its first slot, and so must be the clock: the past changes nothing there.
            var venue = host.Services.GetRequiredService<IVenue>();
            var opening = venue is RemoteVenue remote ? (await remote.Settings(cancel)).Genesis : clock.GetUtcNow();
            var present = (await venue.Chain.Head(cancel)).BlockTime;
            if (present > clock.GetUtcNow()) clock.MoveTo(present);
            await host.StartAsync(cancel);
            await ListKnownRugger(host, settings.Text("orchestrator.portfolio"), clock);
            return new DemoMarket(host, settings.Text("orchestrator.portfolio"), opening, present <= opening) { Address = plan.Serve ? host.Urls.FirstOrDefault() : null };
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>What an operator has written down before the market opens; the market knows to launch by that creator.</summary>
    private static async Task ListKnownRugger(WebApplication host, string portfolio, EventClock clock) => await host.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<IBlacklistGrain>(portfolio).Add(new BlacklistEntry(SimulatedLaunches.ListedCreator.ToString(), "took the liquidity of an earlier market", "demo", clock.GetUtcNow()));

    /// <summary>What the sniper made of the launches so far.</summary>
    public async Task<LaunchTally> Launches(VenueAudit audit)
    {
        var judged = new List<(VenueLaunchView, PoolVerdict?)>();
        foreach (var launch in audit.Launches)
            judged.Add((launch, (await _grains.GetGrain<ITokenGrain>(launch.Token).Read()).Verdicts.FirstOrDefault(verdict => verdict.Pool == launch.Pool)));
        return LaunchTally.Of(judged, audit.Head.Slot);
    }

    public Task RunTo(DateTimeOffset end, CancellationToken cancel) => _driver.RunTo(end, cancel);

    public async Task<DemoPulse> Pulse() => new(await _orchestrator.Status(), await _book.Snapshot(), Now - Opening, Address);

    /// <summary>Offers nothing new and runs on for at most this long.</summary>
    /// <returns>False when something is still open.</returns>
    public Task<bool> Finish(TimeSpan most, CancellationToken cancel) => _driver.Finish(most, cancel);

    public Task<CapitalBook> Book() => _book.Book();

    public ValueTask<VenueAudit> Audit(CancellationToken cancel) => _venue.Audit(cancel);

    public async Task<DemoTape> Tape()
    {
        const int PageSize = 500;
        var records = new List<DecisionRecord>();
        string? cursor = null;
        do
        {
            var page = await _journal.Query(new DecisionQuery(Before: cursor, Take: PageSize));
            records.AddRange(page.Decisions);
            cursor = page.Next;
        }
        while (cursor is not null);
        return DemoTape.Of(records);
    }

    /// <summary>The steps of every execution, by opportunity.</summary>
    public async Task<ImmutableDictionary<Guid, SagaView>> Executions(DemoTape tape)
    {
        var sagas = ImmutableDictionary.CreateBuilder<Guid, SagaView>();
        foreach (var decision in tape.Decisions.Where(decision => decision.Outcome == DecisionOutcome.Executed))
            sagas.Add(decision.Opportunity.Id.Value, await _grains.GetGrain<IOpportunityGrain>(decision.Opportunity.Id.Value).Read());
        return sagas.ToImmutable();
    }

    /// <summary>Leaves everything running until somebody ends the process.</summary>
    public static async Task UntilStopped(CancellationToken cancel)
    {
        var over = new TaskCompletionSource();
        await using var registration = cancel.Register(over.SetResult);
        await over.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
    }
}
