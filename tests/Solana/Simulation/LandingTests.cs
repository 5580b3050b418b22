using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class LandingTests
{
    [Fact]
    public void A_failed_transaction_undoes_everything_but_its_fee()
    {
        using var venue = new SimulatedVenue(Venues.Still());
        var bytes = new Bytes(venue);
        var (balances, lamports) = (venue.Balances(), venue.Machine.Market.Lamports.ToArray());
        var pool = bytes.Pool(VenueToken.Jup);
        venue.Send(bytes.Transaction(
            ComputeBudget.SetUnitLimit(100_000), ComputeBudget.SetUnitPrice(10_000), bytes.Pay(TipAccounts.List[0], 1_000_000),
            bytes.Pay(VenueLayout.Name("newcomer"), 2_000_000), bytes.Swap(pool, VenueToken.Sol, 1_000_000, ulong.MaxValue)));
        venue.Slots(1);
        var landing = venue.Machine.Landed.Single().Landing;
        Assert.Equal("Custom(6005)", landing.Error);
        Assert.Equal(6_000, landing.Fee.Value); // 5,000 and 10,000 µ · 100,000 units
        Assert.Equal(0, landing.Tip.Value);
        Assert.Equal(-6_000, Driver.Sol(landing));
        Assert.Equal(balances, venue.Balances());
        Assert.Equal(lamports[0] - 6_000, venue.Machine.Market.Lamports[0]);
        Assert.Equal(lamports[1] + 6_000, venue.Machine.Market.Lamports[1]);
        Assert.Equal(lamports[2..], venue.Machine.Market.Lamports[2..]);
    }

    [Fact]
    public void A_bundle_that_fails_leaves_no_trace()
    {
        var settings = Venues.Still();
        using var venue = new SimulatedVenue(settings with { Chain = settings.Chain with { TippedTransactionsAreBundles = true } });
        var bytes = new Bytes(venue);
        var lamports = venue.Machine.Market.Lamports.ToArray();
        venue.Send(bytes.Transaction(bytes.Pay(TipAccounts.List[0], 1_000_000), bytes.Swap(bytes.Pool(VenueToken.Jup), VenueToken.Sol, 1_000_000, ulong.MaxValue)));
        venue.Slots(3);
        Assert.Empty(venue.Machine.Landed);
        Assert.Equal(lamports, venue.Machine.Market.Lamports);
    }

    [Fact]
    public void The_same_bytes_land_once_however_often_they_are_sent()
    {
        using var venue = new SimulatedVenue(Venues.Still());
        var bytes = new Bytes(venue);
        var transaction = bytes.Transaction(bytes.Pay(TipAccounts.List[0], 1_000_000));
        for (var i = 0; i < 3; i++) Assert.Equal(SendReceipt.Accepted, venue.Send(transaction).Receipt);
        venue.Slots(1);
        Assert.Equal(new SendOutcome(SendReceipt.Accepted, "AlreadyProcessed"), venue.Send(transaction));
        venue.Slots(2);
        Assert.Single(venue.Machine.Landed);
        Assert.Equal(-1_005_000, Driver.Sol(venue.Machine.Landed[0].Landing));
        Assert.Equal(1_000_000, venue.Machine.Landed[0].Landing.Tip.Value);
    }

    [Fact]
    public void A_landing_is_processed_then_confirmed_then_finalized()
    {
        using var venue = new SimulatedVenue(Venues.Still());
        var bytes = new Bytes(venue);
        var transaction = bytes.Transaction(bytes.Pay(TipAccounts.List[0], 1_000_000));
        venue.Send(transaction);
        Assert.Equal(Commitment.None, venue.Status(Bytes.IdOf(transaction)).Commitment);
        venue.Slots(1);
        Assert.Equal(Commitment.Processed, venue.Status(Bytes.IdOf(transaction)).Commitment);
        venue.Slots(2);
        Assert.Equal(Commitment.Confirmed, venue.Status(Bytes.IdOf(transaction)).Commitment);
        venue.Slots(29);
        Assert.Equal(Commitment.Confirmed, venue.Status(Bytes.IdOf(transaction)).Commitment);
        venue.Slots(1);
        Assert.Equal(Commitment.Finalized, venue.Status(Bytes.IdOf(transaction)).Commitment);
        Assert.Equal(venue.Head().BlockHeight - 32, venue.Head().FinalizedBlockHeight);
    }

    [Fact]
    public void A_blockhash_is_good_for_150_blocks_and_not_for_one_more()
    {
        using var venue = new SimulatedVenue(Venues.Still());
        var bytes = new Bytes(venue);
        var lastChance = bytes.Transaction(bytes.Pay(TipAccounts.List[0], 1_000_000));
        var tooLate = bytes.Transaction(bytes.Pay(TipAccounts.List[0], 1_000_001));
        venue.Slots(149);
        venue.Send(lastChance);
        venue.Slots(1);
        Assert.Single(venue.Machine.Landed);
        venue.Send(tooLate); // still known, but the next block is the 151st
        venue.Slots(10);
        Assert.Single(venue.Machine.Landed);
        Assert.Equal(new SendOutcome(SendReceipt.Rejected, "BlockhashNotFound"), venue.Send(tooLate));
    }

    [Fact]
    public void Skipped_slots_have_no_block_and_lengthen_the_life_of_a_blockhash()
    {
        var settings = Venues.Still();
        using var venue = new SimulatedVenue(settings with { Chain = settings.Chain with { SkippedSlotsPpm = 500_000 } });
        var first = venue.Head();
        venue.Slots(400);
        var head = venue.Head();
        Assert.Equal(first.Slot + 400, head.Slot);
        Assert.InRange(head.BlockHeight - first.BlockHeight, 150ul, 250ul);
        Assert.True(head.FinalizedBlockHeight < head.BlockHeight);
    }

    [Fact]
    public void A_lost_transaction_never_lands_and_a_late_one_lands_late()
    {
        var settings = Venues.Still();
        using var losing = new SimulatedVenue(settings with { Chain = settings.Chain with { LostPpm = 1_000_000 } });
        Assert.Equal(SendReceipt.Accepted, losing.Send(Tip(losing)).Receipt);
        losing.Slots(300);
        Assert.Empty(losing.Machine.Landed);

        using var slow = new SimulatedVenue(settings with { Chain = settings.Chain with { LatePpm = 1_000_000, LateSlotsMax = 4 } });
        var sentAt = slow.Head().Slot;
        for (var i = 0ul; i < 40; i++) slow.Send(Tip(slow, i));
        slow.Slots(6);
        Assert.Equal(new ulong[] { 2, 3, 4, 5 }, slow.Machine.Landed.Select(l => l.Landing.Slot - sentAt).Distinct().Order().ToArray());
    }

    [Fact]
    public void What_is_sent_after_somebody_else_traded_fails_on_slippage()
    {
        using var venue = new SimulatedVenue(Venues.Still());
        var bytes = new Bytes(venue);
        var pool = bytes.Pool(VenueToken.Wif);
        var expected = venue.Machine.Market.Quote(pool, VenueToken.Sol, 1_000_000_000);
        var careful = bytes.Transaction(bytes.Swap(pool, VenueToken.Sol, 1_000_000_000, expected));
        var faster = bytes.Transaction(bytes.Swap(pool, VenueToken.Sol, 1_000_000_000, 0), bytes.Pay(TipAccounts.List[1], 5_000_000));
        venue.Send(careful);
        venue.Send(faster);
        venue.Slots(1);
        Assert.Equal(Bytes.IdOf(faster), venue.Machine.Landed[0].Signature);
        Assert.Null(venue.Machine.Landed[0].Landing.Error);
        Assert.Equal("Custom(6005)", venue.Machine.Landed[1].Landing.Error);
    }

    [Fact]
    public void Simulating_changes_nothing_and_tells_what_landing_will_do()
    {
        using var venue = new SimulatedVenue(Venues.Still());
        var bytes = new Bytes(venue);
        var message = bytes.Message(bytes.Swap(bytes.Pool(VenueToken.Ray), VenueToken.Sol, 1_000_000_000, 1), bytes.Pay(TipAccounts.List[1], 5_000_000));
        var before = venue.Audit().StateDigest;
        var simulated = venue.Simulate(message);
        Assert.Equal(before, venue.Audit().StateDigest);
        venue.Send(bytes.Signed(message));
        venue.Slots(1);
        Assert.Null(simulated.Error);
        Assert.Equal(simulated.Changes.AsEnumerable(), venue.Machine.Landed.Single().Landing.Changes);
        Assert.True(simulated.UnitsConsumed > 40_000);
    }

    [Fact]
    public void A_forged_signature_is_rejected()
    {
        using var venue = new SimulatedVenue(Venues.Still());
        var transaction = Tip(venue);
        transaction[10] ^= 1;
        Assert.Equal(new SendOutcome(SendReceipt.Rejected, "SignatureFailure"), venue.Send(transaction));
    }

    [Fact]
    public void Who_cannot_pay_the_fee_does_not_land()
    {
        using var venue = new SimulatedVenue(Venues.Still() with { Wallet = new WalletSettings { NativeLamports = 4_999 } });
        venue.Send(Tip(venue));
        venue.Slots(3);
        Assert.Empty(venue.Machine.Landed);
        Assert.Equal(4_999ul, venue.Machine.Market.Lamports[0]);
    }

    private static byte[] Tip(SimulatedVenue venue, ulong extra = 0)
    {
        var bytes = new Bytes(venue);
        return bytes.Transaction(bytes.Pay(TipAccounts.List[0], 1_000_000 + extra));
    }
}
