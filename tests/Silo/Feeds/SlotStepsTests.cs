using Orchestrator.Silo.Feeds;

namespace Orchestrator.Silo.Tests.Feeds;

public sealed class SlotStepsTests
{
    [Fact]
    public void A_wait_ends_with_its_slot_or_a_later_one_and_never_before()
    {
        var steps = new SlotSteps();
        var third = steps.Until(3);
        steps.Over(1);
        steps.Over(2);
        Assert.False(third.IsCompleted);
        steps.Over(4);
        Assert.True(third.IsCompletedSuccessfully);
        Assert.True(steps.Until(3).IsCompletedSuccessfully);
        steps.Over(2);
        Assert.True(steps.Until(4).IsCompletedSuccessfully);
        Assert.False(steps.Until(5).IsCompleted);
    }

    [Fact]
    public void A_newer_wait_takes_the_place_of_one_that_was_given_up()
    {
        var steps = new SlotSteps();
        var first = steps.Until(1);
        var second = steps.Until(2);
        Assert.True(first.IsCanceled);
        steps.Over(2);
        Assert.True(second.IsCompletedSuccessfully);
        Assert.Equal(2ul, steps.Newest);
    }
}
