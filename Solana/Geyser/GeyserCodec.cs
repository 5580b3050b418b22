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
internal sealed class GeyserCodec(UpdateFilter filter, RecentUpdates recent)
{
    /// <summary>Highest slot of any message, passed or not.</summary>
    public ulong? LastSlot { get; private set; }

    public Verdict Judge(ReadOnlySpan<byte> message)
    {
        if (!UpdateView.TryRead(message, out var update)) return Verdict.Broken;
        if (update.Kind == UpdateKind.Ping) return Verdict.Ping;
        if (update.Slot > (LastSlot ?? 0)) LastSlot = update.Slot;
        return filter.Wants(update) && recent.IsNew(update) ? Verdict.Passed : Verdict.Rejected;
    }
}
