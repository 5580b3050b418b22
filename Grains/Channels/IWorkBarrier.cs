namespace Orchestrator.Grains.Channels;

/// <summary>
/// Tells a driver that owns the clock when everything that was published has been handled. Entered once per published event,
/// left once per handled one, also when it became a dead letter.
/// </summary>
public interface IWorkBarrier
{
    void Enter(string channel, Guid eventId);

    void Exit(string channel, Guid eventId);

    /// <summary>Completes when nothing is under way.</summary>
    Task WhenIdle(CancellationToken cancel);
}

/// <summary>Nobody waits: the system runs in real time.</summary>
public sealed class NoWorkBarrier : IWorkBarrier
{
    public void Enter(string channel, Guid eventId)
    {
    }

    public void Exit(string channel, Guid eventId)
    {
    }

    public Task WhenIdle(CancellationToken cancel) => Task.CompletedTask;
}
