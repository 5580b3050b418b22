using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Execution;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Execution;

public sealed class SagaTests
{
    [Fact]
    public async Task A_landed_execution_posts_exactly_the_change_of_balances()
    {
        await using var drill = await SagaDrill.Start();
        drill.Lands(change: 7_000);

        var view = await drill.RunToEnd();

        Assert.Equal(ExecutionState.Posted, view.State);
        Assert.Equal(new Lamports(7_000), view.Result!.Realised);
        Assert.Equal(new SignedUnits(10_000_007_000), (await drill.Book.Book()).Sol.Available);
        Assert.Single(drill.Cluster.Chain.Sent);
        Assert.Equal(["plan", "simulate", "sign"], view.Result.Stages.Select(stage => stage.Stage));
    }

    [Fact]
    public async Task The_steps_up_to_a_send_share_one_look_at_the_head_while_it_is_fresh()
    {
        await using var quick = await SagaDrill.Start();
        await quick.Advance();
        Assert.Equal((1, 1), (quick.Cluster.Chain.Sent.Count, quick.Cluster.Chain.Heads));

        // Half a slot went by behind the look: a look that old decides nothing.
        await using var slow = await SagaDrill.Start();
        slow.Cluster.Chain.SimulationError = _ =>
        {
            slow.Cluster.Chain.Advance(ChainRules.BlockhashLifetime + 1);
            slow.Cluster.Time.Advance(ChainRules.HeadAgeMax);
            return null;
        };
        var view = await slow.RunToEnd();
        Assert.Empty(slow.Cluster.Chain.Sent);
        Assert.Equal(SagaCodes.BlockhashExpired, view.Result!.Code);
    }

    [Fact]
    public async Task A_transaction_that_failed_on_chain_books_its_fee_as_a_loss()
    {
        await using var drill = await SagaDrill.Start();
        drill.Lands(change: -5_000, error: "Custom(6001)");

        var view = await drill.RunToEnd();

        Assert.Equal(ExecutionOutcome.LandedWithError, view.Result!.Outcome);
        Assert.Equal(new Lamports(-5_000), view.Result.Realised);
    }

    [Fact]
    public async Task Nothing_is_released_while_a_signature_may_live_whatever_the_clock_says()
    {
        await using var drill = await SagaDrill.Start();
        await drill.Advance();
        Assert.Single(drill.Cluster.Chain.Sent);

        drill.Cluster.Time.Advance(TimeSpan.FromHours(2));
        drill.Cluster.Chain.Advance(ChainRules.BlockhashLifetime + ChainRules.DeathMargin);
        Assert.Equal(ExecutionState.Submitted, (await drill.Advance()).State);
        await drill.Book.ExpireDue();
        Assert.Single((await drill.Book.Book()).Reservations);

        drill.Cluster.Chain.Advance(31);
        var view = await drill.Advance();
        Assert.Equal(ExecutionState.Voided, view.State);
        Assert.Equal(ExecutionOutcome.Expired, view.Result!.Outcome);
        Assert.Empty((await drill.Book.Book()).Reservations);
    }

    [Fact]
    public async Task One_node_alone_proves_neither_death_nor_landing()
    {
        await using var drill = await SagaDrill.Start();
        await drill.Advance();
        var height = drill.Cluster.Chain.Now.FinalizedBlockHeight + 1_000;
        drill.Cluster.Chain.Status = () => new SignatureStatus(Commitment.None, null, height, 1);
        Assert.Equal(ExecutionState.Submitted, (await drill.Advance()).State);
        drill.Cluster.Chain.Status = () => new SignatureStatus(Commitment.Finalized, SagaDrill.LandingOf(1, null), height, 1);
        Assert.Equal(ExecutionState.Submitted, (await drill.Advance()).State);
        Assert.Single((await drill.Book.Book()).Reservations);
    }

    [Fact]
    public async Task Confirmed_frees_the_running_slot_and_not_the_capital()
    {
        await using var drill = await SagaDrill.Start();
        await drill.Advance();
        drill.Cluster.Chain.Status = () => new SignatureStatus(Commitment.Confirmed, SagaDrill.LandingOf(1, null), 0, 2);

        Assert.True((await drill.Advance()).Confirmed);

        var book = await drill.Book.Book();
        Assert.Equal(0, book.Running());
        Assert.Single(book.Reservations);
        drill.Cluster.Chain.Status = () => null;
        Assert.Equal(ExecutionState.Submitted, (await drill.Advance()).State);
    }

    [Fact]
    public async Task A_resend_uses_the_same_bytes_and_stops_with_the_deadline()
    {
        await using var drill = await SagaDrill.Start();
        await drill.Advance();
        drill.Cluster.Chain.Advance(ChainRules.ResendGap);
        await drill.Advance();
        Assert.Equal(2, drill.Cluster.Chain.Sent.Count);
        Assert.Equal(drill.Cluster.Chain.Sent[0], drill.Cluster.Chain.Sent[1]);

        drill.Cluster.Time.Advance(TimeSpan.FromMinutes(1));
        drill.Cluster.Chain.Advance(ChainRules.ResendGap);
        await drill.Advance();
        Assert.Equal(2, drill.Cluster.Chain.Sent.Count);
    }

