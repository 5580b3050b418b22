using System.Buffers.Binary;
using Google.Protobuf;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Geyser.Protos.Storage;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Message = Orchestrator.Solana.Geyser.Protos.Storage.Message;

namespace Orchestrator.Solana.Simulation;

/// <summary>The transaction that makes a pool, as a server tells it: initialize of Raydium CPMM with its twenty accounts.</summary>
/// <remarks>Source: raydium-io/raydium-cp-swap, instructions/initialize.rs. It signs nothing: nobody here executes it.</remarks>
internal static class LaunchTransaction
{
    private const ulong Fee = 5_000;

    private static readonly PublicKey Rent = PublicKey.Parse("SysvarRent111111111111111111111111111111111");

    public static SubscribeUpdate Of(LaunchedPool launched, ulong slot, ulong index, Chance chance)
    {
        var pool = launched.Pool;
        var solIsFirst = pool.Token0 == VenueToken.Sol;
        PublicKey[] accounts =
        [
            launched.Creator, pool.Config, RaydiumCpmmAddresses.Authority, pool.Address, pool.State.Mint0, pool.State.Mint1, pool.ShareMint,
            Own("token0"), Own("token1"), launched.ShareHolding ?? Own("shares"), pool.VaultKey0, pool.VaultKey1, VenueLayout.Name("launchpad/fee"), pool.Observation,
            ProgramIds.Token, pool.State.Program0, pool.State.Program1, ProgramIds.AssociatedToken, ProgramIds.System, Rent,
        ];
        var data = new byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(data, RaydiumCpmmInstructions.Initialize);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), solIsFirst ? launched.Lamports : launched.Units);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), solIsFirst ? launched.Units : launched.Lamports);
        PublicKey[] keys = [.. accounts.Append(ProgramIds.RaydiumCpmm).Distinct()];
        var message = new Message
        {
            Header = new MessageHeader { NumRequiredSignatures = 1, NumReadonlyUnsignedAccounts = 1 },
            RecentBlockhash = ByteString.CopyFrom(chance.Bytes("launch/blockhash", slot)),
        };
        message.AccountKeys.AddRange(keys.Select(key => ByteString.CopyFrom(key.AsSpan())));
        message.Instructions.Add(new CompiledInstruction
        {
            ProgramIdIndex = (uint)Array.IndexOf(keys, ProgramIds.RaydiumCpmm), Accounts = ByteString.CopyFrom([.. accounts.Select(key => (byte)Array.IndexOf(keys, key))]),
            Data = ByteString.CopyFrom(data),
        });
        var signature = ByteString.CopyFrom([.. chance.Bytes($"launch/signature/{pool.AddressText}", 0), .. chance.Bytes($"launch/signature/{pool.AddressText}", 1)]);
        var transaction = new Transaction { Message = message };
        transaction.Signatures.Add(signature);
        var meta = new TransactionStatusMeta { Fee = Fee };
        meta.PreBalances.AddRange(Enumerable.Repeat(0UL, keys.Length));
        meta.PostBalances.AddRange(Enumerable.Repeat(0UL, keys.Length));
        return new SubscribeUpdate
        {
            Transaction = new SubscribeUpdateTransaction
            {
                Slot = slot, Transaction = new SubscribeUpdateTransactionInfo { Signature = signature, Index = index, Transaction = transaction, Meta = meta },
            },
        };

        PublicKey Own(string what) => VenueLayout.Name($"{pool.AddressText}/creator/{what}");
    }
}
