using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Starting;

namespace Orchestrator.Silo.Live;

/// <summary>Key, nodes, block engine, reserves and tables are what the policy says, before anything relies on them.</summary>
internal sealed class PreflightStep(LivePorts ports) : IStartStep
{
    public string Name => "chain and policy agree";

    public async Task Run(CancellationToken cancel)
    {
        foreach (var check in await Preflight.Run(ports.Rpc, ports.Jito, ports.Policy, cancel))
            if (!check.Passed) throw new StartFault(StartFaultCodes.PreflightFailed, $"{check.Name}: {check.Detail}", "orch preflight live shows all checks.");
    }
}

/// <summary>The first start books what the wallet owns beyond its floor. A book that has a deposit is never funded again.</summary>
internal sealed class WalletFundingStep(WalletBalances wallet, LivePorts ports, IGrainFactory grains, LiveSettings settings, TradingClock clock) : IStartStep
{
    public string Name => "capital booked";

    public async Task Run(CancellationToken cancel)
    {
        var book = grains.GetGrain<IPortfolioGrain>(settings.Current.Text("orchestrator.portfolio"));
        if ((await book.Book()).Sol.Deposited > SignedUnits.Zero) return;
        var owned = await wallet.Read([], cancel) ?? throw new StartFault(StartFaultCodes.PreflightFailed, "No two nodes agree on what the wallet owns.", "Start again.");
        var sol = owned.FirstOrDefault(balance => balance.Asset.IsSol).Change;
        if (sol <= SignedUnits.Zero) throw new StartFault(StartFaultCodes.FundingRefused, $"The wallet holds nothing beyond its floor of {ports.Policy.SolFloor} lamports.", "Fund the wallet.");
        var id = OpportunityId.Create(clock.Now, System.Security.Cryptography.SHA256.HashData(ports.Wallet.AsSpan()));
        var outcome = await book.Move(new Movement(id, MovementKind.Deposit, Mint.Sol, new BaseUnits((ulong)sol.Value)));
        if (outcome != MoveOutcome.Moved) throw new StartFault(StartFaultCodes.FundingRefused, $"The first deposit of {sol} lamports was refused: {outcome}.", "See the log.");
    }
}

/// <summary>Every signature of an earlier life has its end, and book and chain are equal, before anything new is taken.</summary>
internal sealed class ReconcileStep(Reconciliation reconciliation, TimeProvider time) : IStartStep
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public string Name => "book and chain compared";

    public async Task Run(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (true)
        {
            // What is open ends by block height, within minutes. A difference halts the book and the process goes on: its operator must be able to look.
            if (await Compared(cancel)) return;
            await timer.WaitForNextTickAsync(cancel);
        }
    }

    private async Task<bool> Compared(CancellationToken cancel)
    {
        try
        {
            return await reconciliation.Compare(cancel) is not null;
        }
        catch (ChainUnavailableException)
        {
            return false;
        }
    }
}
