using Orchestrator.Cli.Demo;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Cli.Tests.Demo;

public sealed class TapeTests
{
    [Fact]
    public void A_journal_is_put_into_the_order_of_deciding_and_each_opportunity_counts_once()
    {
        var (executed, rejected) = (Made.Decision(1, DecisionOutcome.Executed, DecisionReasons.Commanded), Made.Decision(2, DecisionOutcome.Rejected, "slippage"));

        var tape = DemoTape.Of([executed with { Result = Made.Result(executed) }, rejected, executed]);

        Assert.Equal([executed.Opportunity.Id, rejected.Opportunity.Id], tape.Decisions.Select(decision => decision.Opportunity.Id));
        Assert.NotNull(tape.Decisions[0].Result);
        Assert.Equal((2, 1, 0, 0), (tape.Opportunities, tape.Executed, tape.Expired, tape.Dropped));
        Assert.Equal(1, tape.Rejected["slippage"]);
    }

    [Fact]
    public void The_digest_sees_id_outcome_reason_and_order_and_nothing_else()
    {
        var (one, two) = (Made.Decision(1, DecisionOutcome.Rejected, "heat"), Made.Decision(2, DecisionOutcome.Rejected, "heat"));
        var digest = DemoTape.Of([two, one]).Digest;

        Assert.Equal(digest, DemoTape.Of([two with { Sequence = 9, ConfigHash = "other" }, one]).Digest);
        Assert.NotEqual(digest, DemoTape.Of([one, two]).Digest);
        Assert.NotEqual(digest, DemoTape.Of([two with { Reason = "slippage" }, one]).Digest);
        Assert.NotEqual(digest, DemoTape.Of([two with { Outcome = DecisionOutcome.Expired }, one]).Digest);
        Assert.NotEqual(digest, DemoTape.Of([Made.Decision(3, DecisionOutcome.Rejected, "heat"), one]).Digest);
    }

    [Fact]
    public void Book_and_wallet_are_compared_to_the_unit_for_every_asset_of_either()
    {
        var token = new Mint("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
        var book = CapitalBook.Empty(new Domain.PortfolioId("main")) with
        {
            Assets = [AssetAccount.Empty(Mint.Sol) with { Deposited = new SignedUnits(60), Realised = new SignedUnits(5), Available = new SignedUnits(65) }],
        };
        VenueAudit Audit(params WalletBalance[] balances) => new(
            default, "wallet", [new WalletBalance(Mint.Sol, new BaseUnits(100))], [.. balances], 0, [], [], [], "");

        Assert.Empty(VenueReconciliation.Differences(book, Audit(new WalletBalance(Mint.Sol, new BaseUnits(105)))));
        Assert.Equal(
            [new WalletDifference(Mint.Sol.Value, new SignedUnits(5), new SignedUnits(4))],
            VenueReconciliation.Differences(book, Audit(new WalletBalance(Mint.Sol, new BaseUnits(104)))));
        Assert.Equal(
            [new WalletDifference(token.Value, SignedUnits.Zero, new SignedUnits(1))],
            VenueReconciliation.Differences(book, Audit(new WalletBalance(Mint.Sol, new BaseUnits(105)), new WalletBalance(token, new BaseUnits(1)))));
        Assert.Single(VenueReconciliation.Differences(book, Audit()));
    }
}
