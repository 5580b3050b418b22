using Google.Protobuf;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;
using Stored = Orchestrator.Solana.Geyser.Protos.Storage;

namespace Orchestrator.Solana.Tests.Geyser;

/// <summary>Transactions that were read in another form, as a Yellowstone server would send them. The benchmarks send the same.</summary>
internal static class BlockUpdates
{
    public static SubscribeUpdate Of(FullTransaction full, ulong slot = 254170887) => new()
    {
        Filters = { "all" },
        Transaction = new SubscribeUpdateTransaction { Slot = slot, Transaction = Info(full) },
    };

    private static SubscribeUpdateTransactionInfo Info(FullTransaction full)
    {
        var message = full.Wire!.Message;
        var proto = new Stored.Message
        {
            Header = new() { NumRequiredSignatures = message.Header.RequiredSignatures, NumReadonlySignedAccounts = message.Header.ReadOnlySigned, NumReadonlyUnsignedAccounts = message.Header.ReadOnlyUnsigned },
            RecentBlockhash = ByteString.CopyFrom(Bytes(message.RecentBlockhash)),
            Versioned = message.Version == MessageVersion.V0,
        };
        proto.AccountKeys.AddRange(message.StaticKeys.Select(key => ByteString.CopyFrom(key.AsSpan())));
        proto.Instructions.AddRange(message.Instructions.Select(one => new Stored.CompiledInstruction
        {
            ProgramIdIndex = one.ProgramIndex, Accounts = ByteString.CopyFrom(one.AccountIndexes.Span), Data = ByteString.CopyFrom(one.Data.Span),
        }));
        proto.AddressTableLookups.AddRange(message.Lookups.Select(one => new Stored.MessageAddressTableLookup
        {
            AccountKey = ByteString.CopyFrom(one.Table.AsSpan()), WritableIndexes = ByteString.CopyFrom(one.WritableIndexes.Span), ReadonlyIndexes = ByteString.CopyFrom(one.ReadOnlyIndexes.Span),
        }));
        var info = new SubscribeUpdateTransactionInfo
        {
            Signature = ByteString.CopyFrom(full.Id.AsSpan()),
            IsVote = full.Instructions.Any(one => one.Program == ProgramIds.Vote),
            Transaction = new Stored.Transaction { Message = proto },
            Meta = Meta(full),
        };
        info.Transaction.Signatures.AddRange(full.Signatures.Select(one => ByteString.CopyFrom(one.AsSpan())));
        return info;
    }

    private static Stored.TransactionStatusMeta Meta(FullTransaction full)
    {
        var meta = new Stored.TransactionStatusMeta { Fee = full.Meta!.Fee };
        if (full.Meta.Error is { } error) meta.Err = new() { Err = ByteString.CopyFrom(Bincode(error)) };
        meta.PreBalances.AddRange(full.Meta.PreBalances);
        meta.PostBalances.AddRange(full.Meta.PostBalances);
        meta.LogMessages.AddRange(full.Meta.Logs);
        meta.PreTokenBalances.AddRange(full.Meta.PreTokenBalances.Select(Balance));
        meta.PostTokenBalances.AddRange(full.Meta.PostTokenBalances.Select(Balance));
        if (full.Meta.UnitsConsumed is { } units) meta.ComputeUnitsConsumed = units;
        foreach (var account in full.Accounts.Where(one => one.IsLoaded))
            (account.Role == AccountRole.Writable ? meta.LoadedWritableAddresses : meta.LoadedReadonlyAddresses).Add(ByteString.CopyFrom(account.Key!.Value.AsSpan()));
        var keys = full.Accounts.Select((account, at) => (account.Key!.Value, at)).ToDictionary(pair => pair.Item1, pair => (byte)pair.at);
        for (var outer = 0; outer < full.Instructions.Length; outer++)
        {
            if (full.Instructions[outer].Inner.IsEmpty) continue;
            var set = new Stored.InnerInstructions { Index = (uint)outer };
            set.Instructions.AddRange(full.Instructions[outer].Inner.Select(one => new Stored.InnerInstruction
            {
                ProgramIdIndex = keys[one.Program], Accounts = ByteString.CopyFrom([.. one.Accounts.Select(key => keys[key])]),
                Data = ByteString.CopyFrom(one.Data!.Value.Span), StackHeight = (uint)one.StackHeight,
            }));
            meta.InnerInstructions.Add(set);
        }

        return meta;
    }

    private static Stored.TokenBalance Balance(TokenBalance one) => new()
    {
        AccountIndex = one.AccountIndex, Mint = one.Mint.ToString(), Owner = one.Owner?.ToString() ?? "", ProgramId = one.Program?.ToString() ?? "",
        UiTokenAmount = new() { Amount = one.Amount.ToString(), Decimals = one.Decimals },
    };

    private static byte[] Bincode(TransactionError error)
    {
        var bytes = new List<byte>(BitConverter.GetBytes(TransactionError.Kinds.IndexOf(error.Kind)));
        if (error.Instruction is { } at) bytes.Add((byte)at);
        if (error.Cause is { } cause) bytes.AddRange(BitConverter.GetBytes(TransactionError.Causes.IndexOf(cause)));
        if (error.Custom is { } code) bytes.AddRange(BitConverter.GetBytes(code));
        return [.. bytes];
    }

    private static byte[] Bytes(Blockhash hash)
    {
        var bytes = new byte[32];
        hash.CopyTo(bytes);
        return bytes;
    }
}
