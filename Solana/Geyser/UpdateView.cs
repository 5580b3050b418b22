namespace Orchestrator.Solana.Geyser;

/// <summary>What an update is about; numbers are those of the update_oneof in geyser.proto.</summary>
public enum UpdateKind : byte
{
    /// <summary>A kind newer than this client, or none.</summary>
    Unknown = 0,
    Account = 2,
    Slot = 3,
    Transaction = 4,
    Block = 5,
    Ping = 6,
    BlockMeta = 7,
    Entry = 8,
    Pong = 9,
    TransactionStatus = 10,
}

/// <summary>A SubscribeUpdate read in place, only as far as a decision to keep it needs. Allocates nothing.</summary>
public readonly ref struct UpdateView
{
    private UpdateView(UpdateKind kind, ulong slot, ReadOnlySpan<byte> payload)
    {
        Kind = kind;
        Slot = slot;
        Payload = payload;
    }

    public UpdateKind Kind { get; }

    /// <summary>Zero for pings and pongs, which have none.</summary>
    public ulong Slot { get; }

    /// <summary>The message inside the update.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>False when the bytes are no protobuf.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out UpdateView view)
    {
        view = default;
        var kind = UpdateKind.Unknown;
        ReadOnlySpan<byte> payload = default;
        var walker = new ProtoWalker(message);
        while (walker.Next())
        {
            // The last member of a oneof counts. 1 are filter names, 11 is the time.
            if (walker.Field is < 2 or > 10) continue;
            kind = (UpdateKind)walker.Field;
            payload = walker.Bytes;
        }

        if (walker.IsBroken || !TrySlot(kind, payload, out var slot)) return false;
        view = new UpdateView(kind, slot, payload);
        return true;
    }

    /// <summary>When the server made the update: field 11, a google.protobuf.Timestamp. Null where it did not write it or no calendar holds it.</summary>
    public static DateTimeOffset? CreatedAt(ReadOnlySpan<byte> message)
    {
        var outer = new ProtoWalker(message);
        while (outer.Next())
        {
            if (outer.Field != 11) continue;
            long seconds = 0, nanos = 0;
            var time = new ProtoWalker(outer.Bytes);
            while (time.Next())
            {
                if (time.Field == 1) seconds = (long)time.Number;
                else if (time.Field == 2) nanos = (long)time.Number;
            }

            // Years 1970 to 9999: what a DateTimeOffset holds.
            return seconds is >= 0 and < 253_402_300_800 && nanos is >= 0 and < 1_000_000_000
                ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / TimeSpan.NanosecondsPerTick)
                : null;
        }

        return null;
    }

    /// <summary>Calls of a transaction update: false when it is none or broken.</summary>
    public bool TryTransaction(out TransactionView transaction) => TransactionView.TryRead(Kind, Payload, out transaction);

    /// <summary>False when the update is no account update or broken.</summary>
    public bool TryAccount(out AccountView account) => AccountView.TryRead(Kind, Payload, out account);

    private static bool TrySlot(UpdateKind kind, ReadOnlySpan<byte> payload, out ulong slot)
    {
        slot = 0;
        var field = kind switch
        {
            UpdateKind.Account or UpdateKind.Transaction => 2,
            UpdateKind.Ping or UpdateKind.Pong or UpdateKind.Unknown => 0,
            _ => 1,
        };
        var walker = new ProtoWalker(payload);
        while (walker.Next())
        {
            if (walker.Field != field) continue;
            slot = walker.Number;

            // Every server writes fields in order; slot is first or second, so what follows need not be walked.
            if (field == 1) return true;
        }

        return !walker.IsBroken;
    }
}
