using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Domain.Tests.Sniping;

public sealed class FilterTests
{
    private static readonly SniperPolicy Policy = SniperPolicy.Default;

    [Fact]
    public void A_launch_without_a_fault_passes_every_filter_in_the_stated_order_and_is_approved()
    {
        var verdict = SniperRules.Judge(Made.Honest(), Policy, Made.Now);

        Assert.Equal(SniperFilters.InOrder, verdict.Filters.Select(filter => filter.Filter));
        Assert.All(verdict.Filters, filter => Assert.Equal(FilterOutcome.Passed, filter.Outcome));
        Assert.True(verdict.Approved);
        Assert.InRange(verdict.Confidence, 0.1, 1);
        Assert.InRange(verdict.Risk, 0, 1);
        Assert.Equal(("launch", "other"), (verdict.Trade!.BuyPool, verdict.Trade.SellPool));
    }

    public static TheoryData<string, string> Spoilt => new()
    {
        { "creator listed", SniperFilters.Blacklist }, { "token listed", SniperFilters.Blacklist }, { "creator emptied one", SniperFilters.CreatorRecord },
        { "mint authority", SniperFilters.MintAuthority }, { "freeze authority", SniperFilters.FreezeAuthority }, { "transfer fee", SniperFilters.TransferFee },
        { "little liquidity", SniperFilters.InitialLiquidity }, { "quoted in another token", SniperFilters.InitialLiquidity }, { "decoy", SniperFilters.PoolShare },
        { "vault above supply", SniperFilters.PoolShare }, { "shares kept", SniperFilters.LpBurn }, { "shares locked", SniperFilters.LpBurn }, { "no fungible shares", SniperFilters.LpBurn },
        { "five hold a third", SniperFilters.TopHolders }, { "one owner with many accounts", SniperFilters.TopHolders }, { "too young", SniperFilters.Age },
        { "too old", SniperFilters.Age }, { "one pool only", SniperFilters.Profit }, { "same price elsewhere", SniperFilters.Profit },
    };

    [Theory, MemberData(nameof(Spoilt))]
    public void One_fault_is_refused_by_its_filter_and_by_no_other(string fault, string filter)
    {
        var (facts, now) = Spoil(fault);
        var verdict = SniperRules.Judge(facts, Policy, now);

        Assert.Equal([filter], verdict.Filters.Where(one => one.Refuses).Select(one => one.Filter));
        Assert.Equal(FilterOutcome.Refused, verdict.Refusal!.Outcome);
        Assert.NotEmpty(verdict.Refusal.Value);
        Assert.NotEmpty(verdict.Refusal.Limit);
        Assert.Equal(0, verdict.Confidence);
    }

    [Theory]
    [InlineData(IssuerPowers.TransferHook)]
    [InlineData(IssuerPowers.TransferHookAuthority)]
    [InlineData(IssuerPowers.PermanentDelegate)]
    [InlineData(IssuerPowers.DefaultFrozen)]
    [InlineData(IssuerPowers.NonTransferable)]
    [InlineData(IssuerPowers.Pausable)]
    [InlineData(IssuerPowers.Paused)]
    [InlineData(IssuerPowers.MintCloseAuthority)]
    [InlineData(IssuerPowers.Confidential)]
    [InlineData(IssuerPowers.PermissionedBurn)]
    [InlineData(IssuerPowers.Unknown)]
    public void Each_trap_of_a_mint_is_refused_by_name(IssuerPowers trap)
    {
        var verdict = SniperRules.Judge(WithMint(mint => mint with { Powers = trap }), Policy, Made.Now);

        Assert.Equal((SniperFilters.TokenExtensions, trap.ToString()), (verdict.Refusal!.Filter, verdict.Refusal.Value));
        Assert.Single(verdict.Filters, filter => filter.Refuses);
    }

    [Fact]
    public void A_fee_that_can_only_change_days_later_is_no_trap() =>
        Assert.True(SniperRules.Judge(WithMint(mint => mint with { Powers = IssuerPowers.TransferFeeAuthority }), Policy, Made.Now).Approved);

