using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Sniping;

/// <summary>
/// Judges one launch. Pure: facts, policy and the present moment give the verdict. Fails closed: what is missing refuses, and says what it is.
/// </summary>
public static class SniperRules
{
    public static LaunchVerdict Judge(LaunchFacts facts, SniperPolicy policy, DateTimeOffset now)
    {
        var age = now - facts.Launch.ObservedAt;
        var (profit, trade) = Profit(facts, policy);
        ImmutableArray<FilterVerdict> filters =
        [
            Of(SniperFilters.Blacklist, facts.Creator, "neither creator nor token", Blacklisted),
            Of(SniperFilters.CreatorRecord, facts.Creator, $"at most {policy.RugsMax} emptied", creator => CreatorRecord(creator, policy)),
            Of(SniperFilters.MintAuthority, facts.Mint, "given up", mint => MintAuthority(mint)),
            Of(SniperFilters.FreezeAuthority, facts.Mint, "given up", mint => FreezeAuthority(mint, policy)),
            Of(SniperFilters.TokenExtensions, facts.Mint, "no trap", mint => Extensions(mint, policy)),
            Of(SniperFilters.TransferFee, facts.Mint, $"at most {policy.TransferFeeMax}", mint => TransferFee(mint, policy)),
            Liquidity(facts, policy),
            Both(SniperFilters.PoolShare, facts.Mint, facts.Pool, $"at least {policy.PoolShareMin} of the supply", (mint, pool) => PoolShare(mint, pool, policy)),
            Of(SniperFilters.LpBurn, facts.Shares, $"at least {policy.LpBurnMin}", shares => Burn(shares, policy)),
            Both(SniperFilters.TopHolders, facts.Mint, facts.Holders, $"below {policy.TopFiveBelow} of the supply", (mint, holders) => TopHolders(mint, holders, policy)),
            Age(age, policy),
            profit,
        ];
        var approved = filters.All(filter => !filter.Refuses);
        return new LaunchVerdict(filters, trade, approved ? Confidence(facts, policy, trade!) : 0, Risk(facts, policy, trade, age), now);
    }

    /// <summary>What the mint alone says, whether it is bought or held.</summary>
    public static ImmutableArray<FilterVerdict> MintVerdicts(MintFacts mint, SniperPolicy policy) =>
        [MintAuthority(mint), FreezeAuthority(mint, policy), Extensions(mint, policy), TransferFee(mint, policy)];

    /// <summary>The verdict on a launch whose analysis could not be finished.</summary>
    public static LaunchVerdict Unfinished(string why, string limit, DateTimeOffset now) =>
        new([new FilterVerdict(SniperFilters.Analysis, FilterOutcome.Missing, why, limit, MayChange: true)], null, 0, 1, now);

    /// <summary>Ten thousandths of a whole, rounded up; more than all when the whole is nothing.</summary>
    internal static BasisPoints ShareOf(BaseUnits part, BaseUnits whole) => whole.Value == 0
        ? new BasisPoints(part.Value == 0 ? 0 : int.MaxValue)
        : new BasisPoints((int)UInt128.Min(((UInt128)part.Value * BasisPoints.One + whole.Value - 1) / whole.Value, int.MaxValue));

    /// <summary>The same, rounded down: for shares that must be large.</summary>
    internal static BasisPoints ShareFloor(BaseUnits part, BaseUnits whole) => whole.Value == 0
        ? new BasisPoints(0)
        : new BasisPoints((int)UInt128.Min((UInt128)part.Value * BasisPoints.One / whole.Value, int.MaxValue));

    private static FilterVerdict Blacklisted(CreatorFacts known)
    {
        var why = known.TokenListed is { } token ? $"token: {token}" : known.CreatorListed is { } creator ? $"creator: {creator}" : null;
        return Check(SniperFilters.Blacklist, why is null, why ?? "not listed", "neither creator nor token");
    }

    private static FilterVerdict CreatorRecord(CreatorFacts creator, SniperPolicy policy) => Check(
        SniperFilters.CreatorRecord, creator.Rugs <= policy.RugsMax, $"{creator.Rugs} of {creator.Launches} emptied", $"at most {policy.RugsMax} emptied");

    private static FilterVerdict MintAuthority(MintFacts mint) => Authority(SniperFilters.MintAuthority, mint.MintAuthority, mandatory: true);

    private static FilterVerdict FreezeAuthority(MintFacts mint, SniperPolicy policy) =>
        Authority(SniperFilters.FreezeAuthority, mint.FreezeAuthority, policy.FreezeAuthorityRevoked);

    private static FilterVerdict TransferFee(MintFacts mint, SniperPolicy policy) => Check(
        SniperFilters.TransferFee, mint.TransferFee <= policy.TransferFeeMax, mint.TransferFee.ToString(), $"at most {policy.TransferFeeMax}");

