using Orchestrator.Storage.Faults;
using Orleans.Storage;
using Orleans.Transactions;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Storage.Tests.Conformance;

/// <summary>What every store owes to Orleans' transaction manager.</summary>
public abstract class TransactionSuite
{
    private static readonly DateTime At = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    internal abstract Task<TestStore> NewStore();

    [Fact]
    public async Task A_state_that_was_never_stored_is_new_and_has_no_version()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        var loaded = await open.Transactions().Load();
        Assert.Null(loaded.ETag);
        Assert.Equal(0, loaded.CommittedSequenceId);
        Assert.Equal(0, loaded.CommittedState.Total);
        Assert.Empty(loaded.PendingStates);
        Assert.Empty(loaded.Metadata.CommitRecords);
    }

    [Fact]
    public async Task Prepared_states_survive_a_restart_in_order_and_commit_later()
    {
        await using var store = await NewStore();
        await using (var open = await store.Open())
        {
            var state = open.Transactions();
            var loaded = await state.Load();
            await state.Store(loaded.ETag, Meta(7), [Prepared(2, 20), Prepared(1, 10), Prepared(3, 30)], null, null);
        }
        await using var again = await store.Open();
        var recovered = again.Transactions();
        var read = await recovered.Load();
        Assert.Equal([1L, 2L, 3L], read.PendingStates.Select(pending => pending.SequenceId));
        Assert.Equal([10L, 20L, 30L], read.PendingStates.Select(pending => pending.State.Total));
        Assert.All(read.PendingStates, pending => Assert.Equal(At.AddSeconds(pending.SequenceId), pending.TimeStamp));
        Assert.All(read.PendingStates, pending => Assert.Equal($"t{pending.SequenceId}", pending.TransactionId));
        Assert.All(read.PendingStates, pending => Assert.Equal("manager", pending.TransactionManager.Name));
        Assert.Equal(At.AddHours(7), read.Metadata.TimeStamp);
        Assert.Equal(0, read.CommittedSequenceId);

        await recovered.Store(read.ETag, Meta(8), [], 2, null);
        read = await again.Transactions().Load();
        Assert.Equal(2, read.CommittedSequenceId);
        Assert.Equal(20, read.CommittedState.Total);
        Assert.Equal([3L], read.PendingStates.Select(pending => pending.SequenceId));
    }

    [Fact]
    public async Task Prepare_commit_and_abort_in_one_call_leave_exactly_what_the_contract_says()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        var state = open.Transactions();
        var version = await state.Store((await state.Load()).ETag, Meta(1), [.. Enumerable.Range(1, 8).Select(i => Prepared(i, i * 10))], null, null);
        // 3 and 4 are replaced, 3 commits, 5 and later are aborted.
        version = await state.Store(version, Meta(2), [Prepared(3, 33), Prepared(4, 44)], 3, 4);
        var read = await open.Transactions().Load();
        Assert.Equal(version, read.ETag);
        Assert.Equal(33, read.CommittedState.Total);
        Assert.Equal(3, read.CommittedSequenceId);
        Assert.Equal([44L], read.PendingStates.Select(pending => pending.State.Total));

        version = await state.Store(version, Meta(3), [], null, 3);
        read = await open.Transactions().Load();
        Assert.Empty(read.PendingStates);
        Assert.Equal(33, read.CommittedState.Total);
        await Assert.ThrowsAsync<InvalidOperationException>(() => state.Store(version, Meta(4), [], 9, null));
        Assert.Equal(version, (await open.Transactions().Load()).ETag);
    }

    [Fact]
    public async Task Commit_records_of_the_metadata_are_replaced_as_a_whole()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        var state = open.Transactions();
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        var version = await state.Store((await state.Load()).ETag, Meta(1, one, two), [], null, null);
        Assert.Equal([one, two], (await open.Transactions().Load()).Metadata.CommitRecords.Keys);
        await state.Store(version, Meta(2, two), [], null, null);
        var read = (await open.Transactions().Load()).Metadata;
        Assert.Equal([two], read.CommitRecords.Keys);
        Assert.Equal("participant", read.CommitRecords[two].WriteParticipants.Single().Name);
    }

    [Fact]
    public async Task Of_many_writers_with_one_version_exactly_one_wins()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        for (var round = 1; round <= 20; round++)
        {
            var writers = Enumerable.Range(0, 8).Select(_ => open.Transactions()).ToList();
            var loaded = new List<TransactionalStorageLoadResponse<Book>>();
            foreach (var writer in writers) loaded.Add(await writer.Load());
            var won = await Task.WhenAll(writers.Select((writer, i) => Task.Run(async () =>
            {
                try
                {
                    await writer.Store(loaded[i].ETag, loaded[i].Metadata, [Prepared(round, loaded[i].CommittedState.Total + 1)], round, null);
                    return 1;
                }
                catch (InconsistentStateException)
                {
                    return 0;
                }
            })));
            Assert.Equal(1, won.Sum());
            Assert.Equal(round, (await open.Transactions().Load()).CommittedState.Total);
        }
    }

    [Fact]
    public async Task A_wrong_version_is_refused_and_changes_nothing()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        var state = open.Transactions();
        var loaded = await state.Load();
        await Assert.ThrowsAsync<InconsistentStateException>(() => state.Store("another", Meta(1), [Prepared(1, 1)], 1, null));
        Assert.Null((await open.Transactions().Load()).ETag);
        await state.Store(loaded.ETag, Meta(1), [Prepared(1, 1)], 1, null);
        await Assert.ThrowsAsync<InconsistentStateException>(() => state.Store(null, Meta(1), [Prepared(2, 2)], 2, null));
        Assert.Equal(1, (await open.Transactions().Load()).CommittedState.Total);
    }

    [Fact]
    public async Task A_store_whose_answer_was_lost_stands_once_and_is_found_by_loading()
    {
        await using var store = await NewStore();
        var faults = new FaultPlan();
        await using var open = await store.Open(faults);
        var state = open.Transactions();
        var version = await state.Store((await state.Load()).ETag, Meta(1), [Prepared(1, 5)], 1, null);
        faults.FailAt(".after");
        await Assert.ThrowsAsync<InjectedFault>(() => state.Store(version, Meta(2), [Prepared(2, 6)], 2, null));
        faults.Heal();

        await Assert.ThrowsAsync<InvalidOperationException>(() => state.Store(version, Meta(2), [Prepared(2, 6)], 2, null));
        var other = open.Transactions();
        await other.Load();
        await Assert.ThrowsAsync<InconsistentStateException>(() => other.Store(version, Meta(2), [Prepared(2, 6)], 2, null));
        var read = await state.Load();
        Assert.Equal(6, read.CommittedState.Total);
        Assert.Equal(2, read.CommittedSequenceId);
        await state.Store(read.ETag, Meta(3), [Prepared(3, 7)], 3, null);
        Assert.Equal(7, (await open.Transactions().Load()).CommittedState.Total);
    }

    [Fact]
    public async Task A_store_that_failed_before_it_was_durable_leaves_nothing()
    {
        await using var store = await NewStore();
        var faults = new FaultPlan();
        await using var open = await store.Open(faults);
        var state = open.Transactions();
        var version = await state.Store((await state.Load()).ETag, Meta(1), [Prepared(1, 5)], 1, null);
        faults.FailAt(".before");
        await Assert.ThrowsAsync<InjectedFault>(() => state.Store(version, Meta(2), [Prepared(2, 6)], 2, null));
        faults.Heal();
        var read = await state.Load();
        Assert.Equal(version, read.ETag);
        Assert.Equal(5, read.CommittedState.Total);
    }

    [Fact]
    public async Task Damaged_bytes_are_a_fault_and_never_a_new_state()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        var state = open.Transactions();
        await state.Store((await state.Load()).ETag, Meta(1), [Prepared(1, 5)], 1, null);
        await store.DamageTransaction("book/1");
        Assert.Equal(StoreFault.StateUnreadable, (await Assert.ThrowsAsync<StoreFaultException>(() => open.Transactions().Load())).Fault);
    }

    [Fact]
    public async Task Metadata_that_changes_while_it_is_stored_is_stored_as_it_was()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        var state = open.Transactions();
        var metadata = Meta(1);
        var loaded = await state.Load();
        var storing = state.Store(loaded.ETag, metadata, [Prepared(1, 5)], 1, null);
        metadata.TimeStamp = DateTime.MaxValue;
        await storing;
        Assert.Equal(At.AddHours(1), (await open.Transactions().Load()).Metadata.TimeStamp);
    }

    private static TransactionalStateMetaData Meta(int hour, params Guid[] committed) => new()
    {
        TimeStamp = At.AddHours(hour),
        CommitRecords = committed.ToDictionary(id => id, _ => new CommitRecord
        {
            Timestamp = At,
            WriteParticipants = [new ParticipantId("participant", null!, ParticipantId.Role.Resource)],
        }),
    };

    private static PendingTransactionState<Book> Prepared(long sequence, long total) => new()
    {
        SequenceId = sequence,
        TransactionId = $"t{sequence}",
        TimeStamp = At.AddSeconds(sequence),
        TransactionManager = new ParticipantId("manager", null!, ParticipantId.Role.Manager),
        State = Book.Of(total),
    };
}
