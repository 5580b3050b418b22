using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Yellowstone;

internal static class UpdateSlot
{
    /// <summary>The slot an update belongs to; null for pings and pongs, which belong to none.</summary>
    public static ulong? Of(SubscribeUpdate update) => update.UpdateOneofCase switch
    {
        SubscribeUpdate.UpdateOneofOneofCase.Account => update.Account.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.Slot => update.Slot.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.Transaction => update.Transaction.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.TransactionStatus => update.TransactionStatus.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.Block => update.Block.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.BlockMeta => update.BlockMeta.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.Entry => update.Entry.Slot,
        _ => null,
    };
}