    private static FilterVerdict Authority(string filter, string? holder, bool mandatory) =>
        holder is null ? Check(filter, true, "given up", "given up")
        : mandatory ? Check(filter, false, holder, "given up")
        : new FilterVerdict(filter, FilterOutcome.NotApplicable, holder, "not asked for");

    private static FilterVerdict Extensions(MintFacts mint, SniperPolicy policy)
    {
        var traps = mint.Powers & policy.RefusedPowers;
        return Check(SniperFilters.TokenExtensions, traps == IssuerPowers.None, traps == IssuerPowers.None ? "none" : traps.ToString(), "no trap");
    }

    private static FilterVerdict Liquidity(LaunchFacts facts, SniperPolicy policy)
    {
        var limit = $"at least {policy.LiquidityMin.ToSolString()} SOL";
        if (!facts.Launch.Quote.IsSol) return Check(SniperFilters.InitialLiquidity, false, $"quoted in {facts.Launch.Quote}", limit);
        var put = facts.Launch.InitialLiquidity;
        // Some programs create a pool empty and fill it in the same transaction or later: then the vault tells.
        if (put == Lamports.Zero)
        {
            if (!facts.Pool.Found) return Missing(SniperFilters.InitialLiquidity, facts.Pool.Missing!, limit);
            put = new Lamports((long)Math.Min(facts.Pool.Value.QuoteVault.Value, long.MaxValue));
        }

        // What was put in and taken out again is no liquidity.
        if (facts.Pool.Found && (Int128)facts.Pool.Value.QuoteVault.Value * EmptyFactor < put.Value)
            return Check(SniperFilters.InitialLiquidity, false, $"{put.ToSolString()} SOL put in, {Sol(facts.Pool.Value.QuoteVault)} SOL left", limit);
        return Check(SniperFilters.InitialLiquidity, put >= policy.LiquidityMin, $"{put.ToSolString()} SOL", limit);
    }

    private static FilterVerdict PoolShare(MintFacts mint, PoolFacts pool, SniperPolicy policy)
    {
        var share = ShareFloor(pool.Vault, mint.Supply);
        return Check(SniperFilters.PoolShare, share >= policy.PoolShareMin && pool.Vault <= mint.Supply, share.ToString(), $"at least {policy.PoolShareMin} of the supply");
    }

    private static FilterVerdict Burn(ShareFacts shares, SniperPolicy policy)
    {
        if (!shares.Fungible)
            return new FilterVerdict(
                SniperFilters.LpBurn, policy.AcceptUnburnable ? FilterOutcome.NotApplicable : FilterOutcome.Refused, "positions are not fungible", "policy");
        UInt128 gone = (UInt128)shares.Burned.Value + (policy.LocksCountAsBurned ? shares.Locked.Value : 0);
        var share = ShareFloor(new BaseUnits((ulong)UInt128.Min(gone, ulong.MaxValue)), shares.Issued);
        // Shares can be burned after the launch.
        return Check(SniperFilters.LpBurn, share >= policy.LpBurnMin, $"{share} burned, {ShareFloor(shares.Locked, shares.Issued)} locked", $"at least {policy.LpBurnMin}", mayChange: true);
    }

    private static FilterVerdict TopHolders(MintFacts mint, HolderFacts holders, SniperPolicy policy)
    {
        var share = ShareOf(holders.TopFive(), mint.Supply);
        return Check(SniperFilters.TopHolders, share < policy.TopFiveBelow, share.ToString(), $"below {policy.TopFiveBelow} of the supply", mayChange: true);
    }

    private static FilterVerdict Age(TimeSpan age, SniperPolicy policy)
    {
        var text = age.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
        var limit = string.Create(CultureInfo.InvariantCulture, $"{policy.AgeMin.TotalSeconds:0} to {policy.AgeMax.TotalSeconds:0} s");
        return age < policy.AgeMin
            ? Check(SniperFilters.Age, false, text, limit, mayChange: true)
            : Check(SniperFilters.Age, age <= policy.AgeMax, text, limit);
    }

