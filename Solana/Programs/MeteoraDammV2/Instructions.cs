using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.MeteoraDammV2;

/// <summary>Builds swaps.</summary>
/// <remarks>Source: the published IDL of Meteora's cp-amm. An optional account that is absent is given as the program's own id.</remarks>
public static class DammInstructions
{
    internal const ulong Swap2 = 0x414b3f4c_eb5b5b88;

    private const byte ExactInMode = 0;
    private const byte ExactOutMode = 2;

    /// <param name="terms">The limit is the least output of an exact input, the most input of an exact output.</param>
    public static Instruction Swap(
        PublicKey pool, DammPool state, (PublicKey A, PublicKey B) tokenPrograms, PublicKey payer, PublicKey source, PublicKey destination,
        (bool ExactIn, ulong Amount, ulong Limit) terms)
    {
        var data = new byte[25];
        BinaryPrimitives.WriteUInt64BigEndian(data, Swap2);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), terms.Amount);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), terms.Limit);
        data[24] = terms.ExactIn ? ExactInMode : ExactOutMode;
        AccountMeta[] accounts =
        [
            AccountMeta.ReadOnly(DammAddresses.PoolAuthority), AccountMeta.Writable(pool), AccountMeta.Writable(source), AccountMeta.Writable(destination),
            AccountMeta.Writable(state.VaultA), AccountMeta.Writable(state.VaultB), AccountMeta.ReadOnly(state.MintA), AccountMeta.ReadOnly(state.MintB),
            AccountMeta.Signer(payer), AccountMeta.ReadOnly(tokenPrograms.A), AccountMeta.ReadOnly(tokenPrograms.B),
            AccountMeta.ReadOnly(ProgramIds.MeteoraDammV2), AccountMeta.ReadOnly(DammAddresses.EventAuthority), AccountMeta.ReadOnly(ProgramIds.MeteoraDammV2),
        ];
        // While a rate limiter holds, the program looks for a second purchase in the same transaction.
        return new Instruction(
            ProgramIds.MeteoraDammV2,
            state.BaseFee.Mode == DammBaseFeeMode.RateLimiter ? [.. accounts, AccountMeta.ReadOnly(Sysvars.Instructions)] : [.. accounts],
            data);
    }
}
