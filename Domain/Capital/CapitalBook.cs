using System.Collections.Immutable;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Capital;

/// <summary>Flash-loan use of one UTC day, in lamports of value.</summary>
[GenerateSerializer, Immutable, Alias("flash-loan-use")]
public readonly record struct FlashLoanUse([property: Id(0)] int Day, [property: Id(1)] Lamports Used);

/// <summary>
/// Everything that is true of one portfolio's money. Immutable; the verbs beside it (<see cref="Reserving"/>, <see cref="Pinning"/>,
/// <see cref="Posting"/>, <see cref="Releasing"/>, <see cref="Funding"/>, <see cref="Halting"/>, …) are pure: the next book and a named outcome,
/// and the very same book when nothing changed.
/// </summary>
/// <param name="Sequence">Grows by one with every change.</param>
/// <param name="Epoch">The newest orchestrator activation; older ones are refused.</param>
/// <param name="AllPaused">A pause of every strategy.</param>
/// <param name="Settled">Newest settled ids, oldest first; bounded by <see cref="SettledMemory.HotMax"/>.</param>
/// <param name="Movements">Newest deposits, withdrawals and transfers, oldest first; bounded by <see cref="Funding.MovementsMax"/>.</param>
[GenerateSerializer, Immutable, Alias("capital-book")]
public sealed record CapitalBook(
    [property: Id(0)] PortfolioId Portfolio,
    [property: Id(1)] long Sequence,
    [property: Id(2)] Epoch Epoch,
    [property: Id(3)] ImmutableArray<AssetAccount> Assets,
    [property: Id(4)] ImmutableArray<Mark> Marks,
    [property: Id(5)] ImmutableArray<Reservation> Reservations,
    [property: Id(6)] ImmutableArray<Position> Positions,
    [property: Id(7)] ImmutableArray<StrategyAccount> Strategies,
    [property: Id(8)] ImmutableArray<TokenExposure> Tokens,
    [property: Id(9)] ImmutableArray<TokenTouch> Touches,
    [property: Id(10)] FlashLoanUse FlashLoans,
    [property: Id(11)] BreakerMemory Breakers,
    [property: Id(12)] Halt? Halt,
    [property: Id(13)] Pause? AllPaused,
    [property: Id(14)] ImmutableArray<Settled> Settled,
    [property: Id(15)] ImmutableArray<SettledMovement> Movements)
{
    /// <summary>Longest memory of ids: an id older than this is refused, so it need not be remembered.</summary>
    public static readonly TimeSpan IdLifetime = TimeSpan.FromHours(24);

    /// <summary>A book without money: a portfolio starts here and is funded by deposits.</summary>
    public static CapitalBook Empty(PortfolioId portfolio) => new(
        portfolio, 0, Epoch.None, [], [], [], [], [], [], [], default, BreakerMemory.Empty, null, null, [], []);

    public AssetAccount Account(Mint asset) => Assets.Of(asset);

    public AssetAccount Sol => Assets.Of(Mint.Sol);

    public Reservation? Find(OpportunityId id)
    {
        foreach (var reservation in Reservations)
        {
            if (reservation.Id == id) return reservation;
        }

        return null;
    }

    public Position? FindPosition(OpportunityId id)
    {
        foreach (var position in Positions)
        {
            if (position.Id == id) return position;
        }

        return null;
    }

    public StrategyAccount Strategy(StrategyId strategy)
    {
        foreach (var account in Strategies)
        {
            if (account.Strategy == strategy) return account;
        }

        return new StrategyAccount(strategy, Lamports.Zero, 0, null, null);
    }

    public Lamports ExposureOf(Mint token)
    {
        foreach (var entry in Tokens)
        {
            if (entry.Token == token) return entry.Exposure;
        }

        return Lamports.Zero;
    }

    public Mark? MarkOf(Mint asset)
    {
        foreach (var mark in Marks)
        {
            if (mark.Asset == asset) return mark;
        }

        return null;
    }

    /// <summary>Days since 1970-01-01 UTC.</summary>
    public static int DayOf(DateTimeOffset at) => (int)((at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerDay);
}
