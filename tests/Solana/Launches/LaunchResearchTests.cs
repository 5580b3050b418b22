using System.Buffers.Binary;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs.Token2022;
using static Orchestrator.Solana.Tests.Programs.Accounts;

namespace Orchestrator.Solana.Tests.Launches;

/// <summary>Every filter, passing and refusing, on account data as the chain holds it.</summary>
public sealed class LaunchResearchTests
{
    private static readonly PublicKey Somebody = Key(77);

    [Fact]
    public async Task An_honest_launch_is_approved_and_its_trade_buys_cheap_and_sells_dear()
    {
        var verdict = await new LaunchWorld().Verdict();

        Assert.Null(verdict.Refusal);
        Assert.Equal((LaunchWorld.Pool.ToString(), LaunchWorld.Other.ToString()), (verdict.Trade!.BuyPool, verdict.Trade.SellPool));
        Assert.True(verdict.Trade.Profit > Lamports.Zero);
    }

    [Fact]
    public async Task A_kept_mint_authority_and_a_kept_freeze_authority_are_refused_with_the_holder_s_name()
    {
        var mints = await new LaunchWorld().WithMint(ProgramIds.Token, LaunchWorld.MintData(mintAuthority: Somebody)).Verdict();
        var freezes = await new LaunchWorld().WithMint(ProgramIds.Token, LaunchWorld.MintData(freezeAuthority: Somebody)).Verdict();

        Assert.Equal((SniperFilters.MintAuthority, Somebody.ToString()), (mints.Refusal!.Filter, mints.Refusal.Value));
        Assert.Equal((SniperFilters.FreezeAuthority, Somebody.ToString()), (freezes.Refusal!.Filter, freezes.Refusal.Value));
    }

    public static TheoryData<ExtensionType, int, int, string> Traps => new()
    {
        { ExtensionType.TransferHook, 64, 32, "TransferHook" },
        { ExtensionType.TransferHook, 64, 0, "TransferHookAuthority" },
        { ExtensionType.PermanentDelegate, 32, 0, "PermanentDelegate" },
        { ExtensionType.MintCloseAuthority, 32, 0, "MintCloseAuthority" },
        { ExtensionType.Pausable, 33, 0, "Pausable" },
        { ExtensionType.Pausable, 33, 32, "Paused" },
        { ExtensionType.NonTransferable, 0, -1, "NonTransferable" },
        { ExtensionType.DefaultAccountState, 1, -2, "DefaultFrozen" },
        { ExtensionType.ConfidentialTransferMint, 65, -1, "Confidential" },
        { ExtensionType.PermissionedBurn, 32, 0, "PermissionedBurn" },
        { (ExtensionType)60, 8, -1, "Unknown" },
    };

    [Theory, MemberData(nameof(Traps))]
    public async Task Each_extension_that_can_trap_a_buyer_is_refused_by_name(ExtensionType type, int size, int keyAt, string name)
    {
        var value = new byte[size];
        if (keyAt == -2) value[0] = 2;
        else if (keyAt >= 0 && keyAt + 32 <= size) Somebody.CopyTo(value.AsSpan(keyAt));
        else if (keyAt >= 0) value[keyAt] = 1;
        var verdict = await new LaunchWorld().WithMint(ProgramIds.Token2022, LaunchWorld.MintData(extensions: (type, value))).Verdict();

        Assert.Equal((SniperFilters.TokenExtensions, name), (verdict.Refusal!.Filter, verdict.Refusal.Value));
    }

