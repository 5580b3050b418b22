using Google.Protobuf;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Stored = Orchestrator.Solana.Geyser.Protos.Storage;

namespace Orchestrator.Silo.Tests.Feeds;

/// <summary>What a Yellowstone server tells.</summary>
internal static class GeyserUpdates
{
    public static async Task Forever(CancellationToken cancel) => await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => { }, TaskScheduler.Default);

    public static SubscribeUpdate Slot(ulong slot, SlotStatus status = SlotStatus.SlotProcessed) => new() { Slot = new SubscribeUpdateSlot { Slot = slot, Status = status } };

    public static SubscribeUpdate Account(ulong slot, PublicKey address, PublicKey owner, byte[] data, ulong version) => new()
    {
        Account = new SubscribeUpdateAccount
        {
            Slot = slot,
            Account = new SubscribeUpdateAccountInfo
            {
                Pubkey = ByteString.CopyFrom(address.AsSpan()), Owner = ByteString.CopyFrom(owner.AsSpan()), Data = ByteString.CopyFrom(data), Lamports = 1, WriteVersion = version,
            },
        },
    };

    /// <summary>The token that <see cref="Launch"/> of this seed launches: the coin's mint, which without open orders is the eighth account.</summary>
    public static PublicKey TokenOf(byte seed) => KeyAt(7, seed);

    /// <summary>One Initialize2 of Raydium v4 with nineteen accounts, each key its own.</summary>
    public static SubscribeUpdate Launch(byte seed, ulong slot)
    {
        byte[] signature = [(byte)(seed + 1), .. new byte[63]];
        var message = new Stored.Message
        {
            Header = new() { NumRequiredSignatures = 1, NumReadonlySignedAccounts = 0, NumReadonlyUnsignedAccounts = 1 }, RecentBlockhash = ByteString.CopyFrom(new byte[32]),
        };
        for (byte i = 0; i < 19; i++) message.AccountKeys.Add(ByteString.CopyFrom(KeyAt(i, seed).AsSpan()));
        message.AccountKeys.Add(ByteString.CopyFrom(ProgramIds.RaydiumV4.AsSpan()));
        message.Instructions.Add(new Stored.CompiledInstruction
        {
            ProgramIdIndex = 19, Accounts = ByteString.CopyFrom([.. Enumerable.Range(0, 19).Select(i => (byte)i)]),
            Data = ByteString.CopyFrom([1, 254, .. BitConverter.GetBytes(0UL), .. BitConverter.GetBytes(6UL), .. BitConverter.GetBytes(7UL)]),
        });
        var meta = new Stored.TransactionStatusMeta { Fee = 5_000 };
        meta.PreBalances.AddRange(Enumerable.Repeat(0UL, 20));
        meta.PostBalances.AddRange(Enumerable.Repeat(0UL, 20));
        var info = new SubscribeUpdateTransactionInfo { Signature = ByteString.CopyFrom(signature), Transaction = new Stored.Transaction { Message = message }, Meta = meta };
        info.Transaction.Signatures.Add(ByteString.CopyFrom(signature));
        return new SubscribeUpdate { Transaction = new SubscribeUpdateTransaction { Slot = slot, Transaction = info } };
    }

    private static PublicKey KeyAt(byte account, byte seed) => PublicKey.Read([(byte)(account + 1), seed, 1, .. new byte[29]]);
}
