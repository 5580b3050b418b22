using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Markets;

/// <summary>An account as a feed or a fetch told it. An account that is gone has the System program as owner and no data.</summary>
/// <param name="Data">Kept as it is: whoever hands it over no longer writes to it.</param>
/// <param name="WriteVersion">Orders changes within a slot; zero from a fetch.</param>
public readonly record struct AccountChange(PublicKey Address, PublicKey Owner, ReadOnlyMemory<byte> Data, ulong Slot, ulong WriteVersion);

/// <summary>What became of a change. Every one is counted.</summary>
public enum AccountOutcome : byte
{
    /// <summary>It is the account's newest state now.</summary>
    Applied = 0,
    /// <summary>No tracked pool depends on the account.</summary>
    NotWanted = 1,
    /// <summary>Told before.</summary>
    Repeated = 2,
    /// <summary>Older than the newest state; kept for the case that the newer one's slot dies.</summary>
    Late = 3,
    /// <summary>Not newer than what is final.</summary>
    BelowRoot = 4,
    /// <summary>Another content under a slot and version that are known already.</summary>
    Contradiction = 5,
    /// <summary>Further ahead of the feed than any chain can be.</summary>
    SlotTooFarAhead = 6,
    /// <summary>Larger than any account that a pool depends on.</summary>
    TooLarge = 7,
    /// <summary>The book's bound on bytes is reached.</summary>
    NoRoom = 8,
    /// <summary>Of a slot that is known to be dead.</summary>
    DeadSlot = 9,
}
