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
    public void Only_one_may_wait()
    {
        var steps = new SlotSteps();
        _ = steps.Until(1);
        Assert.Throws<InvalidOperationException>(() => { _ = steps.Until(2); });
    }
}
