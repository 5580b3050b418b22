using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.RaydiumV4;

/// <summary>First byte of an instruction.</summary>
public enum RaydiumV4Tag : byte
{
    Initialize = 0, Initialize2 = 1, MonitorStep = 2, Deposit = 3, Withdraw = 4, MigrateToOpenBook = 5, SetParams = 6, WithdrawPnl = 7,
    WithdrawSrm = 8, SwapBaseIn = 9, PreInitialize = 10, SwapBaseOut = 11, SimulateInfo = 12, AdminCancelOrders = 13,
    CreateConfigAccount = 14, UpdateConfigAccount = 15, SwapBaseInV2 = 16, SwapBaseOutV2 = 17,
}

/// <summary>Builds swaps.</summary>
/// <remarks>Source: raydium-io/raydium-amm, program/src/instruction.rs at 27f461dd.</remarks>
public static class RaydiumV4Instructions
{
    private const int MarketSlots = 8;

    /// <summary>
    /// The swap of 17 accounts, for a pool without order book: the market's slots are not read and are filled with the
    /// pool's own key, as traders on mainnet do, which costs one byte each.
    /// </summary>
    public static Instruction Swap(PublicKey pool, AmmInfo amm, PublicKey source, PublicKey destination, PublicKey owner, bool exactIn, ulong amount, ulong limit)
    {
        var accounts = new AccountMeta[9 + MarketSlots];
        accounts[0] = AccountMeta.ReadOnly(ProgramIds.Token);
        accounts[1] = AccountMeta.Writable(pool);
        accounts[2] = AccountMeta.ReadOnly(RaydiumV4Addresses.Authority);
        accounts[3] = AccountMeta.Writable(pool);
        accounts[4] = AccountMeta.Writable(amm.CoinVault);
        accounts[5] = AccountMeta.Writable(amm.PcVault);
        for (var i = 6; i < 6 + MarketSlots; i++) accounts[i] = AccountMeta.Writable(pool);
        accounts[14] = AccountMeta.Writable(source);
        accounts[15] = AccountMeta.Writable(destination);
        accounts[16] = AccountMeta.Signer(owner);
        return new Instruction(ProgramIds.RaydiumV4, [.. accounts], Data(exactIn ? RaydiumV4Tag.SwapBaseIn : RaydiumV4Tag.SwapBaseOut, exactIn, amount, limit));
    }

    /// <summary>The swap of eight accounts, for a pool without order book.</summary>
    public static Instruction SwapV2(PublicKey pool, AmmInfo amm, PublicKey source, PublicKey destination, PublicKey owner, bool exactIn, ulong amount, ulong limit) =>
        new(ProgramIds.RaydiumV4,
            [
                AccountMeta.ReadOnly(ProgramIds.Token), AccountMeta.Writable(pool), AccountMeta.ReadOnly(RaydiumV4Addresses.Authority),
                AccountMeta.Writable(amm.CoinVault), AccountMeta.Writable(amm.PcVault),
                AccountMeta.Writable(source), AccountMeta.Writable(destination), AccountMeta.Signer(owner),
            ],
            Data(exactIn ? RaydiumV4Tag.SwapBaseInV2 : RaydiumV4Tag.SwapBaseOutV2, exactIn, amount, limit));

    /// <summary>In: amount in, least out. Out: most in, amount out.</summary>
    private static byte[] Data(RaydiumV4Tag tag, bool exactIn, ulong amount, ulong limit)
    {
        var data = new byte[17];
        data[0] = (byte)tag;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), exactIn ? amount : limit);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(9), exactIn ? limit : amount);
        return data;
    }
}
