using System.Buffers.Binary;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Conformance;

/// <summary>Everything that a simulated venue holds at this moment, as the accounts that a chain would have.</summary>
internal static class VenueAccounts
{
    private static readonly PublicKey TableProgram = PublicKey.Parse("AddressLookupTab1e1111111111111111111111111");

    public static IEnumerable<ChainAccount> Of(VenueMachine venue)
    {
        var (layout, market) = (venue.Layout, venue.Market);
        for (var i = 0; i < layout.SystemAccounts.Count; i++)
            if (i != VenueLayout.FeeCollector) yield return new ChainAccount(layout.SystemAccounts[i], market.Lamports[i], ProgramIds.System, []);
        foreach (var token in VenueToken.All.Where(token => token.Key != Mints.WrappedSol))
            yield return Tokens.Mint(token.Key, (byte)token.Decimals, ulong.MaxValue / 2, layout.Crowd);
        for (var i = 0; i < layout.TokenAccounts.Count; i++)
        {
            var row = layout.TokenAccounts[i];
            yield return Tokens.Of(row.Key, VenueToken.All[row.Token].Key, row.Owner, market.Amounts[i]);
        }

        foreach (var config in layout.Pools.DistinctBy(pool => pool.Config)) yield return ChainAccount.Of(config.Config, ProgramIds.RaydiumCpmm, Config(config.FeePpm));
        foreach (var pool in layout.Pools)
        {
            yield return ChainAccount.Of(pool.Address, ProgramIds.RaydiumCpmm, Pool(pool.State));
            yield return ChainAccount.Of(pool.Observation, ProgramIds.RaydiumCpmm, SwapPool.ObservationOf(pool.Address));
        }

        yield return ChainAccount.Of(LenderAccounts.Market, ProgramIds.Save, Market());
        foreach (var reserve in layout.Reserves) yield return ChainAccount.Of(reserve.Address, ProgramIds.Save, Reserve(reserve.State));
        foreach (var table in layout.Tables) yield return ChainAccount.Of(table.Key, TableProgram, Table(table));
    }

    private static byte[] Config(uint feePpm)
    {
        var data = new byte[AmmConfig.Size];
        BinaryPrimitives.WriteUInt64BigEndian(data, AmmConfig.Discriminator);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(12), feePpm);
        return data;
    }

    private static byte[] Pool(PoolState state)
    {
        var data = new byte[PoolState.Size];
        BinaryPrimitives.WriteUInt64BigEndian(data, PoolState.Discriminator);
        PublicKey[] keys =
        [
            state.Config, state.Creator, state.Vault0, state.Vault1, state.LpMint, state.Mint0, state.Mint1, state.Program0, state.Program1, state.Observation,
        ];
        for (var i = 0; i < keys.Length; i++) keys[i].CopyTo(data.AsSpan(8 + (32 * i)));
        data[328] = ProgramAddress.Find(ProgramIds.RaydiumCpmm, "vault_and_lp_mint_auth_seed"u8.ToArray())!.Value.Bump;
        data[331] = state.Decimals0;
        data[332] = state.Decimals1;
        return data;
    }

    private static byte[] Market()
    {
        var data = new byte[SaveMarket.Size];
        data[0] = 1;
        data[1] = ProgramAddress.Find(ProgramIds.Save, LenderAccounts.Market.ToArray())!.Value.Bump;
        ProgramIds.Token.CopyTo(data.AsSpan(66));
        return data;
    }

    private static byte[] Reserve(SaveReserve state)
    {
        var data = new byte[SaveReserve.Size];
        data[0] = state.Version;
        state.Market.CopyTo(data.AsSpan(10));
        state.Mint.CopyTo(data.AsSpan(42));
        data[74] = state.Decimals;
        state.LiquiditySupply.CopyTo(data.AsSpan(75));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(171), state.Available);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(314), state.FlashLoanFeeWad);
        data[322] = state.HostFeePercentage;
        state.FeeReceiver.CopyTo(data.AsSpan(339));
        return data;
    }

    private static byte[] Table(LookupTable table)
    {
        var data = new byte[56 + (32 * table.Addresses.Length)];
        data[0] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(4), ulong.MaxValue);
        for (var i = 0; i < table.Addresses.Length; i++) table.Addresses[i].CopyTo(data.AsSpan(56 + (32 * i)));
        return data;
    }
}
