using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class FlashLoanTests : IDisposable
{
    private const ulong Amount = 1_000_000_000;

    private readonly SimulatedVenue _venue = new(Venues.Still());
    private readonly Bytes _bytes;

    public FlashLoanTests() => _bytes = new Bytes(_venue);

    public void Dispose() => _venue.Dispose();

    [Fact]
    public void A_loan_repaid_in_the_same_message_costs_its_fee_and_splits_it()
    {
        var market = _venue.Machine.Market;
        var lendable = market.Amounts[_bytes.Sol.Supply];
        var before = market.Amounts[_bytes.Layout.WalletTokens[0]];
        _venue.Send(_bytes.Transaction(Borrow(Amount), Repay(Amount, 0)));
        _venue.Slots(1);
        Assert.Null(_venue.Machine.Landed.Single().Landing.Error);
        Assert.Equal(before - 500_000, market.Amounts[_bytes.Layout.WalletTokens[0]]);
        Assert.Equal(lendable, market.Amounts[_bytes.Sol.Supply]);
        Assert.Equal(100_000ul, market.Amounts[_bytes.Sol.HostFeeReceiver]);
        Assert.Equal(400_000ul, market.Amounts[_bytes.Sol.FeeReceiver]);
    }

    [Fact]
    public void The_repay_index_counts_every_instruction_of_the_message()
    {
        var limit = ComputeBudget.SetUnitLimit(200_000);
        Assert.Null(Error(limit, Borrow(Amount), Repay(Amount, 1)));
        Assert.Equal("Custom(49)", Error(limit, Borrow(Amount), Repay(Amount, 0)));
    }

    [Fact]
    public void A_loan_without_repay_is_refused() => Assert.Equal("Custom(48)", Error(Borrow(Amount)));

    [Fact]
    public void A_repay_before_the_borrow_is_refused() => Assert.Equal("Custom(49)", Error(Repay(Amount, 1), Borrow(Amount)));

    [Fact]
    public void A_repay_of_another_amount_is_refused() => Assert.Equal("Custom(49)", Error(Borrow(Amount), Repay(Amount - 1, 0)));

    [Fact]
    public void Two_loans_of_one_reserve_are_refused() =>
        Assert.Equal("Custom(51)", Error(Borrow(Amount), Borrow(Amount), Repay(Amount, 0)));

    [Fact]
    public void Two_repays_of_one_loan_are_refused() =>
        Assert.Equal("Custom(51)", Error(Borrow(Amount), Repay(Amount, 0), Repay(Amount, 0)));

    [Fact]
    public void More_than_there_is_cannot_be_borrowed()
    {
        var all = _venue.Machine.Market.Amounts[_bytes.Sol.Supply];
        Assert.Equal("Custom(20)", Error(Borrow(all + 1), Repay(all + 1, 0)));
    }

    [Fact]
    public void A_loan_smaller_than_its_fee_is_refused() => Assert.Equal("Custom(25)", Error(Borrow(2), Repay(2, 0)));

    [Fact]
    public void Money_spent_in_between_is_missed_at_the_repay()
    {
        var pool = _bytes.Pool(VenueToken.Usdc);
        var own = _venue.Machine.Market.Amounts[_bytes.Layout.WalletTokens[0]];
        Assert.Equal("Custom(1)", Error(Borrow(Amount), _bytes.Swap(pool, VenueToken.Sol, own + Amount, 0), Repay(Amount, 0)));
    }

    [Fact]
    public void A_disabled_reserve_lends_nothing()
    {
        using var venue = new SimulatedVenue(Venues.Still() with { Lender = new LenderSettings { FlashLoanFeeWad = ulong.MaxValue } });
        var bytes = new Bytes(venue);
        var message = bytes.Message(LendingProgram.Borrow(bytes.Layout, bytes.Sol, Amount), LendingProgram.Repay(bytes.Layout, bytes.Sol, Amount, 0));
        Assert.Equal("Custom(52)", venue.Simulate(message).Error);
    }

    [Fact]
    public void Another_account_in_any_place_of_a_loan_is_refused()
    {
        var stranger = VenueLayout.Name("stranger");
        for (var i = 0; i < 7; i++)
            Assert.NotNull(Error(Bytes.With(Borrow(Amount), i, AccountMeta.Writable(stranger)), Repay(Amount, 0)));
        for (var i = 0; i < 9; i++)
            if (i != 6)
                Assert.NotNull(Error(Borrow(Amount), Bytes.With(Repay(Amount, 0), i, AccountMeta.Writable(stranger))));
    }

    [Fact]
    public void Nobody_repays_from_an_account_that_is_not_his()
    {
        var crowd = _bytes.Layout.TokenAccounts[_bytes.Layout.CrowdTokens[0]].Key;
        Assert.Equal("Custom(4)", Error(Borrow(Amount), Bytes.With(Repay(Amount, 0), 0, AccountMeta.Writable(crowd))));
    }

    private string? Error(params ReadOnlySpan<Instruction> instructions) => _venue.Simulate(_bytes.Message(instructions)).Error;

    private Instruction Borrow(ulong amount) => LendingProgram.Borrow(_bytes.Layout, _bytes.Sol, amount);

    private Instruction Repay(ulong amount, byte index) => LendingProgram.Repay(_bytes.Layout, _bytes.Sol, amount, index);
}
