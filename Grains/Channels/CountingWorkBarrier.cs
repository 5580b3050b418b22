namespace Orchestrator.Grains.Channels;

/// <summary>Counts events under way in this process, per event, so that a second delivery of one cannot hide another.</summary>
public sealed class CountingWorkBarrier : IWorkBarrier
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Channel, Guid Id), int> underWay = [];
    private TaskCompletionSource? idle;

    public int UnderWay
    {
        get
        {
            lock (gate) return underWay.Count;
        }
    }

    public void Enter(string channel, Guid eventId)
    {
        lock (gate) underWay[(channel, eventId)] = underWay.GetValueOrDefault((channel, eventId)) + 1;
    }

    public void Exit(string channel, Guid eventId)
    {
        lock (gate)
        {
            // A delivery beyond what was published is a repetition: it was waited for already.
            if (!underWay.TryGetValue((channel, eventId), out var count)) return;
            if (count > 1) underWay[(channel, eventId)] = count - 1;
            else underWay.Remove((channel, eventId));
            if (underWay.Count > 0) return;
            idle?.TrySetResult();
            idle = null;
        }
    }

    public Task WhenIdle(CancellationToken cancel)
    {
        lock (gate)
        {
            if (underWay.Count == 0) return Task.CompletedTask;
            idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task.WaitAsync(cancel);
        }
    }
}
