using System.Text.Json;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

/// <summary>
/// Flash loans and swaps on the real runtime. Lender and pools are stand-ins (see StandInPrograms), so these tests judge our
/// transactions, the runtime's rules and our copy of the two programs' rules; they do not prove the real programs.
/// </summary>
public sealed class FlashLoanTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong Loan = ArbitrageWorld.Loan;
    private ArbitrageWorld? _made;

    private ArbitrageWorld World => _made!;

    private Trader Trader => World.Trader;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _made = new ArbitrageWorld(Chain);
        await World.CreateAsync();
    }

    [Fact]
    public async Task A_round_trip_through_two_pools_repays_the_loan_and_keeps_the_profit()
    {
        var ledger = new Ledger(Chain);
        var lamports = await ledger.LamportsAsync(Trader.Key);
        var outcome = await Trader.SendAsync(World.RoundTrip(), World.Table);

        Assert.Null(outcome.Error);
        var coins = ConstantProduct.Out(Loan, 1_000_000_000_000, 10_000_000_000_000);
        var usdc = ConstantProduct.Out(coins, 9_000_000_000_000, 1_000_000_000_000);
        const ulong Fee = 500_000, HostFee = 100_000;
        Assert.Equal(usdc - Loan - Fee, await ledger.TokensAsync(World.TraderUsdc));
        Assert.Equal(0ul, await ledger.TokensAsync(World.TraderCoin));
        Assert.Equal(ArbitrageWorld.Available, await ledger.TokensAsync(World.Lender.Supply));
        Assert.Equal(Fee - HostFee, await ledger.TokensAsync(World.Lender.FeeReceiver));
        Assert.Equal(HostFee, await ledger.TokensAsync(World.Lender.HostFeeReceiver));
        Assert.Equal((ArbitrageWorld.Available, UInt128.Zero), await ReserveAsync());
        // 0.25 % of the loan, of which 12 % are owed to the protocol and 4 % to the fund.
        Assert.Equal((UInt128)(300_000 + 100_000), await FeesOwedAsync(World.Cheap, ArbitrageWorld.Usdc));
        Assert.Equal(10_000_000_000_000 - coins, await ledger.TokensAsync(World.Cheap.VaultOf(ArbitrageWorld.Coin)));
        var paid = ComputeBudget.LamportsPerSignature + ComputeBudget.PriorityFee(ArbitrageWorld.UnitPrice, ArbitrageWorld.UnitLimit) + ArbitrageWorld.Tip;
        Assert.Equal(lamports - paid, await ledger.LamportsAsync(Trader.Key));
    }

    [Fact]
    public async Task A_loan_not_above_its_least_fee_is_refused_as_too_small()
    {
        // With a host the least fee is 2 base units, which must stay below the loan.
        await FailsAsync(Save(1, 25), [World.Lender.Borrow(World.TraderUsdc, 2), World.Lender.Repay(World.TraderUsdc, Trader.Key, 2, 0)]);
    }

    [Theory]
    [InlineData(1_000_000_000ul, 500_000_000_000_000ul, 20, 400_000ul, 100_000ul)]
    [InlineData(3ul, 500_000_000_000_000ul, 20, 1ul, 1ul)]
    [InlineData(3ul, 500_000_000_000_000ul, 0, 1ul, 0ul)]
    [InlineData(3_001ul, 500_000_000_000_000ul, 0, 2ul, 0ul)]
    [InlineData(1_000_000_000ul, 3_000_000_000_000ul, 20, 2_400ul, 600ul)]
    [InlineData(50_000_000_000ul, 999_999_999_999_999ul, 33, 33_500_000ul, 16_500_000ul)]
    [InlineData(1_000ul, 0ul, 20, 0ul, 0ul)]
    public async Task The_fee_of_a_loan_is_rounded_half_up_and_shared_with_the_host(
        ulong loan, ulong feeWad, byte hostPercent, ulong ownerFee, ulong hostFee)
    {
        await Chain.SetAccountsAsync(World.Lender.Accounts(ArbitrageWorld.Available, feeWad, hostPercent));
        await GiveAsync(100_000_000);
        var outcome = await Trader.SendAsync([World.Lender.Borrow(World.TraderUsdc, loan), World.Lender.Repay(World.TraderUsdc, Trader.Key, loan, 0)]);

        Assert.Null(outcome.Error);
        var ledger = new Ledger(Chain);
        Assert.Equal(DecodeRefusal.None, SaveReserve.TryDecode(await ReserveDataAsync(), out var reserve));
        Assert.Equal(new FlashLoanQuote(FlashLoanRefusal.None, loan, ownerFee, hostFee), SaveFlashLoan.Quote(reserve!, loan));
        Assert.Equal(ownerFee, await ledger.TokensAsync(World.Lender.FeeReceiver));
        Assert.Equal(hostFee, await ledger.TokensAsync(World.Lender.HostFeeReceiver));
    }

    [Fact]
    public Task A_loan_without_a_repay_is_rolled_back_with_48() => FailsAsync(Save(2, 48), [.. World.RoundTrip().Where((_, i) => i != 5)]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public Task A_repay_that_names_another_instruction_as_the_borrow_is_rolled_back_with_49(byte index) =>
        FailsAsync(Save(2, 49), With(5, World.Lender.Repay(World.TraderUsdc, Trader.Key, Loan, index)));

    [Fact]
    public Task A_repay_of_another_amount_is_rolled_back_with_49() =>
        FailsAsync(Save(2, 49), With(5, World.Lender.Repay(World.TraderUsdc, Trader.Key, Loan - 1, 2)));

    [Fact]
    public async Task A_repay_into_another_reserve_is_rolled_back_with_49()
    {
        var other = new FlashLender(ArbitrageWorld.Coin, 9);
        await Chain.SetAccountsAsync(other.Accounts(1_000_000_000, 0, 0));
        await FailsAsync(Save(2, 49), With(5, other.Repay(World.TraderCoin, Trader.Key, Loan, 2)));
    }

    [Fact]
    public Task Two_loans_in_one_transaction_are_rolled_back_with_51()
    {
        var borrow = World.Lender.Borrow(World.TraderUsdc, Loan);
        return FailsAsync(Save(2, 51), [.. World.RoundTrip().Take(3), borrow, .. World.RoundTrip().Skip(3)]);
    }

    [Fact]
    public Task A_loan_above_what_is_available_is_rolled_back_with_20()
    {
        const ulong More = ArbitrageWorld.Available + 1;
        return FailsAsync(Save(0, 20), [World.Lender.Borrow(World.TraderUsdc, More), World.Lender.Repay(World.TraderUsdc, Trader.Key, More, 0)]);
    }

    [Fact]
    public async Task A_reserve_whose_flash_loans_are_off_answers_52()
    {
        await Chain.SetAccountsAsync(World.Lender.Accounts(ArbitrageWorld.Available, ulong.MaxValue, 20));
        await FailsAsync(Save(2, 52), World.RoundTrip());
    }

    [Fact]
    public Task Spending_the_loan_in_between_is_rolled_back_with_insufficient_funds_at_the_repay()
    {
        var spend = TokenInstructions.Transfer(ProgramIds.Token, World.TraderUsdc, World.Lender.FeeReceiver, Trader.Key, Loan);
        return FailsAsync("""{"InstructionError":[2,{"Custom":1}]}""",
            [World.Lender.Borrow(World.TraderUsdc, Loan), spend, World.Lender.Repay(World.TraderUsdc, Trader.Key, Loan, 0)]);
    }

    [Fact]
    public Task A_trip_that_loses_money_is_rolled_back_at_the_repay()
    {
        var coins = ConstantProduct.Out(Loan, 1_000_000_000_000, 10_000_000_000_000);
        var sameWay = World.Cheap.SwapExactIn(Trader.Key, ArbitrageWorld.Coin, World.TraderCoin, World.TraderUsdc, coins, 0);
        return FailsAsync("""{"InstructionError":[5,{"Custom":1}]}""", With(4, sameWay));
    }

    [Fact]
    public Task A_swap_that_gives_one_unit_less_than_asked_is_rolled_back_with_6005()
    {
        var coins = ConstantProduct.Out(Loan, 1_000_000_000_000, 10_000_000_000_000);
        var usdc = ConstantProduct.Out(coins, 9_000_000_000_000, 1_000_000_000_000);
        return FailsAsync("""{"InstructionError":[4,{"Custom":6005}]}""", World.RoundTrip(leastOut: usdc + 1));
    }

    [Fact]
    public Task A_trip_that_runs_out_of_compute_units_is_rolled_back() =>
        FailsAsync("""{"InstructionError":[4,"ProgramFailedToComplete"]}""", With(0, ComputeBudget.SetUnitLimit(22_000)), unitLimit: 22_000);

    [Fact]
    public Task A_tip_above_the_balance_is_rolled_back_at_the_last_instruction() =>
        FailsAsync("""{"InstructionError":[6,{"Custom":1}]}""", World.RoundTrip(tip: 100 * ArbitrageWorld.Sol));

    [Fact]
    public async Task Buying_an_exact_amount_costs_what_the_rule_says_and_not_a_unit_less()
    {
        await GiveAsync(Loan);
        const ulong Wanted = 123_456_789;
        var cost = ConstantProduct.In(Wanted, 1_000_000_000_000, 10_000_000_000_000);
        Instruction Buy(ulong most) => World.Cheap.SwapExactOut(Trader.Key, ArbitrageWorld.Usdc, World.TraderUsdc, World.TraderCoin, Wanted, most);

        Assert.Equal("""{"InstructionError":[0,{"Custom":6005}]}""", (await Trader.SendAsync([Buy(cost - 1)])).Error);
        Assert.Null((await Trader.SendAsync([Buy(cost)])).Error);
        var ledger = new Ledger(Chain);
        Assert.Equal(Wanted, await ledger.TokensAsync(World.TraderCoin));
        Assert.Equal(Loan - cost, await ledger.TokensAsync(World.TraderUsdc));
    }

    private static string Save(int instruction, int error) => $$"""{"InstructionError":[{{instruction}},{"Custom":{{error}}}]}""";

    private IReadOnlyList<Instruction> With(int index, Instruction instruction) => [.. World.RoundTrip().Select((old, i) => i == index ? instruction : old)];

    private Task GiveAsync(ulong usdc) => Chain.SetAccountsAsync(Tokens.Account(World.TraderUsdc, ArbitrageWorld.Usdc, Trader.Key, usdc));

    /// <summary>What the reserve says it has, and what it says is lent out (10^-18 base units).</summary>
    private async Task<(ulong Available, UInt128 BorrowedWads)> ReserveAsync()
    {
        Assert.Equal(DecodeRefusal.None, SaveReserve.TryDecode(await ReserveDataAsync(), out var reserve));
        return (reserve!.Available, reserve.BorrowedWads);
    }

    private async Task<UInt128> FeesOwedAsync(SwapPool pool, PublicKey mint)
    {
        Assert.Equal(DecodeRefusal.None, PoolState.Read(ProgramIds.RaydiumCpmm, await DataAsync(pool.Address), out var state));
        return state!.Mint0 == mint ? state.FeesOwed0 : state.FeesOwed1;
    }

    private Task<byte[]> ReserveDataAsync() => DataAsync(World.Lender.Reserve);

    private async Task<byte[]> DataAsync(PublicKey key)
    {
        var account = JsonDocument.Parse((await new Ledger(Chain).AccountsAsync(key))[0]).RootElement;
        return account.GetProperty("data")[0].GetBytesFromBase64();
    }

    /// <summary>Sends, and finds the error it names and nothing changed but the fee payer's lamports.</summary>
    private async Task FailsAsync(string error, IReadOnlyList<Instruction> instructions, uint? unitLimit = null)
    {
        var ledger = new Ledger(Chain);
        var before = await ledger.AccountsAsync(World.Touched);
        var lamports = await ledger.LamportsAsync(Trader.Key);
        var outcome = await Trader.SendAsync(instructions, World.Table);

        Assert.Equal(error, outcome.Error);
        Assert.Equal(before, await ledger.AccountsAsync(World.Touched));
        var priced = instructions.Count > 3;
        var priority = priced ? ComputeBudget.PriorityFee(ArbitrageWorld.UnitPrice, unitLimit ?? ArbitrageWorld.UnitLimit) : 0;
        Assert.Equal(lamports - ComputeBudget.LamportsPerSignature - priority, await ledger.LamportsAsync(Trader.Key));
    }
}
