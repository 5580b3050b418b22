using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Capital;

/// <summary>One asset of the book, in its base units.</summary>
/// <remarks>
/// Holds at every step: <c>Available + Reserved + Held = Deposited − Withdrawn + Realised</c>. The wallet holds
/// <c>Available + Reserved + PositionUnits</c>: what was paid for a position has left it, what was bought has come in.
/// </remarks>
/// <param name="Available">Free to reserve; negative only after a loss larger than what was reserved for it.</param>
/// <param name="Held">Cost of the open positions that were paid with this asset.</param>
/// <param name="PositionUnits">Units of this asset that are positions; carried at cost in the paying asset's <paramref name="Held"/>.</param>
[GenerateSerializer, Immutable, Alias("asset-account")]
public sealed record AssetAccount(
    [property: Id(0)] Mint Asset,
    [property: Id(1)] SignedUnits Deposited,
    [property: Id(2)] SignedUnits Withdrawn,
    [property: Id(3)] SignedUnits Realised,
    [property: Id(4)] SignedUnits Available,
    [property: Id(5)] SignedUnits Reserved,
    [property: Id(6)] SignedUnits Held,
    [property: Id(7)] SignedUnits PositionUnits)
{
    public SignedUnits Total => Available + Reserved + Held;

    /// <summary>What the chain must say we own.</summary>
    public SignedUnits OnChain => Available + Reserved + PositionUnits;

    public static AssetAccount Empty(Mint asset) => new(asset, default, default, default, default, default, default, default);
}

/// <summary>A price: <paramref name="Units"/> base units of the asset are worth <paramref name="Value"/>.</summary>
/// <param name="At">When it was observed; an old mark values nothing.</param>
[GenerateSerializer, Immutable, Alias("mark")]
public sealed record Mark(
    [property: Id(0)] Mint Asset, [property: Id(1)] Lamports Value, [property: Id(2)] BaseUnits Units, [property: Id(3)] DateTimeOffset At)
{
    public bool IsUsable => Value > Lamports.Zero && Units > BaseUnits.Zero;

    /// <summary>Rounded towards minus infinity: an asset is never worth more than it is.</summary>
    public Int128 ValueOf(SignedUnits units) => ExactMath.FloorDiv(checked(units.Value * Value.Value), (Int128)Units.Value);

    /// <summary>Rounded up: a reservation covers at least its value.</summary>
    public SignedUnits UnitsFor(Lamports value) => new(ExactMath.CeilingDiv((Int128)value.Value * (Int128)Units.Value, Value.Value));
}

/// <summary>Accounts in the order of their mints, so that one book has one form.</summary>
internal static class Accounts
{
    public static AssetAccount Of(this ImmutableArray<AssetAccount> accounts, Mint asset)
    {
        foreach (var account in accounts)
        {
            if (account.Asset == asset) return account;
        }

        return AssetAccount.Empty(asset);
    }

    public static ImmutableArray<AssetAccount> With(this ImmutableArray<AssetAccount> accounts, AssetAccount next)
    {
        var at = 0;
        while (at < accounts.Length && accounts[at].Asset.CompareTo(next.Asset) < 0) at++;
        return at < accounts.Length && accounts[at].Asset == next.Asset ? accounts.SetItem(at, next) : accounts.Insert(at, next);
    }
}
