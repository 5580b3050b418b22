using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Transactions;
using SplAccount = Orchestrator.Solana.Programs.SplToken.TokenAccount;
using SplMint = Orchestrator.Solana.Programs.SplToken.Mint;

namespace Orchestrator.Solana.Simulation;

/// <summary>What the simulated chain holds at this moment, as the accounts that a node would show: owner and bytes, in the programs' own layouts.</summary>
internal sealed class VenueAccounts(VenueLayout layout, Market market)
{
    /// <summary>Source: getTokenLargestAccounts of a node.</summary>
    private const int LargestMax = 20;

    private const int ObservationBytes = 4_075, TableHead = 56;
    private const ulong ObservationDiscriminator = 0x7aaec5358109a584;

    private static readonly PublicKey TableProgram = PublicKey.Parse("AddressLookupTab1e1111111111111111111111111");

    private static readonly byte PoolBump = ProgramAddress.Find(ProgramIds.RaydiumCpmm, "vault_and_lp_mint_auth_seed"u8.ToArray())!.Value.Bump;

    private readonly FrozenDictionary<PublicKey, uint> _fees = layout.Pools.DistinctBy(pool => pool.Config).ToFrozenDictionary(pool => pool.Config, pool => pool.FeePpm);
    private readonly FrozenDictionary<PublicKey, VenueLaunch> _launches = layout.Launches.ToFrozenDictionary(launch => launch.Token.Key);
    private readonly FrozenDictionary<PublicKey, LaunchedPool> _shares = Launched(layout).ToFrozenDictionary(pool => pool.Pool.ShareMint);
    private readonly FrozenDictionary<PublicKey, LaunchedPool> _kept =
        Launched(layout).Where(pool => pool.ShareHolding is not null).ToFrozenDictionary(pool => pool.ShareHolding!.Value);
    private readonly FrozenDictionary<PublicKey, VenuePool> _observed = layout.Pools.ToFrozenDictionary(pool => pool.Observation);

    /// <summary>Addresses of everything that programs own here.</summary>
    public IEnumerable<PublicKey> Addresses() =>
    [
        .. VenueToken.All.Select(token => token.Key), .. layout.TokenAccounts.Select(row => row.Key), .. _fees.Keys,
        .. layout.Pools.SelectMany(pool => new[] { pool.Address, pool.Observation }), LenderAccounts.Market, .. layout.Reserves.Select(reserve => reserve.Address),
        .. layout.Tables.Select(table => table.Key),
    ];

    /// <summary><see cref="AccountData.Absent"/> where there is nothing, and for accounts without data.</summary>
    public AccountData Find(PublicKey key)
    {
        if (layout.TokenAccountIndex.TryGetValue(key, out var holding)) return Exists(layout.TokenAccounts[holding].Token) ? TokenAccount(holding) : AccountData.Absent;
        if (_launches.TryGetValue(key, out var launch)) return Exists(launch.Token.Index) ? LaunchAccounts.Mint(launch, launch.Supply) : AccountData.Absent;
        if (_shares.TryGetValue(key, out var shares)) return LaunchAccounts.Shares(shares);
        if (_kept.TryGetValue(key, out var kept)) return LaunchAccounts.KeptShares(kept);
        if (layout.PoolIndex.TryGetValue(key, out var pool)) return !Exists(layout.Pools[pool]) ? AccountData.Absent : new(ProgramIds.RaydiumCpmm, Pool(layout.Pools[pool].State));
        if (_fees.TryGetValue(key, out var fee)) return new(ProgramIds.RaydiumCpmm, Config(fee));
        if (layout.ReserveIndex.TryGetValue(key, out var reserve)) return new(ProgramIds.Save, Reserve(layout.Reserves[reserve]));
        if (_observed.TryGetValue(key, out var observed)) return new(ProgramIds.RaydiumCpmm, Observation(observed.Address));
        if (key == LenderAccounts.Market) return new(ProgramIds.Save, LendingMarket());
        if (VenueToken.All.FirstOrDefault(token => token.Key == key) is { } minted) return new(ProgramIds.Token, Mint(minted));
        return layout.Tables.FirstOrDefault(table => table.Key == key) is { } table ? new(TableProgram, Table(table)) : AccountData.Absent;
    }

