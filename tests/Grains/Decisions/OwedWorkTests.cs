using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Decisions;

namespace Orchestrator.Grains.Tests.Decisions;

public sealed class OwedWorkTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _done = [];

    [Fact]
    public async Task A_piece_that_fails_keeps_no_other_from_being_done_and_is_tried_again_after_a_pause()
    {
        var owed = new OwedWork(_time);
        var isSiloAway = true;
        owed.Add(() => isSiloAway ? Task.FromException(new TimeoutException("a silo is away")) : Note("sagas"));
        owed.Add(() => Note("reminder"));
        Assert.True(owed.IsDue);

        var fault = await Assert.ThrowsAsync<AggregateException>(owed.Do);
        Assert.IsType<TimeoutException>(Assert.Single(fault.InnerExceptions));
        Assert.Equal(["reminder"], _done);
        Assert.False(owed.IsDue);

        _time.Advance(OwedWork.Pause);
        Assert.True(owed.IsDue);
        isSiloAway = false;
        await owed.Do();
        Assert.Equal(["reminder", "sagas"], _done);
        Assert.False(owed.IsDue);
    }

    [Fact]
    public async Task What_is_added_while_a_piece_is_done_is_done_as_well_and_nobody_begins_it_twice()
    {
        var owed = new OwedWork(_time);
        var read = new TaskCompletionSource();
        owed.Add(async () =>
        {
            await read.Task;
            await Note("sagas");
        });
        var doing = owed.Do();
        owed.Add(() => Note("reminder"));
        Assert.False(owed.IsDue);

        read.SetResult();
        await doing;
        Assert.Equal(["sagas", "reminder"], _done);
        Assert.False(owed.IsDue);
    }

    private Task Note(string piece)
    {
        _done.Add(piece);
        return Task.CompletedTask;
    }
}
