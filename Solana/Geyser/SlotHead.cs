namespace Orchestrator.Solana.Geyser;

/// <summary>
/// The highest slot that a stream has told. No single message moves it further than a chain goes while nobody listens: a server that lies, or whose
/// counter broke, must not make everybody wait for a slot that will not come for months.
/// </summary>
/// <param name="near">Where the stream is expected to begin; null: its first word is taken as it is.</param>
public sealed class SlotHead(ulong? near = null)
{
    /// <summary>About three and a half minutes of slots: as far as an account may run ahead of the feed.</summary>
    public const ulong LeadMax = 512;

    private ulong? _near = near;

    public ulong? Last { get; private set; }

    /// <returns>False when the slot is further ahead than anything can be: whoever asked should not believe the message.</returns>
    public bool Take(ulong slot)
    {
        if ((Last ?? _near) is { } known && slot > known && slot - known > LeadMax) return false;
        if (Last is not { } last || slot > last) Last = slot;
        return true;
    }

    /// <summary>Something is missing for good: the next word stands wherever the chain is by now.</summary>
    public void Forget() => (Last, _near) = (null, null);
}
