using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.RaydiumCpmm;

/// <summary>Builds swaps.</summary>
/// <remarks>Source: raydium-io/raydium-cp-swap, programs/cp-swap/src/instructions/swap_base_input.rs.</remarks>
public static class RaydiumCpmmInstructions
{
    internal const ulong Initialize = 0xafaf6d1f0d989bed;
    internal const ulong SwapBaseInput = 0x8fbe5adac41e33de;
    internal const ulong SwapBaseOutput = 0x37d96256a34ab4ad;

    /// <param name="zeroForOne">Token 0 goes in.</param>
    /// <param name="amount">Input when <paramref name="exactIn"/>, else output; base units.</param>
    /// <param name="limit">Least output when <paramref name="exactIn"/>, else most input; base units.</param>
    public static Instruction Swap(
        PublicKey address, PoolState pool, bool zeroForOne, PublicKey trader, PublicKey source, PublicKey destination, bool exactIn, ulong amount, ulong limit)
    {
        var data = new byte[24];
        BinaryPrimitives.WriteUInt64BigEndian(data, exactIn ? SwapBaseInput : SwapBaseOutput);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), exactIn ? amount : limit);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), exactIn ? limit : amount);
        return new Instruction(ProgramIds.RaydiumCpmm,
            [
                AccountMeta.Signer(trader), AccountMeta.ReadOnly(RaydiumCpmmAddresses.Authority), AccountMeta.ReadOnly(pool.Config),
                AccountMeta.Writable(address), AccountMeta.Writable(source), AccountMeta.Writable(destination),
                AccountMeta.Writable(zeroForOne ? pool.Vault0 : pool.Vault1), AccountMeta.Writable(zeroForOne ? pool.Vault1 : pool.Vault0),
                AccountMeta.ReadOnly(zeroForOne ? pool.Program0 : pool.Program1), AccountMeta.ReadOnly(zeroForOne ? pool.Program1 : pool.Program0),
                AccountMeta.ReadOnly(zeroForOne ? pool.Mint0 : pool.Mint1), AccountMeta.ReadOnly(zeroForOne ? pool.Mint1 : pool.Mint0),
                AccountMeta.Writable(pool.Observation),
            ],
            data);
    }
}
