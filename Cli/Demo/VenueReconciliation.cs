using System.Collections.Immutable;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Cli.Demo;

/// <summary>One asset of which book and wallet do not say the same, in base units since the first deposit.</summary>
internal sealed record WalletDifference(string Asset, SignedUnits Book, SignedUnits Wallet)
{
    public override string ToString() => $"{Asset}: the book gained {Book}, the wallet {Wallet}";
}

/// <summary>Asks a judge that does not know the book: what the wallet gained on the venue must be what the book says, to the unit.</summary>
internal static class VenueReconciliation
{
    public static ImmutableArray<WalletDifference> Differences(CapitalBook book, VenueAudit audit)
    {
        var assets = book.Assets.Select(account => account.Asset)
            .Concat(audit.Balances.Select(balance => balance.Asset)).Concat(audit.Opening.Select(balance => balance.Asset))
            .Distinct().OrderBy(asset => asset.Value, StringComparer.Ordinal);
        return [.. assets.Select(asset => new WalletDifference(asset.Value, InBook(book.Account(asset)), InWallet(asset, audit))).Where(pair => pair.Book != pair.Wallet)];
    }

    private static SignedUnits InBook(AssetAccount account) => account.OnChain - account.Deposited + account.Withdrawn;

    private static SignedUnits InWallet(Mint asset, VenueAudit audit) => Of(audit.Balances, asset) - Of(audit.Opening, asset);

    private static SignedUnits Of(ImmutableArray<WalletBalance> balances, Mint asset) =>
        balances.FirstOrDefault(balance => balance.Asset == asset) is { } found ? new SignedUnits(found.Amount.Value) : SignedUnits.Zero;
}
