namespace Orchestrator.Solana.Geyser;

/// <summary>What a message is to us.</summary>
internal enum Verdict
{
    /// <summary>Not wanted, or had before.</summary>
    Rejected,

    Passed,

    /// <summary>Wants a sign of life.</summary>
    Ping,

    /// <summary>No protobuf.</summary>
    Broken,
}

/// <summary>Decides on each message while it still lies in the receive buffer. Allocates nothing for what it rejects.</summary>
internal sealed class GeyserCodec(UpdateFilter filter, RecentUpdates recent, ulong? near = null)
{
    private readonly SlotHead _head = new(near);

    /// <summary>Highest slot of any message, passed or not, that can be believed.</summary>
    public ulong? LastSlot => _head.Last;

    /// <summary>What was missed cannot be replayed: the stream begins anew, wherever it stands.</summary>
    public void Forget() => _head.Forget();

    public Verdict Judge(ReadOnlySpan<byte> message)
    {
        if (!UpdateView.TryRead(message, out var update)) return Verdict.Broken;
        if (update.Kind == UpdateKind.Ping) return Verdict.Ping;
        // What is too far ahead goes on to the reader, which names it; only where to go on from after a loss must not follow it.
        if (update.Slot > 0) _head.Take(update.Slot);
        return filter.Wants(update) && recent.IsNew(update) ? Verdict.Passed : Verdict.Rejected;
    }
}