    public static TheoryData<string, string[]> Holes => new()
    {
        { "mint", [SniperFilters.MintAuthority, SniperFilters.FreezeAuthority, SniperFilters.TokenExtensions, SniperFilters.TransferFee, SniperFilters.PoolShare, SniperFilters.TopHolders] },
        { "pool", [SniperFilters.PoolShare, SniperFilters.Profit] },
        { "shares", [SniperFilters.LpBurn] },
        { "holders", [SniperFilters.TopHolders] },
        { "creator", [SniperFilters.Blacklist, SniperFilters.CreatorRecord] },
        { "lender", [SniperFilters.Profit] },
    };

    [Theory, MemberData(nameof(Holes))]
    public void A_look_up_that_failed_refuses_every_filter_behind_it_names_the_hole_and_may_be_asked_again(string hole, string[] filters)
    {
        foreach (var facts in new[] { Without(hole, failed: true), Without(hole, failed: false) })
        {
            var verdict = SniperRules.Judge(facts, Policy, Made.Now);
            Assert.Equal(filters, verdict.Filters.Where(one => one.Outcome == FilterOutcome.Missing).Select(one => one.Filter));
            Assert.DoesNotContain(verdict.Filters, one => one.Outcome == FilterOutcome.Refused);
            Assert.All(verdict.Filters.Where(one => one.Refuses), one => Assert.Contains(one.Value, new[] { $"{hole} is not there", "never looked up" }));
            Assert.False(verdict.Approved);
            Assert.True(verdict.MayChange);
        }
    }

    [Fact]
    public void Time_lifts_youth_but_never_a_kept_authority()
    {
        Assert.True(SniperRules.Judge(Made.Honest(), Policy, Made.Born).MayChange);
        Assert.False(SniperRules.Judge(WithMint(mint => mint with { MintAuthority = "somebody" }), Policy, Made.Born).MayChange);
        Assert.False(SniperRules.Judge(Made.Honest(), Policy, Made.Born.AddHours(3)).MayChange);
    }

    [Fact]
    public void A_pool_whose_positions_cannot_be_burned_passes_only_when_the_policy_says_so()
    {
        var facts = Made.Honest() with { Shares = LookUp<ShareFacts>.Of(ShareFacts.None) };

        Assert.False(SniperRules.Judge(facts, Policy, Made.Now).Approved);
        Assert.True(SniperRules.Judge(facts, Policy with { AcceptUnburnable = true }, Made.Now).Approved);
    }

    [Fact]
    public void Accounts_of_one_owner_count_together_and_vaults_burns_and_lockers_never() =>
        Gen.Select(Gen.ULong[0, 1_000_000].Array[0, 20], Gen.Int[1, 6].Array[20], Gen.Int[0, 3].Array[20]).Sample((amounts, owners, kinds) =>
        {
            var holdings = amounts.Select((amount, i) => new Holding($"owner{owners[i]}", new BaseUnits(amount), (HolderKind)kinds[i])).ToList();
            var expected = holdings.Where(one => one.Kind == HolderKind.Wallet).GroupBy(one => one.Owner).Select(group => group.Sum(one => (long)one.Amount.Value)).OrderDescending().Take(5).Sum();
            Assert.Equal((ulong)expected, new HolderFacts([.. holdings]).TopFive().Value);
            // However the owner splits what it holds, nothing changes.
            var split = holdings.SelectMany(one => new[] { one with { Amount = new(one.Amount.Value / 3) }, one with { Amount = new(one.Amount.Value - (one.Amount.Value / 3)) } });
            Assert.Equal((ulong)expected, new HolderFacts([.. split]).TopFive().Value);
        });

    [Fact]
    public void No_launch_is_approved_with_any_refusal_and_every_limit_is_met_by_what_is_approved() =>
        Gen.Select(Gen.ULong[0, 400_000_000_000_000], Gen.ULong[0, 1_000_000], Gen.Int[0, 400], Gen.Int[0, 9_000], Gen.ULong[1, 300]).Sample((held, burned, fee, age, sol) =>
        {
            var facts = Made.Honest() with
            {
                Holders = LookUp<HolderFacts>.Of(Made.Wallets(("a", held))), Shares = LookUp<ShareFacts>.Of(new(true, new(1_000_000), new(burned), new(0))),
                Mint = LookUp<MintFacts>.Of(Made.Honest().Mint.Value with { TransferFee = new(fee) }),
                Launch = Made.Honest().Launch with { QuoteUnits = new(sol * 1_000_000_000) },
            };
            var verdict = SniperRules.Judge(facts, Policy, Made.Born.AddSeconds(age));
            var holds = held * 10_000 < Made.Supply * 3_000 && burned >= 900_000 && fee <= 100 && age is >= 30 and <= 7_200 && sol >= 50;
            Assert.Equal(holds, verdict.Approved);
            Assert.Equal(!holds, verdict.Refusal is not null);
        });

