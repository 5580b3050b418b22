using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Storage = Orchestrator.Solana.Geyser.Protos.Storage;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>Full transactions from Yellowstone's protobuf. Never throws on any content.</summary>
public static class YellowstoneTransaction
{
    public static ReadResult Read(ReadOnlySpan<byte> subscribeUpdate)
    {
        try
        {
            var update = SubscribeUpdate.Parser.ParseFrom(subscribeUpdate);
            return update.Transaction is { } transaction
                ? Read(transaction)
                : ReadResult.Refused(ReadRefusal.UnexpectedShape, $"a transaction update is expected, not {update.UpdateOneofCase}");
        }
        catch (InvalidProtocolBufferException)
        {
            return ReadResult.Refused(ReadRefusal.NotProtobuf);
        }
    }

    public static ReadResult Read(SubscribeUpdateTransaction update) => update.Transaction is { } info
        ? Read(info, update.Slot)
        : ReadResult.Refused(ReadRefusal.UnexpectedShape, "transaction is missing");

    /// <summary>An entry of a block update or of a transaction update.</summary>
    public static ReadResult Read(SubscribeUpdateTransactionInfo info, ulong slot)
    {
        try
        {
            if (info.Transaction?.Message is not { Header: { } header } message) return ReadResult.Refused(ReadRefusal.UnexpectedShape, "message is missing");
            if (message.Config is not null) return ReadResult.Refused(ReadRefusal.BadWire, nameof(WireRefusal.UnknownVersion));
            var refusal = WireParts.Join(
                Each(info.Transaction.Signatures, bytes => new Signature(Exactly(bytes, Signature.Size))),
                new Message(
                    message.Versioned ? MessageVersion.V0 : MessageVersion.Legacy,
                    new(Byte(header.NumRequiredSignatures), Byte(header.NumReadonlySignedAccounts), Byte(header.NumReadonlyUnsignedAccounts)),
                    Each(message.AccountKeys, Key),
                    new Blockhash(Exactly(message.RecentBlockhash, PublicKey.Size)),
                    Each(message.Instructions, one => new CompiledInstruction(Byte(one.ProgramIdIndex), one.Accounts.Memory, one.Data.Memory)),
                    Each(message.AddressTableLookups, one => new TableLookup(Key(one.AccountKey), one.WritableIndexes.Memory, one.ReadonlyIndexes.Memory))),
                out var wire);
            if (wire is null) return ReadResult.Refused(ReadRefusal.BadWire, refusal.ToString());
            var recorded = new Recorded { Slot = slot, Index = info.Index };
            return TransactionAssembler.Assemble(wire, info.Meta is { } meta ? WithMeta(recorded, meta) : recorded);
        }
        catch (ShapeException fault)
        {
            return ReadResult.Refused(ReadRefusal.UnexpectedShape, fault.Message);
        }
    }

    private static Recorded WithMeta(Recorded recorded, Storage.TransactionStatusMeta meta) => recorded with
    {
        LoadedWritable = Each(meta.LoadedWritableAddresses, Key),
        LoadedReadOnly = Each(meta.LoadedReadonlyAddresses, Key),
        Inner = Each(meta.InnerInstructions, set => (Byte(set.Index), Each(set.Instructions, one => new InnerCompiled(
            Byte(one.ProgramIdIndex), one.Accounts.Memory, one.Data.Memory, one.HasStackHeight ? Byte(one.StackHeight) : 0)))),
        Meta = new TransactionMeta
        {
            Error = meta.Err is { } error ? ErrorReader.FromBincode(error.Err.Span) : null,
            Fee = meta.Fee,
            PreBalances = [.. meta.PreBalances],
            PostBalances = [.. meta.PostBalances],
            PreTokenBalances = Each(meta.PreTokenBalances, Balance),
            PostTokenBalances = Each(meta.PostTokenBalances, Balance),
            Logs = [.. meta.LogMessages],
            UnitsConsumed = meta.HasComputeUnitsConsumed ? meta.ComputeUnitsConsumed : null,
        },
    };

    private static TokenBalance Balance(Storage.TokenBalance balance)
    {
        var amount = balance.UiTokenAmount ?? throw new ShapeException("a token balance without amount");
        if (!ulong.TryParse(amount.Amount, System.Globalization.NumberStyles.None, null, out var units)) throw new ShapeException("a token amount is no number");
        return new(Byte(balance.AccountIndex), Text(balance.Mint), MaybeText(balance.Owner), MaybeText(balance.ProgramId), units, Byte(amount.Decimals));
    }

    private static PublicKey? MaybeText(string text) => text.Length == 0 ? null : Text(text);

    private static PublicKey Text(string text) => PublicKey.TryParse(text, out var key) ? key : throw new ShapeException("not a public key");

    private static PublicKey Key(ByteString bytes) => new(Exactly(bytes, PublicKey.Size));

    private static ReadOnlySpan<byte> Exactly(ByteString bytes, int size) =>
        bytes.Length == size ? bytes.Span : throw new ShapeException($"{size} bytes are expected, not {bytes.Length}");

    private static byte Byte(uint number) => number <= byte.MaxValue ? (byte)number : throw new ShapeException($"{number} does not fit one byte");

    private static ImmutableArray<TOut> Each<TIn, TOut>(RepeatedField<TIn> items, Func<TIn, TOut> read)
    {
        var result = ImmutableArray.CreateBuilder<TOut>(items.Count);
        foreach (var item in items) result.Add(read(item));
        return result.MoveToImmutable();
    }
}
