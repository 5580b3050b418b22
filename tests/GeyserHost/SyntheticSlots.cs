using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Geyser.Protos.Storage;

namespace Orchestrator.GeyserHost;

/// <summary>Slots made up after the rhythm of real ones; the same numbers always give the same bytes.</summary>
public static class SyntheticSlots
{
    /// <summary>Slots after which a slot is confirmed and finalized.</summary>
    public const ulong ConfirmedAfter = 1;
    public const ulong FinalizedAfter = 32;

    /// <summary>
    /// One slot as a server sends it: its transactions, its block's summary, its status; then the statuses that older slots of this
    /// feed reach by it.
    /// </summary>
    public static IEnumerable<SubscribeUpdate> Slot(ulong slot, int transactions, ulong firstSlot)
    {
        for (var index = 0; index < transactions; index++) yield return Transaction(slot, index);
        yield return new SubscribeUpdate
        {
            BlockMeta = new SubscribeUpdateBlockMeta
            {
                Slot = slot, ParentSlot = slot - 1, Blockhash = $"hash{slot}", ExecutedTransactionCount = (ulong)transactions,
                BlockHeight = new BlockHeight { BlockHeight_ = slot },
            },
        };
        yield return Status(slot, SlotStatus.SlotProcessed);
        if (slot >= firstSlot + ConfirmedAfter) yield return Status(slot - ConfirmedAfter, SlotStatus.SlotConfirmed);
        if (slot >= firstSlot + FinalizedAfter) yield return Status(slot - FinalizedAfter, SlotStatus.SlotFinalized);
    }

    /// <summary>The signature of a made-up transaction; it signs nothing.</summary>
    public static byte[] SignatureOf(ulong slot, int index) => SHA512.HashData(Seed(slot, index));

    public static SubscribeUpdate Transaction(ulong slot, int index)
    {
        var message = new Message
        {
            Header = new MessageHeader { NumRequiredSignatures = 1 },
            RecentBlockhash = ByteString.CopyFrom(SHA256.HashData(Seed(slot, -1))),
        };
        message.AccountKeys.Add(ByteString.CopyFrom(SHA256.HashData(Seed(0, index))));
        var signature = ByteString.CopyFrom(SignatureOf(slot, index));
        var transaction = new Transaction { Message = message };
        transaction.Signatures.Add(signature);
        return new SubscribeUpdate
        {
            Transaction = new SubscribeUpdateTransaction
            {
                Slot = slot,
                Transaction = new SubscribeUpdateTransactionInfo
                {
                    Signature = signature, Index = (ulong)index, Transaction = transaction, Meta = new TransactionStatusMeta { Fee = 5_000 },
                },
            },
        };
    }

    private static SubscribeUpdate Status(ulong slot, SlotStatus status) =>
        new() { Slot = new SubscribeUpdateSlot { Slot = slot, Parent = slot - 1, Status = status } };

    private static byte[] Seed(ulong slot, int index)
    {
        var seed = new byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(seed, slot);
        BinaryPrimitives.WriteInt32LittleEndian(seed.AsSpan(8), index);
        return seed;
    }
}
