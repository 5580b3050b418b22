using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Capital;

/// <summary>What book and chain say of one asset, in base units, when they differ.</summary>
[GenerateSerializer, Immutable, Alias("balance-difference")]
public readonly record struct BalanceDifference(
    [property: Id(0)] Mint Asset, [property: Id(1)] SignedUnits Book, [property: Id(2)] SignedUnits Chain);

/// <summary>The book equals what the chain says at finalized commitment; a difference is a halt with both figures.</summary>
public static class Reconciling
{
    /// <param name="chain">What we own beyond the fee reserve, per asset; an asset that is missing counts as none.</param>
    public static (CapitalBook Next, ImmutableArray<BalanceDifference> Differences) Reconcile(
        this CapitalBook book, ImmutableArray<BalanceChange> chain, DateTimeOffset now)
    {
        var assets = book.Assets.Select(account => account.Asset).Concat(chain.Select(balance => balance.Asset)).Distinct().Order();
        var differences = ImmutableArray.CreateBuilder<BalanceDifference>();
        foreach (var asset in assets)
        {
            var ours = book.Account(asset).OnChain;
            var theirs = chain.Where(balance => balance.Asset == asset).Aggregate(SignedUnits.Zero, (sum, balance) => sum + balance.Change);
            if (ours != theirs) differences.Add(new BalanceDifference(asset, ours, theirs));
        }

        if (differences.Count == 0) return (book, []);
        var detail = string.Join("; ", differences.Select(difference => $"{difference.Asset}: book {difference.Book}, chain {difference.Chain}"));
        return (book.StopTrading(HaltCause.Reconciliation, detail, "reconciliation", now).Next, differences.ToImmutable());
    }
}