    private static (FilterVerdict Verdict, SnipeTrade? Trade) Profit(LaunchFacts facts, SniperPolicy policy)
    {
        var limit = $"at least {policy.ProfitMultiple.ToRatio().ToString("0.##", CultureInfo.InvariantCulture)} times the costs";
        if (!facts.Pool.Found) return (Missing(SniperFilters.Profit, facts.Pool.Missing!, limit), null);
        if (policy.Hold) return Held(facts, policy, limit);
        if (policy.UseFlashLoan && !facts.Lender.Found) return (Missing(SniperFilters.Profit, facts.Lender.Missing!, limit), null);
        var lender = policy.UseFlashLoan ? facts.Lender.Value : null;
        var trade = SnipeSizing.Best(facts.Pool.Value, facts.Exits, facts.Launch.Token, lender, policy, facts.Clock);
        if (trade is null)
        {
            var why = facts.Exits.IsDefaultOrEmpty ? "no other pool to sell in: one pool gives back less than it takes" : "no pool can be quoted";
            return (Check(SniperFilters.Profit, false, why, limit, mayChange: true), null);
        }

        var value = $"{trade.Profit.ToSolString()} SOL on {trade.Input.ToSolString()} SOL, costs {trade.Cost.ToSolString()} SOL";
        return (Check(SniperFilters.Profit, trade.Profit > Lamports.Zero && trade.Multiple >= policy.ProfitMultiple, value, limit, mayChange: true), trade);
    }

    /// <summary>What the exit rule aims at, against what buying and selling cost: nobody knows more of a price to come.</summary>
    private static (FilterVerdict Verdict, SnipeTrade? Trade) Held(LaunchFacts facts, SniperPolicy policy, string limit)
    {
        if (SnipeSizing.Hold(facts.Pool.Value, facts.Launch.Token, policy, facts.Clock) is not { } trade)
            return (Check(SniperFilters.Profit, false, "the pool cannot be quoted both ways", limit, mayChange: true), null);
        var value = $"{trade.Profit.ToSolString()} SOL is the goal of {trade.Input.ToSolString()} SOL, buying and selling cost {trade.Cost.ToSolString()} SOL";
        return (Check(SniperFilters.Profit, trade.Multiple >= policy.ProfitMultiple, value, limit, mayChange: true), trade);
    }

    /// <summary>Falls with the share of the largest owners, with the trade's own impact and with how little the profit is above its limit.</summary>
    private static double Confidence(LaunchFacts facts, SniperPolicy policy, SnipeTrade trade)
    {
        var concentration = Fraction(ShareOf(facts.Holders.Value.TopFive(), facts.Mint.Value.Supply).Value, policy.TopFiveBelow.Value);
        var margin = 1 - Fraction(policy.ProfitMultiple.Value, trade.Multiple.Value);
        var impact = Fraction(trade.BuyImpact.Value + trade.SellImpact.Value, ImpactWhole);
        return Math.Clamp((0.6 + (0.4 * margin)) * (1 - (0.3 * concentration)) * (1 - (0.3 * impact)), 0, 1);
    }

    /// <summary>Grows with concentration, impact and youth, and with a creator nobody knows.</summary>
    private static double Risk(LaunchFacts facts, SniperPolicy policy, SnipeTrade? trade, TimeSpan age)
    {
        var concentration = facts.Holders.Found && facts.Mint.Found ? Fraction(ShareOf(facts.Holders.Value.TopFive(), facts.Mint.Value.Supply).Value, policy.TopFiveBelow.Value) : 1;
        var impact = trade is null ? 1 : Fraction(trade.BuyImpact.Value + trade.SellImpact.Value, ImpactWhole);
        var youth = 1 - Math.Clamp(age / policy.AgeMax, 0, 1);
        var stranger = facts.Creator.Found && facts.Creator.Value.Launches > 0 ? 0 : 1;
        return Math.Clamp((0.35 * concentration) + (0.3 * impact) + (0.2 * youth) + (0.15 * stranger), 0, 1);
    }

    /// <summary>A pool that holds less than this part of what was put in has been emptied.</summary>
    private const int EmptyFactor = 10;

    private static string Sol(BaseUnits lamports) => new Lamports((long)Math.Min(lamports.Value, long.MaxValue)).ToSolString();

    /// <summary>Impact of both legs, in basis points, that counts in full.</summary>
    private const int ImpactWhole = 2_000;

    private static double Fraction(double part, double whole) => whole <= 0 ? 1 : Math.Clamp(part / whole, 0, 1);

    private static FilterVerdict Of<T>(string filter, LookUp<T> look, string limit, Func<T, FilterVerdict> judge) =>
        look.Found ? judge(look.Value) : Missing(filter, look.Missing!, limit);

    private static FilterVerdict Both<TA, TB>(string filter, LookUp<TA> a, LookUp<TB> b, string limit, Func<TA, TB, FilterVerdict> judge) =>
        !a.Found ? Missing(filter, a.Missing!, limit) : !b.Found ? Missing(filter, b.Missing!, limit) : judge(a.Value, b.Value);

    private static FilterVerdict Missing(string filter, string what, string limit) => new(filter, FilterOutcome.Missing, what, limit, MayChange: true);

    private static FilterVerdict Check(string filter, bool passes, string value, string limit, bool mayChange = false) =>
        new(filter, passes ? FilterOutcome.Passed : FilterOutcome.Refused, value, limit, mayChange && !passes);
}
