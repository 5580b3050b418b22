using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Braking;

/// <summary>Whatever the store does, a halt stops trading; what the store has not taken it is given again.</summary>
public sealed class BrakeTests
{
    private const string Main = "main";

    [Fact]
    public async Task A_halt_that_the_store_refuses_stops_the_next_send_and_is_stored_and_audited_once_the_store_takes_it()
    {
        var store = new MemoryStore();
        await using (var cluster = await TradingCluster.Launch(store))
        {
            var (book, id, epoch) = await Pinned(cluster);
            Assert.Equal(SendPermit.Granted, await book.MaySend(id, epoch));
            store.FailsBefore = (_, _) => true;

            var answer = await BrakeOf(cluster).Halt(cluster.NewId().Value, "funny prices", "operator:olga");

            Assert.Equal((HaltOutcome.Halted, false, false), (answer.Outcome, answer.Stored, answer.Audited));
            Assert.NotEmpty(answer.Fault!);
            Assert.Equal(SendPermit.Halted, await Answered(() => book.MaySend(id, epoch)));
            var seen = await Answered(book.Snapshot);
            Assert.Equal((TradingState.Halted, "not stored yet: funny prices", "operator:olga"), (seen.State, seen.Halt!.Detail, seen.Halt.By));

            store.FailsBefore = (_, _) => false;
            await Until(async () => (await book.Snapshot()).Halt?.Detail == "funny prices" && (await AuditOf(cluster).Read(0, 10)).Length == 1);
            var line = Assert.Single(await AuditOf(cluster).Read(0, 10));
            Assert.Equal(("operator:olga", "halt"), (line.Actor, line.Action));
            Assert.StartsWith("funny prices", line.Detail);
        }

        await using var next = await TradingCluster.Launch(store);
        Assert.Equal("funny prices", (await next.Portfolio(Main).Book()).Halt?.Detail);
    }

    [Fact]
    public async Task A_halt_that_only_the_audit_refuses_is_stored_at_once_and_its_line_follows()
    {
        var store = new MemoryStore { FailsBefore = (name, _) => name == "operator-audit" };
        await using var cluster = await TradingCluster.Launch(store);
        var (book, id, epoch) = await Pinned(cluster);
        var act = cluster.NewId().Value;

        var answer = await BrakeOf(cluster).Halt(act, "funny prices", "operator:olga");

        Assert.Equal((HaltOutcome.Halted, true, false), (answer.Outcome, answer.Stored, answer.Audited));
        Assert.Equal(SendPermit.Halted, await book.MaySend(id, epoch));
        Assert.Equal("funny prices", (await book.Book()).Halt!.Detail);
        Assert.Empty(await AuditOf(cluster).Read(0, 10));

        store.FailsBefore = (_, _) => false;
        await Until(async () => (await AuditOf(cluster).Read(0, 10)).Length == 1);
        var line = Assert.Single(await AuditOf(cluster).Read(0, 10));
        Assert.Equal((act, "operator:olga", "halt"), (line.Id, line.Actor, line.Action));
        Assert.StartsWith("funny prices (written late: halted at 2026-11-23T12:00:00", line.Detail);
    }

    [Fact]
    public async Task The_next_write_that_stands_carries_the_halt_and_grants_nothing()
    {
        var store = new MemoryStore();
        await using var cluster = await TradingCluster.Launch(store);
        var book = cluster.Portfolio(Main);
        var epoch = await cluster.Fund(Main);
        store.FailsBefore = (_, _) => true;
        await Assert.ThrowsAnyAsync<Exception>(() => book.Halt(HaltCause.Reconciliation, "book and chain differ", "reconciler"));
        store.FailsBefore = (_, _) => false;

        var reply = await Answered(() => book.Reserve(new ReserveRequest(cluster.TradeOf(cluster.NewId()), epoch)));

        Assert.NotEqual(ReserveOutcome.Reserved, reply.Outcome);
        Assert.Equal(RiskCheck.TradingState, reply.Report!.FirstRefusal!.Value.Check);
        Assert.Equal((HaltCause.Reconciliation, "book and chain differ"), ((await book.Book()).Halt!.Cause, (await book.Book()).Halt!.Detail));
    }

    [Fact]
    public async Task A_halt_that_is_not_stored_yet_is_lifted_by_a_resume_that_is()
    {
        var store = new MemoryStore();
        await using var cluster = await TradingCluster.Launch(store);
        var (book, id, epoch) = await Pinned(cluster);
        store.FailsBefore = (_, _) => true;
        Assert.False((await BrakeOf(cluster).Halt(cluster.NewId().Value, "funny prices", "operator:olga")).Stored);
        await Assert.ThrowsAnyAsync<Exception>(() => BrakeOf(cluster).Resume("looked at it", "operator:olga"));
        Assert.Equal(SendPermit.Halted, await Answered(() => book.MaySend(id, epoch)));
        store.FailsBefore = (_, _) => false;

        Assert.Equal(HaltOutcome.Resumed, await Answered(() => BrakeOf(cluster).Resume("looked at it", "operator:olga")));

        Assert.Null((await book.Book()).Halt);
        Assert.Equal(SendPermit.Granted, await book.MaySend(id, epoch));
        Assert.Equal(HaltOutcome.NotHalted, await BrakeOf(cluster).Resume("once more", "operator:olga"));
    }

    [Fact]
    public async Task On_a_sound_store_the_first_cause_stands()
    {
        await using var cluster = await TradingCluster.Launch();
        await cluster.Fund(Main);

        var first = await BrakeOf(cluster).Halt(cluster.NewId().Value, "first", "operator:olga");
        var second = await BrakeOf(cluster).Halt(cluster.NewId().Value, "second", "operator:olga");

        Assert.Equal(new BrakeAnswer(HaltOutcome.Halted, true, true, null), first);
        Assert.Equal(new BrakeAnswer(HaltOutcome.AlreadyHalted, true, true, null), second);
        Assert.Equal("first", (await cluster.Portfolio(Main).Book()).Halt!.Detail);
    }

    private static IBrakeGrain BrakeOf(TradingCluster cluster) => cluster.Grains.GetGrain<IBrakeGrain>(Main);

    private static IOperatorAuditGrain AuditOf(TradingCluster cluster) => cluster.Grains.GetGrain<IOperatorAuditGrain>(Main);

    private static async Task<(IPortfolioGrain Book, OpportunityId Id, Epoch Epoch)> Pinned(TradingCluster cluster)
    {
        var book = cluster.Portfolio(Main);
        var epoch = await cluster.Fund(Main);
        var id = cluster.NewId();
        Assert.Equal(ReserveOutcome.Reserved, (await book.Reserve(new ReserveRequest(cluster.TradeOf(id), epoch))).Outcome);
        Assert.Equal(PinOutcome.Pinned, await book.Pin(id, epoch));
        return (book, id, epoch);
    }

    /// <summary>An activation that its store has failed goes; asked again, the next one answers.</summary>
    private static async Task<T> Answered<T>(Func<Task<T>> ask)
    {
        T answer = default!;
        await Until(async () =>
        {
            answer = await ask();
            return true;
        });
        return answer;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TradingCluster.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        Exception? last = null;
        while (true)
        {
            try
            {
                if (await holds()) return;
            }
            catch (Exception fault)
            {
                last = fault;
            }

            Assert.False(patience.IsCancellationRequested, $"It never came to that: {last}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