    [Fact]
    public async Task A_halt_between_intent_and_first_send_sends_nothing_and_waits_for_death()
    {
        await using var drill = await SagaDrill.Start();
        drill.Cluster.Faults.CrashAt("saga.intent.after");
        await Assert.ThrowsAsync<InvalidOperationException>(drill.Advance);
        await drill.Cluster.Deactivate(drill.Saga);
        await drill.Book.Halt(HaltCause.Operator, "drill", "test");

        Assert.Equal(ExecutionState.Intent, (await drill.Advance()).State);
        Assert.Empty(drill.Cluster.Chain.Sent);
        Assert.Single((await drill.Book.Book()).Reservations);

        drill.Cluster.Chain.Advance(500);
        Assert.Equal(ExecutionState.Voided, (await drill.Advance()).State);
        Assert.Empty(drill.Cluster.Chain.Sent);
    }

    [Fact]
    public async Task After_a_halt_no_new_intent_is_made()
    {
        await using var drill = await SagaDrill.Start();
        await drill.Book.Halt(HaltCause.Operator, "drill", "test");

        var view = await drill.RunToEnd();

        Assert.Equal(SagaCodes.Halted, view.Result!.Code);
        Assert.Empty(drill.Cluster.Signer.Signed);
        Assert.Empty((await drill.Book.Book()).Reservations);
    }

    [Fact]
    public async Task A_pinned_reservation_found_after_a_crash_gets_no_intent_while_halted_and_waits_for_death()
    {
        await using var drill = await SagaDrill.Start();
        drill.Cluster.Faults.CrashAt("saga.sign.after");
        await Assert.ThrowsAsync<InvalidOperationException>(drill.Advance);
        await drill.Cluster.Deactivate(drill.Saga);
        await drill.Book.Halt(HaltCause.Operator, "drill", "test");

        Assert.Equal(ExecutionState.Simulated, (await drill.Advance()).State);
        Assert.Equal(1, drill.Cluster.Signer.Calls);
        Assert.Single((await drill.Book.Book()).Reservations);
        drill.Cluster.Chain.Advance(500);
        Assert.Equal(ExecutionState.Voided, (await drill.Advance()).State);
    }

    [Fact]
    public async Task An_older_epoch_moves_nothing_and_a_newer_one_is_adopted()
    {
        await using var drill = await SagaDrill.Start();
        var newer = await drill.Book.TakeOver();

        var stale = await drill.Advance();
        Assert.Equal(ExecutionState.Simulated, stale.State);
        Assert.Empty(drill.Cluster.Signer.Signed);

        var view = await drill.Saga.Advance(newer);
        Assert.Equal(newer, view.Epoch);
        Assert.Equal(ExecutionState.Submitted, view.State);

        // It could be ended now; the older one does not get to do it.
        drill.Lands(20_000);
        var refused = await drill.Advance();
        Assert.Equal((newer, ExecutionState.Submitted), (refused.Epoch, refused.State));
        Assert.Equal(ExecutionState.Posted, (await drill.Saga.Advance(newer)).State);
    }

    [Fact]
    public async Task A_plan_that_no_longer_pays_or_a_failed_simulation_gives_the_capital_back()
    {
        await using var drill = await SagaDrill.Start();
        drill.Cluster.Chain.SimulationError = _ => "Custom(6005)";

        var view = await drill.RunToEnd();

        Assert.Equal(ExecutionOutcome.SimulationFailed, view.Result!.Outcome);
        Assert.Empty((await drill.Book.Book()).Reservations);
        Assert.Empty(drill.Cluster.Signer.Signed);
    }

    [Fact]
    public async Task While_the_chain_cannot_be_asked_nothing_is_decided()
    {
        await using var drill = await SagaDrill.Start();
        await drill.Advance();
        drill.Cluster.Chain.IsDown = true;
        drill.Cluster.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ExecutionState.Submitted, (await drill.Advance()).State);
        drill.Cluster.Chain.IsDown = false;
        drill.Lands(change: 1);
        Assert.Equal(ExecutionState.Posted, (await drill.Advance()).State);
    }

    [Fact]
    public async Task The_same_command_is_accepted_once_and_another_one_is_refused_by_name()
    {
        await using var drill = await SagaDrill.Start();
        Assert.Equal(CommandCodes.AlreadyAccepted, (await drill.Saga.Execute(drill.Command)).Code);
        Assert.Equal(CommandCodes.AnotherCommand, (await drill.Saga.Execute(drill.Command with { Allocated = new Lamports(1) })).Code);
        Assert.Equal(CommandCodes.OlderEpoch, (await drill.Saga.Execute(drill.Command with { Epoch = Epoch.None })).Code);
    }
}
