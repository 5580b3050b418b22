using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Sniping;

/// <summary>The filters in the order in which they are checked and shown. Names are stable words of API and journal.</summary>
public static class SniperFilters
{
    public const string Blacklist = "blacklist";
    public const string CreatorRecord = "creator_record";
    public const string MintAuthority = "mint_authority";
    public const string FreezeAuthority = "freeze_authority";
    public const string TokenExtensions = "token_extensions";
    public const string TransferFee = "transfer_fee";
    public const string InitialLiquidity = "initial_liquidity";
    public const string PoolShare = "pool_share";
    public const string LpBurn = "lp_burn";
    public const string TopHolders = "top_holders";
    public const string Age = "age";
    public const string Profit = "profit";

    /// <summary>The analysis itself: it took longer than its budget, or its look-ups could not be made at all.</summary>
    public const string Analysis = "analysis";

    public static ImmutableArray<string> InOrder { get; } =
        [Blacklist, CreatorRecord, MintAuthority, FreezeAuthority, TokenExtensions, TransferFee, InitialLiquidity, PoolShare, LpBurn, TopHolders, Age, Profit];
}

public enum FilterOutcome
{
    Passed = 0,
    Refused = 1,

    /// <summary>The look-up behind it failed. Refuses as well, and is asked again while the launch is fresh.</summary>
    Missing = 2,

    /// <summary>Means nothing for this pool, and the policy lets it pass.</summary>
    NotApplicable = 3,
}

/// <summary>One filter's answer.</summary>
/// <param name="Value">What was found.</param>
/// <param name="Limit">What was asked for.</param>
/// <param name="MayChange">A refusal that time alone can lift.</param>
[GenerateSerializer, Immutable, Alias("filter-verdict")]
public sealed record FilterVerdict(
    [property: Id(0)] string Filter, [property: Id(1)] FilterOutcome Outcome, [property: Id(2)] string Value, [property: Id(3)] string Limit,
    [property: Id(4)] bool MayChange = false)
{
    public bool Refuses => Outcome is FilterOutcome.Refused or FilterOutcome.Missing;
}

/// <summary>What became of one launch.</summary>
/// <param name="Filters">Every filter, passed or not.</param>
/// <param name="Trade">The best trade found; null when none could be simulated.</param>
/// <param name="Confidence">0 to 1; zero when it is refused.</param>
/// <param name="Risk">0 to 1.</param>
/// <param name="At">When it was judged.</param>
[GenerateSerializer, Immutable, Alias("launch-verdict")]
public sealed record LaunchVerdict(
    [property: Id(0)] ImmutableArray<FilterVerdict> Filters, [property: Id(1)] SnipeTrade? Trade, [property: Id(2)] double Confidence,
    [property: Id(3)] double Risk, [property: Id(4)] DateTimeOffset At)
{
    public bool Approved => Filters.All(filter => !filter.Refuses);

    /// <summary>Every refusal may be lifted by looking again later.</summary>
    public bool MayChange => !Approved && Filters.All(filter => !filter.Refuses || filter.MayChange || filter.Outcome == FilterOutcome.Missing);

    /// <summary>The first refusal, which names the verdict; null when it is approved.</summary>
    public FilterVerdict? Refusal => Filters.FirstOrDefault(filter => filter.Refuses);
}

/// <summary>Borrow, buy, sell, repay: what it would bring on the curves as they were.</summary>
/// <param name="Cost">Loan fee, tip, priority fee and signatures. Pool fees are within <paramref name="Output"/>.</param>
/// <param name="Profit">Output less input less cost.</param>
/// <param name="BuyPool">Where the token is bought.</param>
/// <param name="SellPool">Where it is sold.</param>
[GenerateSerializer, Immutable, Alias("snipe-trade")]
public sealed record SnipeTrade(
    [property: Id(0)] Lamports Input, [property: Id(1)] BaseUnits Tokens, [property: Id(2)] Lamports Output, [property: Id(3)] Lamports LoanFee,
    [property: Id(4)] Lamports Cost, [property: Id(5)] Lamports Profit, [property: Id(6)] string BuyPool, [property: Id(7)] string BuyVenue,
    [property: Id(8)] string SellPool, [property: Id(9)] string SellVenue, [property: Id(10)] BasisPoints BuyImpact,
    [property: Id(11)] BasisPoints SellImpact, [property: Id(12)] ulong BuySlot, [property: Id(13)] ulong SellSlot)
{
    /// <summary>Profit over all costs in basis points; the most there is when it costs nothing.</summary>
    public BasisPoints Multiple => Cost <= Lamports.Zero
        ? new BasisPoints(int.MaxValue)
        : new BasisPoints((int)Int128.Clamp(ExactMath.FloorDiv((Int128)Profit.Value * BasisPoints.One, Cost.Value), int.MinValue, int.MaxValue));
}
