using System.Buffers.Binary;
using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>
/// swap_base_input of Raydium CPMM. Accounts: payer (signer), authority, config, pool, input account, output account, input vault,
/// output vault, input token program, output token program, input mint, output mint, observation.
/// </summary>
/// <remarks>Source: raydium-cp-swap, instructions/swap_base_input.rs; error codes of its error.rs and of Anchor.</remarks>
internal static class SwapProgram
{
    public const string ExceededSlippage = "Custom(6005)";
    public const string ZeroTradingTokens = "Custom(6006)";

    private const int Accounts = 13;

    private static ReadOnlySpan<byte> SwapBaseInput => [0x8f, 0xbe, 0x5a, 0xda, 0xc4, 0x1e, 0x33, 0xde];

    public static Instruction Build(VenueLayout layout, VenuePool pool, int tokenIn, ulong amountIn, ulong minimumOut)
    {
        var tokenOut = pool.Other(tokenIn);
        var data = new byte[24];
        SwapBaseInput.CopyTo(data);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), amountIn);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), minimumOut);
        ImmutableArray<AccountMeta> accounts =
        [
            AccountMeta.Signer(layout.Wallet), AccountMeta.ReadOnly(VenuePools.Authority), AccountMeta.ReadOnly(pool.Config),
            AccountMeta.Writable(pool.Address), AccountMeta.Writable(KeyOf(layout.WalletTokens[tokenIn])),
            AccountMeta.Writable(KeyOf(layout.WalletTokens[tokenOut])), AccountMeta.Writable(KeyOf(pool.VaultOf(tokenIn))),
            AccountMeta.Writable(KeyOf(pool.VaultOf(tokenOut))), AccountMeta.ReadOnly(ProgramIds.Token), AccountMeta.ReadOnly(ProgramIds.Token),
            AccountMeta.ReadOnly(VenueToken.All[tokenIn].Key), AccountMeta.ReadOnly(VenueToken.All[tokenOut].Key), AccountMeta.Writable(pool.Observation),
        ];
        return new Instruction(ProgramIds.RaydiumCpmm, accounts, data);

        PublicKey KeyOf(int account) => layout.TokenAccounts[account].Key;
    }

    public static string? Run(Call call)
    {
        if (call.Data.Length != 24 || !call.Data.StartsWith(SwapBaseInput)) return "Custom(101)";
        if (call.Count < Accounts) return "Custom(3005)";
        if (!call.IsSigner(0)) return "Custom(3010)";
        if (call.Key(1) != VenuePools.Authority) return "Custom(2006)";
        if (!call.Market.Layout.PoolIndex.TryGetValue(call.Key(3), out var index)) return "Custom(3007)";
        var pool = call.Market.Layout.Pools[index];
        if (call.Key(2) != pool.Config || call.Key(12) != pool.Observation) return "Custom(2012)";
        for (var i = 3; i <= 7; i++)
            if (!call.IsWritable(i)) return "Custom(2000)";
        if (!call.IsWritable(12)) return "Custom(2000)";
        return Direction(call, pool) is not { } tokenIn ? "Custom(2003)" : Swap(call, pool, tokenIn);
    }

    /// <summary>The input token when vaults, programs and mints agree with the pool, else null.</summary>
    private static int? Direction(Call call, VenuePool pool)
    {
        var forward = call.Key(6) == pool.VaultKey0 && call.Key(7) == pool.VaultKey1;
        if (!forward && !(call.Key(6) == pool.VaultKey1 && call.Key(7) == pool.VaultKey0)) return null;
        if (call.Key(8) != ProgramIds.Token || call.Key(9) != ProgramIds.Token) return null;
        var tokenIn = forward ? pool.Token0 : pool.Token1;
        var mintsAgree = call.Key(10) == VenueToken.All[tokenIn].Key && call.Key(11) == VenueToken.All[pool.Other(tokenIn)].Key;
        return mintsAgree ? tokenIn : null;
    }

    private static string? Swap(Call call, VenuePool pool, int tokenIn)
    {
        int source = call.TokenAccount(4), destination = call.TokenAccount(5);
        if (source < 0 || destination < 0) return "Custom(3012)";
        var rows = call.Market.Layout.TokenAccounts;
        if (rows[source].Token != tokenIn || rows[destination].Token != pool.Other(tokenIn)) return "Custom(2014)";
        if (rows[source].Owner != call.Key(0)) return "Custom(4)";

        var amountIn = BinaryPrimitives.ReadUInt64LittleEndian(call.Data[8..]);
        var minimumOut = BinaryPrimitives.ReadUInt64LittleEndian(call.Data[16..]);
        var amountOut = call.Market.Quote(pool, tokenIn, amountIn);
        if (amountOut == 0) return ZeroTradingTokens;
        if (amountOut < minimumOut) return ExceededSlippage;
        if (!call.Market.TryTransfer(source, pool.VaultOf(tokenIn), amountIn)) return "Custom(1)";
        return call.Market.TryTransfer(pool.VaultOf(pool.Other(tokenIn)), destination, amountOut) ? null : "Custom(1)";
    }
}
