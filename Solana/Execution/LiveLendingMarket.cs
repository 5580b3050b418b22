using System.Collections.Immutable;
using Orchestrator.Domain.Lending;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Rpc;
using Mint = Orchestrator.Domain.Money.Mint;

namespace Orchestrator.Solana.Execution;

/// <summary>Save, by the reserves of the signer's policy: the first of them that takes SOL.</summary>
public sealed class LiveLendingMarket(RpcPool rpc, ImmutableArray<PublicKey> reserves) : ILendingMarket
{
    /// <summary>What routes call it.</summary>
    public const string Venue = "save";

    private readonly LendingReading _reading = new(rpc);

    public async ValueTask<LookUp<RouteLeg>> Look(Lamports amount, CancellationToken cancel)
    {
        if (reserves.IsEmpty) return LookUp<RouteLeg>.Failed("the signer's policy lists no reserve");
        var accounts = await _reading.Accounts(reserves, cancel);
        foreach (var address in reserves)
        {
            if (LendingReading.ReserveAt(address, accounts) is not { } reserve || reserve.Mint != Mints.WrappedSol) continue;
            if (!SaveDeposits.TryCollateralFor(reserve, (ulong)amount.Value, out var collateral) || collateral == 0)
                return LookUp<RouteLeg>.Failed($"{address} gives nothing for {amount} lamports");
            return LookUp<RouteLeg>.Of(new RouteLeg(
                Venue, address.ToString(), Mint.Sol, new Mint(reserve.CollateralMint.ToString()), new BaseUnits((ulong)amount.Value), new BaseUnits(collateral), default, accounts.Slot));
        }

        return LookUp<RouteLeg>.Failed("no reserve of the signer's policy takes SOL");
    }
}
