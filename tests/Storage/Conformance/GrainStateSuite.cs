using Orchestrator.Storage.Faults;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orchestrator.Storage.Tests.Conformance;

/// <summary>What every store owes to grain state.</summary>
public abstract class GrainStateSuite
{
    private static readonly GrainId Grain = GrainId.Create("book", "1");

    internal abstract Task<TestStore> NewStore();

    [Fact]
    public async Task What_was_written_is_read_after_a_restart()
    {
        await using var store = await NewStore();
        await using (var open = await store.Open()) await Write(open, Grain, Book.Of(7));
        await using var again = await store.Open();
        var read = await Read(again, Grain);
        Assert.True(read.RecordExists);
        Book.Same(Book.Of(7), read.State);
    }

    [Fact]
    public async Task A_grain_that_was_never_written_has_a_new_state_and_no_version()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        var read = await Read(open, Grain);
        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        Assert.Equal(0, read.State!.Total);
    }

    [Fact]
    public async Task Of_two_writers_with_one_version_exactly_one_wins()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        await Write(open, Grain, Book.Of(1));
        for (var round = 0; round < 20; round++)
        {
            var writers = new List<GrainState<Book>>();
            for (var i = 0; i < 8; i++) writers.Add(await Read(open, Grain));
            // All write the same content: only the version can tell them apart.
            var won = await Task.WhenAll(writers.Select(writer => Task.Run(async () =>
            {
                writer.State!.Total++;
                try
                {
                    await open.Grains.WriteStateAsync("book", Grain, writer);
                    return 1;
                }
                catch (InconsistentStateException)
                {
                    return 0;
                }
            })));
            Assert.Equal(1, won.Sum());
            Assert.Equal(round + 2, (await Read(open, Grain)).State!.Total);
        }
    }

    [Fact]
    public async Task A_first_write_beside_another_first_write_is_refused()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        var (one, other) = (await Read(open, Grain), await Read(open, Grain));
        one.State = Book.Of(1);
        await open.Grains.WriteStateAsync("book", Grain, one);
        other.State = Book.Of(2);
        await Assert.ThrowsAsync<InconsistentStateException>(() => open.Grains.WriteStateAsync("book", Grain, other));
        Book.Same(Book.Of(1), (await Read(open, Grain)).State);
    }

    [Fact]
    public async Task A_failed_write_leaves_what_was_there()
    {
        await using var store = await NewStore();
        var faults = new FaultPlan();
        await using var open = await store.Open(faults);
        var state = await Write(open, Grain, Book.Of(1));
        faults.FailAt(".before");
        state.State = Book.Of(2);
        await Assert.ThrowsAnyAsync<Exception>(() => open.Grains.WriteStateAsync("book", Grain, state));
        faults.Heal();
        Book.Same(Book.Of(1), (await Read(open, Grain)).State);
        await open.Grains.WriteStateAsync("book", Grain, state);
        Book.Same(Book.Of(2), (await Read(open, Grain)).State);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_stands_once_and_its_repetition_is_refused()
    {
        await using var store = await NewStore();
        var faults = new FaultPlan();
        await using var open = await store.Open(faults);
        var state = await Write(open, Grain, Book.Of(1));
        var before = state.ETag;
        faults.FailAt(".after");
        state.State = Book.Of(2);
        await Assert.ThrowsAnyAsync<Exception>(() => open.Grains.WriteStateAsync("book", Grain, state));
        faults.Heal();
        var retry = new GrainState<Book>(Book.Of(2), before) { RecordExists = true };
        await Assert.ThrowsAsync<InconsistentStateException>(() => open.Grains.WriteStateAsync("book", Grain, retry));
        var read = await Read(open, Grain);
        Book.Same(Book.Of(2), read.State);
        Assert.NotEqual(before, read.ETag);
    }

    [Fact]
    public async Task A_cleared_state_is_new_again_and_still_fences_an_older_writer()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        var state = await Write(open, Grain, Book.Of(1));
        var late = await Read(open, Grain);
        await open.Grains.ClearStateAsync("book", Grain, state);
        var read = await Read(open, Grain);
        Assert.False(read.RecordExists);
        Assert.Equal(0, read.State!.Total);
        await Assert.ThrowsAsync<InconsistentStateException>(() => open.Grains.WriteStateAsync("book", Grain, late));
        read.State = Book.Of(3);
        await open.Grains.WriteStateAsync("book", Grain, read);
        Book.Same(Book.Of(3), (await Read(open, Grain)).State);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(4095), InlineData(4096), InlineData(70_000), InlineData(5_000_000)]
    public async Task A_state_of_any_size_comes_back_byte_for_byte(int bytes)
    {
        await using var store = await NewStore();
        await using (var open = await store.Open()) await Write(open, Grain, Book.Of(3, bytes));
        await using var again = await store.Open();
        Book.Same(Book.Of(3, bytes), (await Read(again, Grain)).State);
    }

    [Fact]
    public async Task Many_grains_written_at_once_all_stand()
    {
        await using var store = await NewStore();
        await using (var open = await store.Open())
            await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Write(open, GrainId.Create("book", $"{i}"), Book.Of(i))));
        await using var again = await store.Open();
        foreach (var i in Enumerable.Range(0, 2000)) Book.Same(Book.Of(i), (await Read(again, GrainId.Create("book", $"{i}"))).State);
    }

    [Fact]
    public async Task Damaged_bytes_are_a_fault_and_never_a_new_state()
    {
        await using var store = await NewStore();
        await using var open = await store.Open();
        await Write(open, Grain, Book.Of(1, 100));
        await store.DamageGrain(Grain.ToString());
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => Read(open, Grain));
        Assert.Contains(nameof(StoreFault.StateUnreadable), fault.Message, StringComparison.Ordinal);
    }

    internal static async Task<GrainState<Book>> Write(OpenedStore open, GrainId grain, Book book)
    {
        var state = await Read(open, grain);
        state.State = book;
        await open.Grains.WriteStateAsync("book", grain, state);
        return state;
    }

    internal static async Task<GrainState<Book>> Read(OpenedStore open, GrainId grain)
    {
        var state = new GrainState<Book>();
        await open.Grains.ReadStateAsync("book", grain, state);
        return state;
    }
}
