using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;
using Orleans.Runtime;

namespace Orchestrator.Grains.Tests.Portfolio;

public sealed class PortfolioTests(PortfolioTests.Shared shared) : IClassFixture<PortfolioTests.Shared>
{
    public sealed class Shared : IAsyncLifetime
    {
        public TradingCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await TradingCluster.Launch();

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }

    private TradingCluster Cluster => shared.Cluster;

    [Fact]
    public async Task An_older_epoch_is_refused_by_name_and_changes_nothing()
    {
        var book = Cluster.Portfolio("epochs");
        var older = await Cluster.Fund("epochs");
        var id = Cluster.NewId();
        Assert.Equal(ReserveOutcome.Reserved, (await book.Reserve(new ReserveRequest(Cluster.TradeOf(id), older))).Outcome);
        var newer = await book.TakeOver();

        var before = await book.Book();
        Assert.Equal(ReserveOutcome.OlderEpoch, (await book.Reserve(new ReserveRequest(Cluster.TradeOf(Cluster.NewId()), older))).Outcome);
        Assert.Equal(PinOutcome.OlderEpoch, await book.Pin(id, older));
        Assert.Equal(SendPermit.OlderEpoch, await book.MaySend(id, older));
        Assert.Equal(before.Sequence, (await book.Book()).Sequence);
        Assert.Equal(PinOutcome.Pinned, await book.Pin(id, newer));
    }