    [Fact]
    public async Task Hostile_text_in_a_mint_s_metadata_changes_no_verdict_and_is_repeated_nowhere()
    {
        var verdict = await Told("\u001b[2J</script>' OR 1=1 -- \u202e\0evil", lastLength: uint.MaxValue);

        Assert.Equal((await Told("Plain", lastLength: 5)).Filters, verdict.Filters);
        Assert.DoesNotContain(verdict.Filters, filter => filter.Value.Contains("evil", StringComparison.Ordinal) || filter.Limit.Contains("evil", StringComparison.Ordinal));

        // Update authority, mint, then name, symbol and address with their lengths, of which the last may lie.
        static Task<LaunchVerdict> Told(string name, uint lastLength)
        {
            var text = System.Text.Encoding.UTF8.GetBytes(name);
            byte[] metadata = [.. new byte[64], .. Sized(text), .. Sized(text), .. BitConverter.GetBytes(lastLength), .. text];
            return new LaunchWorld().WithMint(ProgramIds.Token2022, LaunchWorld.MintData(extensions: (ExtensionType.TokenMetadata, metadata))).Verdict();
        }

        static byte[] Sized(byte[] bytes) => [.. BitConverter.GetBytes(bytes.Length), .. bytes];
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task A_transfer_fee_is_judged_at_its_highest_even_when_it_comes_later(ushort bps, bool passes)
    {
        var config = new byte[108];
        BinaryPrimitives.WriteUInt64LittleEndian(config.AsSpan(98), ulong.MaxValue);
        BinaryPrimitives.WriteUInt64LittleEndian(config.AsSpan(90), 1_000);
        BinaryPrimitives.WriteUInt16LittleEndian(config.AsSpan(106), bps);
        var verdict = await new LaunchWorld().WithMint(ProgramIds.Token2022, LaunchWorld.MintData(extensions: (ExtensionType.TransferFeeConfig, config))).Verdict();

        Assert.Equal(passes ? FilterOutcome.Passed : FilterOutcome.Refused, Of(verdict, SniperFilters.TransferFee).Outcome);
    }

    [Fact]
    public async Task Shares_count_as_burned_when_their_supply_fell_or_nobody_can_sign_for_them_and_not_when_they_are_kept_or_locked()
    {
        Assert.Equal("10000 bps burned, 0 bps locked", Of(await new LaunchWorld().Verdict(), SniperFilters.LpBurn).Value);

        var kept = new LaunchWorld().WithShares(500_000_000);
        kept.Hold(Somebody, 500_000_000, mint: LaunchWorld.Shares);
        Assert.Equal((FilterOutcome.Refused, "5000 bps burned, 0 bps locked"), Said(await kept.Verdict()));

        var incinerated = new LaunchWorld().WithShares(500_000_000);
        incinerated.Hold(PublicKey.Parse("1nc1nerator11111111111111111111111111111111"), 450_000_000, mint: LaunchWorld.Shares);
        Assert.Equal((FilterOutcome.Passed, "9500 bps burned, 0 bps locked"), Said(await incinerated.Verdict()));

        var locked = new LaunchWorld().WithShares(1_000_000_000);
        locked.Hold(Somebody, 1_000_000_000, PublicKey.Parse("strmRqUCoQUgGUan5YhzUZa6KqdzwX5L6FpUxfmKg5m"), LaunchWorld.Shares);
        Assert.Equal((FilterOutcome.Refused, "0 bps burned, 10000 bps locked"), Said(await locked.Verdict()));

        static (FilterOutcome, string) Said(LaunchVerdict verdict) => (Of(verdict, SniperFilters.LpBurn).Outcome, Of(verdict, SniperFilters.LpBurn).Value);
    }

    [Fact]
    public async Task Holders_are_summed_by_owner_and_a_vault_a_burn_and_a_locker_are_nobody_s_holding()
    {
        var spread = new LaunchWorld();
        for (var i = 0; i < 8; i++) spread.Hold(Somebody, 25_000_000_000_000);
        Assert.Equal(FilterOutcome.Refused, Of(await spread.Verdict(), SniperFilters.TopHolders).Outcome);

        var aside = new LaunchWorld();
        aside.Hold(PublicKey.Parse("1nc1nerator11111111111111111111111111111111"), 100_000_000_000_000);
        aside.Hold(Key(79), 100_000_000_000_000, PublicKey.Parse("LocpQgucEQHbqNABEYvBvwoxCPsSbG91A1QaQhQQqjn"));
        Assert.Equal(Of(await new LaunchWorld().Verdict(), SniperFilters.TopHolders), Of(await aside.Verdict(), SniperFilters.TopHolders));
    }

    [Fact]
    public async Task A_vault_of_another_pool_is_a_holder_like_any_other()
    {
        // The other pool's vault holds a fifth of the supply, the four next owners two hundredths each.
        Assert.Equal("2800 bps", Of(await new LaunchWorld().Verdict(), SniperFilters.TopHolders).Value);
    }

    [Fact]
    public async Task A_decoy_holds_next_to_nothing_of_the_supply_and_is_refused_for_it()
    {
        var world = new LaunchWorld();
        world.WithPool(LaunchWorld.Pool, LaunchWorld.SolVault, LaunchWorld.TokenVault, LaunchWorld.Shares, 7_900_000_000, 1_000_000_000);
        var verdict = await world.Verdict();
        Assert.Equal((FilterOutcome.Refused, "0 bps"), (Of(verdict, SniperFilters.PoolShare).Outcome, Of(verdict, SniperFilters.PoolShare).Value));
    }

    [Fact]
    public async Task A_pool_that_was_created_empty_is_judged_by_what_its_vault_holds()
    {
        var world = new LaunchWorld();
        world.Launch = world.Launch with { QuoteUnits = BaseUnits.Zero };
        Assert.Equal("100 SOL", Of(await world.Verdict(), SniperFilters.InitialLiquidity).Value);
    }

    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(0UL, ulong.MaxValue)]
    [InlineData(1UL, 1UL)]
    [InlineData(ulong.MaxValue, 0UL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue)]
    public async Task A_launch_whose_pool_holds_nothing_or_more_than_there_is_is_refused_and_no_fault(ulong sol, ulong tokens)
    {
        var world = new LaunchWorld();
        world.WithPool(LaunchWorld.Pool, LaunchWorld.SolVault, LaunchWorld.TokenVault, LaunchWorld.Shares, sol, tokens);
        var verdict = await world.Verdict();

        Assert.False(verdict.Approved);
        Assert.Contains(verdict.Filters, filter => filter is { Filter: SniperFilters.PoolShare or SniperFilters.TopHolders, Refuses: true });
    }

    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(0UL, ulong.MaxValue)]
    [InlineData(1UL, 1UL)]
    [InlineData(1UL, ulong.MaxValue)]
    public async Task Nothing_can_be_earned_by_selling_to_a_pool_that_has_nothing_to_give(ulong sol, ulong tokens)
    {
        var world = new LaunchWorld();
        world.WithPool(LaunchWorld.Other, Key(202), Key(203), Key(204), sol, tokens);
        var verdict = await world.Verdict();

        Assert.False(verdict.Approved);
        Assert.Contains(verdict.Filters, filter => filter is { Filter: SniperFilters.Profit, Refuses: true });
    }

    [Fact]
    public async Task Without_another_pool_nothing_can_be_earned_within_one_transaction() =>
        Assert.Equal(SniperFilters.Profit, (await new LaunchWorld().WithoutExit().Verdict()).Refusal!.Filter);

    public static TheoryData<string, string[]> Lies => new()
    {
        { "mint missing", [SniperFilters.MintAuthority, SniperFilters.FreezeAuthority, SniperFilters.TokenExtensions, SniperFilters.TransferFee, SniperFilters.PoolShare, SniperFilters.TopHolders] },
        { "mint is no mint", [SniperFilters.MintAuthority, SniperFilters.FreezeAuthority, SniperFilters.TokenExtensions, SniperFilters.TransferFee, SniperFilters.PoolShare, SniperFilters.TopHolders] },
        { "pool missing", [SniperFilters.PoolShare, SniperFilters.LpBurn, SniperFilters.TopHolders, SniperFilters.Profit] },
        { "pool of another owner", [SniperFilters.PoolShare, SniperFilters.LpBurn, SniperFilters.TopHolders, SniperFilters.Profit] },
        { "vault missing", [SniperFilters.PoolShare, SniperFilters.TopHolders, SniperFilters.Profit] },
        { "largest missing", [SniperFilters.TopHolders] },
        { "largest of another mint", [SniperFilters.TopHolders] },
        { "holders above supply", [SniperFilters.TopHolders] },
        { "owner unknown", [SniperFilters.TopHolders] },
        { "lender missing", [SniperFilters.Profit] },
        { "lender of another owner", [SniperFilters.Profit] },
        { "shares missing", [SniperFilters.LpBurn] },
    };

    [Theory, MemberData(nameof(Lies))]
    public async Task Accounts_that_are_missing_or_contradict_each_other_are_named_and_refuse_what_rests_on_them(string lie, string[] filters)
    {
        var world = new LaunchWorld();
        switch (lie)
        {
            case "mint missing": world.Accounts.Without(LaunchWorld.Token); break;
            case "mint is no mint": world.WithMint(ProgramIds.System, []); break;
            case "pool missing": world.Accounts.Without(LaunchWorld.Pool); break;
            case "pool of another owner": world.Accounts.With(LaunchWorld.Pool, Somebody, new byte[752]); break;
            case "vault missing": world.Accounts.Without(LaunchWorld.TokenVault); break;
            case "largest missing": world.WithoutLargest(LaunchWorld.Token); break;
            case "largest of another mint": world.Accounts.WithTokens(world.Hold(Somebody, 1), Somebody, 1); break;
            case "holders above supply": world.Hold(Somebody, LaunchWorld.Supply); break;
            case "owner unknown": world.Hold(Somebody, 1); world.Accounts.Without(Somebody); break;
            case "lender missing": world.Accounts.Without(SolReserves.SaveMainPool); break;
            case "lender of another owner": world.Accounts.With(SolReserves.SaveMainPool, Somebody, new byte[619]); break;
            default: world.Accounts.Without(LaunchWorld.Shares); break;
        }

        var verdict = await world.Verdict();
        Assert.Equal(filters, verdict.Filters.Where(filter => filter.Outcome == FilterOutcome.Missing).Select(filter => filter.Filter));
        Assert.False(verdict.Approved);
        // A pool whose mint is none is no pool to sell in either; nothing else is refused for another reason.
        string[] others = lie == "mint is no mint" ? [SniperFilters.Profit] : [];
        Assert.Equal(others, verdict.Filters.Where(filter => filter.Refuses && filter.Outcome != FilterOutcome.Missing).Select(filter => filter.Filter));
    }

    [Fact]
    public async Task A_node_that_answers_too_little_or_fails_refuses_everything_behind_it()
    {
        var verdict = await new LaunchWorld().Verdict(accounts => new Failing(accounts));
        Assert.False(verdict.Approved);
        Assert.True(verdict.MayChange);
        Assert.Contains(verdict.Filters, filter => filter.Value.Contains("no answer", StringComparison.Ordinal));
    }

    private static FilterVerdict Of(LaunchVerdict verdict, string filter) => verdict.Filters.Single(one => one.Filter == filter);

    private sealed class Failing(ILaunchAccounts inner) : ILaunchAccounts
    {
        public MarketClock Clock => inner.Clock;

        public ValueTask<IReadOnlyList<AccountLookUp>> Accounts(IReadOnlyList<PublicKey> addresses, CancellationToken cancel) => ValueTask.FromResult<IReadOnlyList<AccountLookUp>>([]);

        public ValueTask<LargestLookUp> Largest(PublicKey mint, CancellationToken cancel) => ValueTask.FromResult(LargestLookUp.Failed("node is gone"));
    }
}
