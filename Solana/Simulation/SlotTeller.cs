using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Geyser.Protos.Storage;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// Writes what a Yellowstone server would tell of each block: the accounts behind the pools that changed, launches, the block's summary, then the commitments that
/// it and older ones reach by it. A slot without a block is not told.
/// </summary>
internal sealed class SlotTeller(VenueMachine machine)
{
    /// <summary>Account writes of one slot that can be told apart by their version.</summary>
    private const ulong WritesPerSlot = 100_000;

    private readonly Chance _chance = new(machine.Settings.Seed);
    private readonly Queue<ulong> _unconfirmed = [], _unfinal = [];
    private ulong _parent = machine.Clock.Slot;

    /// <summary>The block that was just produced.</summary>
    public VenueSlot Tell()
    {
        var (slot, chain) = (machine.Clock.Slot, machine.Settings.Chain);
        var at = Timestamp.FromDateTimeOffset(machine.Clock.Time);
        var updates = new List<SubscribeUpdate>();
        Accounts(slot, updates);
        Launches(slot, updates);
        updates.Add(new SubscribeUpdate
        {
            BlockMeta = new SubscribeUpdateBlockMeta
            {
                Slot = slot, ParentSlot = _parent, Blockhash = machine.Clock.Latest.ToString(), BlockHeight = new BlockHeight { BlockHeight_ = machine.Clock.Height },
                BlockTime = new UnixTimestamp { Timestamp = machine.Clock.Time.ToUnixTimeSeconds() },
            },
        });
        updates.Add(Status(slot, SlotStatus.SlotProcessed));
        _unconfirmed.Enqueue(slot);
        _unfinal.Enqueue(slot);
        Reach(_unconfirmed, slot, (ulong)chain.ConfirmationSlots, SlotStatus.SlotConfirmed, updates);
        Reach(_unfinal, slot, (ulong)chain.FinalitySlots, SlotStatus.SlotFinalized, updates);
        _parent = slot;
        foreach (var update in updates) update.CreatedAt = at;
        return new VenueSlot(slot, [.. updates.Select(update => update.ToByteArray())]);
    }

    private void Accounts(ulong slot, List<SubscribeUpdate> into)
    {
        var version = slot * WritesPerSlot;
        foreach (var pool in machine.Layout.Pools)
        {
            if (machine.Market.PoolChangedSlot[pool.Index] != slot) continue;
            foreach (var vault in (int[])[pool.Vault0, pool.Vault1])
            {
                var account = machine.Accounts.TokenAccount(vault);
                into.Add(new SubscribeUpdate
                {
                    Account = new SubscribeUpdateAccount
                    {
                        Slot = slot,
                        Account = new SubscribeUpdateAccountInfo
                        {
                            Pubkey = ByteString.CopyFrom(machine.Layout.TokenAccounts[vault].Key.AsSpan()), Owner = ByteString.CopyFrom(account.Owner.AsSpan()),
                            Data = ByteString.CopyFrom(account.Data.Span), Lamports = Rent.TokenAccountLamports, WriteVersion = ++version,
                        },
                    },
                });
            }
        }
    }

    private void Launches(ulong slot, List<SubscribeUpdate> into)
    {
        var index = 0ul;
        foreach (var launch in machine.Layout.Launches)
        {
            if (machine.Market.LaunchedIn[launch.Index] == slot) into.Add(LaunchTransaction.Of(launch.Pool, slot, index++, _chance));
            if (machine.Market.ExitIn[launch.Index] == slot) into.Add(LaunchTransaction.Of(launch.Exit!, slot, index++, _chance));
        }
    }

    private static void Reach(Queue<ulong> waiting, ulong slot, ulong after, SlotStatus status, List<SubscribeUpdate> into)
    {
        while (waiting.TryPeek(out var oldest) && slot - oldest >= after) into.Add(Status(waiting.Dequeue(), status));
    }

    private static SubscribeUpdate Status(ulong slot, SlotStatus status) => new() { Slot = new SubscribeUpdateSlot { Slot = slot, Status = status } };
}
