using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Markets;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Silo.Starting;

/// <summary>The venue answers before anything relies on it.</summary>
internal sealed class VenueStep(IVenue venue) : IStartStep
{
    public string Name => "venue reachable";

    public async Task Run(CancellationToken cancel)
    {
        try
        {
            await venue.Chain.Head(cancel);
        }
        catch (ChainUnavailableException fault)
        {
            throw new StartFault(StartFaultCodes.VenueUnreachable, fault.Message, "Start the venue (orch venue), or remove simulation.venue_address.", fault);
        }
    }
}

/// <summary>Without its book nothing can be traded, and without its audit nothing can be operated: a store in which either cannot be read is refused.</summary>
internal sealed class RecordsStep(IGrainFactory grains, LiveSettings settings) : IStartStep
{
    public string Name => "book and audit readable";

    public async Task Run(CancellationToken cancel)
    {
        var portfolio = settings.Current.Text("orchestrator.portfolio");
        await Read($"the book of {portfolio}", () => grains.GetGrain<IPortfolioGrain>(portfolio).Book());
        await Read($"the audit of {portfolio}", () => grains.GetGrain<IOperatorAuditGrain>(portfolio).Read(0, 1));
    }

    private static async Task Read(string what, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new StartFault(
                StartFaultCodes.RecordUnreadable, $"The store cannot say what {what} is: {fault.GetBaseException().Message}",
                "Restore the store from a backup if it is damaged; else start again once it answers.", fault);
        }
    }
}

/// <summary>
/// A portfolio on the simulated venue is funded once, with what its wallet owned there at the beginning. A book that has a deposit is never
/// funded again, and the deposit is one transaction: a crash leaves it funded or not.
/// </summary>
internal sealed class FundingStep(IVenue venue, IGrainFactory grains, LiveSettings settings, TradingClock clock) : IStartStep
{
    public string Name => "capital booked";

    public async Task Run(CancellationToken cancel)
    {
        var book = grains.GetGrain<IPortfolioGrain>(settings.Current.Text("orchestrator.portfolio"));
        if ((await book.Book()).Sol.Deposited > SignedUnits.Zero) return;

        var audit = await venue.Audit(cancel);
        var owned = audit.Opening.Single(balance => balance.Asset == Mint.Sol).Amount;
        var amount = settings.Current.RatioOrNull("risk.initial_deposit_sol") is { } sol
            ? new BaseUnits(Math.Min((ulong)Lamports.FromSol(sol).Value, owned.Value))
            : owned;
        var id = OpportunityId.Create(clock.Now, Funding(audit.Wallet));
        var outcome = await book.Move(new Movement(id, MovementKind.Deposit, Mint.Sol, amount));
        if (outcome != MoveOutcome.Moved)
            throw new StartFault(StartFaultCodes.FundingRefused, $"The first deposit of {amount} lamports was refused: {outcome}.", "Check risk.initial_deposit_sol.");
    }

    private static byte[] Funding(string wallet) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("opening deposit " + wallet));
}

/// <summary>The orchestrator takes over: open reservations and sagas of an earlier life are resolved or resumed before anything new is taken.</summary>
internal sealed class TakeOverStep(IGrainFactory grains, LiveSettings settings) : IStartStep
{
    public string Name => "orchestrator took over";

    public async Task Run(CancellationToken cancel)
    {
        try
        {
            await grains.GetGrain<IOrchestratorGrain>(settings.Current.Text("orchestrator.portfolio")).Ping();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new StartFault(StartFaultCodes.TakeOverFailed, $"The orchestrator could not take over: {fault.Message}", "See the log; the book was not changed.", fault);
        }
    }
}