    [Fact]
    public async Task Two_hundred_callers_at_once_never_break_a_limit_and_every_answer_is_true()
    {
        Cluster.Settings.Risk = Cluster.Settings.Risk with { RunningMax = 100, OpenPositionsMax = 100 };
        var book = Cluster.Portfolio("storm");
        var epoch = await Cluster.Fund("storm", sol: 1);
        var ids = Enumerable.Range(0, 200).Select(_ => Cluster.NewId()).ToArray();

        // Each id twice: a duplicate that arrives while the first is under way gets the same answer.
        var answers = await Task.WhenAll(ids.Concat(ids).Select(id =>
            book.Reserve(new ReserveRequest(Cluster.TradeOf(id, new Lamports(30_000_000)), epoch))));

        var state = await book.Book();
        var reserved = ids.Where((_, i) => answers[i].Outcome == ReserveOutcome.Reserved).ToHashSet();
        Assert.Equal(33, reserved.Count);
        Assert.Equal(reserved, state.Reservations.Select(reservation => reservation.Id).ToHashSet());
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(answers[i].Outcome, answers[i + 200].Outcome));
        Assert.Equal(new SignedUnits(10_000_000), state.Sol.Available);
        Assert.Empty(Conservation.Check(state));
    }

    [Fact]
    public async Task Ten_run_and_the_eleventh_is_refused_by_name_until_one_is_confirmed()
    {
        Cluster.Settings.Risk = Cluster.Settings.Risk with { RunningMax = 10 };
        var book = Cluster.Portfolio("slots");
        var epoch = await Cluster.Fund("slots");
        var ids = Enumerable.Range(0, 11).Select(_ => Cluster.NewId()).ToArray();
        foreach (var id in ids[..10])
            Assert.Equal(ReserveOutcome.Reserved, (await book.Reserve(new ReserveRequest(Cluster.TradeOf(id), epoch))).Outcome);

        var eleventh = new ReserveRequest(Cluster.TradeOf(ids[10]), epoch);
        Assert.Equal(ReserveOutcome.TooManyRunning, (await book.Reserve(eleventh)).Outcome);

        await book.Pin(ids[0], epoch);
        Assert.Equal(ConfirmOutcome.Confirmed, await book.Confirm(ids[0], epoch));
        Assert.Equal(ReserveOutcome.Reserved, (await book.Reserve(eleventh)).Outcome);
    }

    /// <summary>
    /// A move in the middle of a transaction would keep it, and all who come after, waiting for time-outs of ten seconds and more. Calls that meet the activation on its way may be sent back by
    /// Orleans; whoever sent one sends it again.
    /// </summary>
    [Fact]
    public async Task A_book_moves_to_another_silo_under_load_and_keeps_nobody_waiting()
    {
        await using var cluster = await TradingCluster.Launch(silos: 2);
        var book = cluster.Portfolio("moves");
        var epoch = await cluster.Fund("moves");
        using var over = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                var id = cluster.NewId();
                var reserved = await Sent(() => book.Reserve(new ReserveRequest(cluster.TradeOf(id), epoch)));
                Assert.Equal(ReserveOutcome.Reserved, reserved.Outcome);
                Assert.Contains(await Sent(() => book.Void(id, VoidReason.Cancelled)), new[] { VoidOutcome.Voided, VoidOutcome.AlreadyReleased });
            }
        })).ToArray();

        var moved = 0;
        for (var move = 0; move < 6; move++)
        {
            var here = await Where(cluster, book);
            var there = cluster.Addresses.Single(address => !address.Equals(here));
            Assert.True(await Sent(() => book.HandOver(there, TimeSpan.FromSeconds(5))));
            await Sent(book.Book);
            if (there.Equals(await Where(cluster, book))) moved++;
        }

        await over.CancelAsync();
        await Task.WhenAll(callers).WaitAsync(Quick);
        Assert.True(moved > 0);
        Assert.Empty(Conservation.Check(await book.Book()));
    }

    private static async Task<SiloAddress?> Where(TradingCluster cluster, IPortfolioGrain book) => await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(book);

    /// <summary>Nobody waits longer than <see cref="Quick"/>, however often a call was sent back.</summary>
    private static async Task<T> Sent<T>(Func<Task<T>> call)
    {
        using var patience = new CancellationTokenSource(Quick);
        while (true)
        {
            try
            {
                return await call().WaitAsync(patience.Token);
            }
            catch (OrleansMessageRejectionException) when (!patience.IsCancellationRequested)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Less than the first time-out of a transaction that nobody answers any more.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task A_halt_outlives_the_activation_and_the_cluster()
    {
        var store = new MemoryStore();
        await using (var first = await TradingCluster.Launch(store))
        {
            await first.Fund("halted");
            Assert.Equal(HaltOutcome.Halted, await first.Portfolio("halted").Halt(HaltCause.Operator, "drill", "test"));
            await first.Deactivate(first.Portfolio("halted"));
            Assert.Equal(TradingState.Halted, (await first.Portfolio("halted").Snapshot()).State);
        }

        await using var second = await TradingCluster.Launch(store);
        var book = second.Portfolio("halted");
        Assert.Equal("drill", (await book.Snapshot()).Halt!.Detail);
        var epoch = await book.TakeOver();
        var refused = await book.Reserve(new ReserveRequest(second.TradeOf(second.NewId()), epoch));
        Assert.Equal(RiskCheck.TradingState, refused.Report!.FirstRefusal!.Value.Check);
        Assert.Equal(HaltOutcome.Resumed, await book.Resume("drill over", "test"));
        Assert.Equal(TradingState.Active, (await book.Snapshot()).State);
    }

    [Fact]
    public async Task A_late_result_is_booked_once_and_a_duplicate_changes_nothing()
    {
        var book = Cluster.Portfolio("late");
        var epoch = await Cluster.Fund("late");
        var id = Cluster.NewId();
        await book.Reserve(new ReserveRequest(Cluster.TradeOf(id), epoch));
        Assert.Equal(VoidOutcome.Voided, await book.Void(id, VoidReason.Cancelled));
        var result = new PostRequest(id, "signature", [new BalanceChange(Mint.Sol, new SignedUnits(5_000))], PositionEffect.None,
            StrategyId.Arbitrage, TradingCluster.Bonk, Mint.Sol);

        Assert.Equal(PostOutcome.PostedLate, (await book.Post(result)).Outcome);
        Assert.Equal(PostOutcome.Duplicate, (await book.Post(result)).Outcome);
        Assert.Equal(PostOutcome.AnotherSignaturePosted, (await book.Post(result with { Signature = "another" })).Outcome);
        Assert.Equal(new SignedUnits(10_000_005_000), (await book.Book()).Sol.Available);
    }

    [Fact]
    public async Task A_failed_write_promises_nothing_and_the_same_request_succeeds_later()
    {
        await using var cluster = await TradingCluster.Launch();
        var epoch = await cluster.Fund("broken");
        var request = new ReserveRequest(cluster.TradeOf(cluster.NewId()), epoch);
        cluster.Store.FailsBefore = (_, grain) => grain.Type.ToString() == "portfolio";

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Portfolio("broken").Reserve(request));

        cluster.Store.FailsBefore = (_, _) => false;
        Assert.Equal(ReserveOutcome.Reserved, (await cluster.Portfolio("broken").Reserve(request)).Outcome);
        Assert.Single((await cluster.Portfolio("broken").Book()).Reservations);
    }

    [Fact]
    public async Task A_write_that_stands_although_its_answer_was_lost_reserves_once()
    {
        await using var cluster = await TradingCluster.Launch();
        var epoch = await cluster.Fund("lost");
        var losses = 1;
        cluster.Store.FailsAfter = (_, grain) => grain.Type.ToString() == "portfolio" && Interlocked.Decrement(ref losses) >= 0;
        var id = cluster.NewId();

        var answer = await cluster.Portfolio("lost").Reserve(new ReserveRequest(cluster.TradeOf(id), epoch));

        Assert.Equal(ReserveOutcome.Reserved, answer.Outcome);
        var book = await cluster.Portfolio("lost").Book();
        Assert.Equal(id, Assert.Single(book.Reservations).Id);
        Assert.Empty(Conservation.Check(book));
    }

    [Fact]
    public async Task A_crash_after_the_commit_loses_the_answer_but_not_the_reservation()
    {
        await using var cluster = await TradingCluster.Launch();
        var epoch = await cluster.Fund("crash");
        var request = new ReserveRequest(cluster.TradeOf(cluster.NewId()), epoch);
        cluster.Faults.CrashAt("book.commit.after:reserve");
        var crash = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Portfolio("crash").Reserve(request));
        Assert.StartsWith(ScriptedFaults.Crash, crash.Message);
        await cluster.Deactivate(cluster.Portfolio("crash"));

        Assert.Single((await cluster.Portfolio("crash").Book()).Reservations);
        Assert.Equal(ReserveOutcome.Reserved, (await cluster.Portfolio("crash").Reserve(request)).Outcome);
        Assert.Single((await cluster.Portfolio("crash").Book()).Reservations);
    }

    [Fact]
    public async Task Settled_ids_that_left_the_book_are_remembered_for_a_day_and_older_ids_are_refused()
    {
        await using var cluster = await TradingCluster.Launch();
        var epoch = await cluster.Fund("archive");
        var book = cluster.Portfolio("archive");
        var first = cluster.TradeOf(cluster.NewId());
        await book.Reserve(new ReserveRequest(first, epoch));
        await book.Void(first.Id, VoidReason.Cancelled);
        for (var i = 0; i < 2 * SettledMemory.ArchiveFrom; i++)
        {
            var id = cluster.NewId();
            await book.Reserve(new ReserveRequest(cluster.TradeOf(id), epoch));
            await book.Void(id, VoidReason.Cancelled);
        }

        Assert.DoesNotContain((await book.Book()).Settled, settled => settled.Id == first.Id);
        Assert.Equal(ReserveOutcome.AlreadySettled, (await book.Reserve(new ReserveRequest(first, epoch))).Outcome);
        await cluster.Deactivate(book);
        Assert.Equal(ReserveOutcome.AlreadySettled, (await book.Reserve(new ReserveRequest(first, epoch))).Outcome);
        cluster.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(ReserveOutcome.IdTooOld, (await book.Reserve(new ReserveRequest(first, epoch))).Outcome);
    }

    [Fact]
    public async Task A_reservation_expires_unless_it_is_pinned()
    {
        var book = Cluster.Portfolio("expiry");
        var epoch = await Cluster.Fund("expiry");
        var (loose, pinned) = (Cluster.NewId(), Cluster.NewId());
        await book.Reserve(new ReserveRequest(Cluster.TradeOf(loose), epoch));
        await book.Reserve(new ReserveRequest(Cluster.TradeOf(pinned), epoch));
        await book.Pin(pinned, epoch);
        Assert.Empty(await book.ExpireDue());

        Cluster.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(loose, Assert.Single(await book.ExpireDue()).Id);
        Assert.Equal(pinned, Assert.Single((await book.Book()).Reservations).Id);
    }
}