    private static (LaunchFacts Facts, DateTimeOffset Now) Spoil(string fault)
    {
        var facts = Made.Honest();
        return fault switch
        {
            "creator listed" => (facts with { Creator = LookUp<CreatorFacts>.Of(new("rugged twice", null, 2, 0)) }, Made.Now),
            "token listed" => (facts with { Creator = LookUp<CreatorFacts>.Of(new(null, "copy of another", 0, 0)) }, Made.Now),
            "creator emptied one" => (facts with { Creator = LookUp<CreatorFacts>.Of(new(null, null, 5, 1)) }, Made.Now),
            "mint authority" => (WithMint(mint => mint with { MintAuthority = "creator" }), Made.Now),
            "freeze authority" => (WithMint(mint => mint with { FreezeAuthority = "creator" }), Made.Now),
            "transfer fee" => (WithMint(mint => mint with { TransferFee = new(101) }), Made.Now),
            "little liquidity" => (facts with { Launch = facts.Launch with { QuoteUnits = new(49_999_999_999) } }, Made.Now),
            "quoted in another token" => (facts with { Launch = facts.Launch with { Quote = new Mint("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v") } }, Made.Now),
            "decoy" => (WithMint(mint => mint with { Supply = new(5_000_000_000_000_000) }), Made.Now),
            "vault above supply" => (facts with { Pool = LookUp<PoolFacts>.Of(facts.Pool.Value with { Vault = new(Made.Supply + 1) }) }, Made.Now),
            "shares kept" => (facts with { Shares = LookUp<ShareFacts>.Of(new(true, new(1_000_000), new(899_999), new(0))) }, Made.Now),
            "shares locked" => (facts with { Shares = LookUp<ShareFacts>.Of(new(true, new(1_000_000), new(0), new(1_000_000))) }, Made.Now),
            "no fungible shares" => (facts with { Shares = LookUp<ShareFacts>.Of(ShareFacts.None) }, Made.Now),
            "five hold a third" => (facts with { Holders = LookUp<HolderFacts>.Of(Made.Wallets([.. Enumerable.Range(0, 5).Select(i => ($"w{i}", 60_000_000_000_000UL))])) }, Made.Now),
            "one owner with many accounts" => (facts with { Holders = LookUp<HolderFacts>.Of(Made.Wallets([.. Enumerable.Range(0, 20).Select(i => ("whale", 15_000_000_000_000UL))])) }, Made.Now),
            "too young" => (facts, Made.Born.AddSeconds(29.9)),
            "too old" => (facts, Made.Born.AddHours(2).AddSeconds(1)),
            "one pool only" => (facts with { Exits = [] }, Made.Now),
            "same price elsewhere" => (facts with { Exits = [Made.Pool("other", 100_000_000_000, 200_000_000_000_000)] }, Made.Now),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
        };
    }

    private static LaunchFacts Without(string hole, bool failed)
    {
        var facts = Made.Honest();
        LookUp<T> Hole<T>() => failed ? LookUp<T>.Failed($"{hole} is not there") : default;
        return hole switch
        {
            "mint" => facts with { Mint = Hole<MintFacts>() },
            "pool" => facts with { Pool = Hole<PoolFacts>() },
            "shares" => facts with { Shares = Hole<ShareFacts>() },
            "holders" => facts with { Holders = Hole<HolderFacts>() },
            "creator" => facts with { Creator = Hole<CreatorFacts>() },
            _ => facts with { Lender = Hole<IFlashLender>() },
        };
    }

    private static LaunchFacts WithMint(Func<MintFacts, MintFacts> change) =>
        Made.Honest() with { Mint = LookUp<MintFacts>.Of(change(Made.Honest().Mint.Value)) };
}
