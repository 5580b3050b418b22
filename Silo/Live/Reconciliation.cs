using System.Collections.Immutable;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Silo.Live;

/// <summary>
/// Compares the book with the wallet. Only while nothing is under way: between a landing and its posting the two differ for a moment and nothing is wrong.
/// </summary>
internal sealed class Reconciliation(WalletBalances wallet, IGrainFactory grains, LiveSettings settings)
{
    /// <returns>Null when it could not be compared now: something is under way, or no two nodes agree. Empty when book and chain are equal.</returns>
    public async Task<ImmutableArray<BalanceDifference>?> Compare(CancellationToken cancel)
    {
        var grain = grains.GetGrain<IPortfolioGrain>(settings.Current.Text("orchestrator.portfolio"));
        var before = await grain.Book();
        var held = before.Assets.Select(account => account.Asset).Where(asset => !asset.IsSol);
        if (IsUnderWay(before) || await wallet.Read(held, cancel) is not { } chain) return null;
        var after = await grain.Book();
        if (after.Sequence != before.Sequence || IsUnderWay(after)) return null;
        var (_, differences) = after.Reconcile(chain, DateTimeOffset.UnixEpoch);
        if (differences.IsEmpty) return [];
        // Seen once more before it halts: the nodes may have been a moment behind what was posted.
        if (await wallet.Read(held, cancel) is not { } again || !again.AsSpan().SequenceEqual(chain.AsSpan()) || (await grain.Book()).Sequence != before.Sequence) return null;
        return await grain.Reconcile(again);
    }

    private static bool IsUnderWay(CapitalBook book) => book.Reservations.Any(reservation => reservation.Pinned);
}
