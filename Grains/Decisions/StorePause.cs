namespace Orchestrator.Grains.Decisions;

/// <summary>
/// After a refusal the store is left alone for a while, on the real clock: a full device is not helped by a hundred tries a second, and every opportunity
/// taken meanwhile would be lost to it.
/// </summary>
internal sealed class StorePause(TimeProvider time)
{
    /// <summary>Short beside what an outage costs: trading goes on this long after room has returned.</summary>
    internal static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    private long? _refusedAt;

    public bool Lasts => _refusedAt is { } refused && time.GetElapsedTime(refused) < Length;

    public void Begin() => _refusedAt = time.GetTimestamp();

    public void End() => _refusedAt = null;
}