    /// <summary>Token accounts of a mint, largest first, as many as a node tells.</summary>
    public ImmutableArray<string> Largest(string mint) =>
    [
        .. layout.TokenAccounts.Select((row, index) => (Row: row, Amount: market.Amounts[index]))
            .Where(one => one.Amount > 0 && layout.Tokens[one.Row.Token].Mint.Value == mint && Exists(one.Row.Token))
            .OrderByDescending(one => one.Amount).Take(LargestMax).Select(one => one.Row.Key.ToString())
            .Concat(_kept.Values.Where(pool => pool.Pool.ShareMint.ToString() == mint).Select(pool => pool.ShareHolding!.Value.ToString())),
    ];

    public AccountData TokenAccount(int index)
    {
        var row = layout.TokenAccounts[index];
        var (mint, program) = (layout.Tokens[row.Token].Key, layout.Tokens[row.Token].Program);
        var data = new byte[SplAccount.Size];
        mint.CopyTo(data);
        row.Owner.CopyTo(data.AsSpan(32));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(64), market.Amounts[index]);
        data[108] = 1;
        if (mint != Mints.WrappedSol) return new(program, data);
        // Wrapped SOL: the account's own lamports, over its rent, are its tokens.
        data[109] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(113), Rent.TokenAccountLamports);
        return new(ProgramIds.Token, data);
    }

    private static IEnumerable<LaunchedPool> Launched(VenueLayout layout) =>
        layout.Launches.SelectMany(launch => launch.Exit is null ? [launch.Pool] : new[] { launch.Pool, launch.Exit });

    /// <summary>What is launched later is not there yet.</summary>
    private bool Exists(int token) => token < VenueToken.All.Count || market.LaunchedIn[token - VenueToken.All.Count] > 0;

    private bool Exists(VenuePool pool)
    {
        if (pool.Index < layout.EstablishedPools) return true;
        var launch = layout.Launches.First(one => one.Pool.Pool.Index == pool.Index || one.Exit?.Pool.Index == pool.Index);
        return (launch.Pool.Pool.Index == pool.Index ? market.LaunchedIn : market.ExitIn)[launch.Index] > 0;
    }

    private byte[] Mint(VenueToken token)
    {
        var data = new byte[SplMint.Size];
        data[0] = 1;
        layout.Crowd.CopyTo(data.AsSpan(4));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(36), ulong.MaxValue / 2);
        data[44] = (byte)token.Decimals;
        data[45] = 1;
        return data;
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
        data[328] = PoolBump;
        data[331] = state.Decimals0;
        data[332] = state.Decimals1;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(333), state.LpSupply);
        return data;
    }

    private static byte[] Observation(PublicKey pool)
    {
        var data = new byte[ObservationBytes];
        BinaryPrimitives.WriteUInt64BigEndian(data, ObservationDiscriminator);
        pool.CopyTo(data.AsSpan(11));
        return data;
    }

    private static byte[] LendingMarket()
    {
        var data = new byte[SaveMarket.Size];
        data[0] = 1;
        data[1] = ProgramAddress.Find(ProgramIds.Save, LenderAccounts.Market.ToArray())!.Value.Bump;
        ProgramIds.Token.CopyTo(data.AsSpan(66));
        return data;
    }

    private byte[] Reserve(VenueReserve reserve)
    {
        var (state, data) = (reserve.State, new byte[SaveReserve.Size]);
        data[0] = state.Version;
        state.Market.CopyTo(data.AsSpan(10));
        state.Mint.CopyTo(data.AsSpan(42));
        data[74] = state.Decimals;
        state.LiquiditySupply.CopyTo(data.AsSpan(75));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(171), market.Amounts[reserve.Supply]);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(314), state.FlashLoanFeeWad);
        data[322] = state.HostFeePercentage;
        state.FeeReceiver.CopyTo(data.AsSpan(339));
        return data;
    }

    private static byte[] Table(LookupTable table)
    {
        var data = new byte[TableHead + (PublicKey.Size * table.Addresses.Length)];
        data[0] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(4), ulong.MaxValue);
        for (var i = 0; i < table.Addresses.Length; i++) table.Addresses[i].CopyTo(data.AsSpan(TableHead + (PublicKey.Size * i)));
        return data;
    }
}
