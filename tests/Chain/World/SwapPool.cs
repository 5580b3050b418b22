using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.World;

/// <summary>A Raydium CPMM pool of two mints.</summary>
/// <remarks>Layout: raydium-io/raydium-cp-swap, states/pool.rs and states/config.rs.</remarks>
public sealed class SwapPool
{
    private const int PoolBytes = 637;
    private const int ConfigBytes = 236;
    private const int ObservationBytes = 4075;
    private static readonly PublicKey Config = Names.Key("CPMM configuration");
    private static readonly (PublicKey Address, byte Bump) Authority =
        ProgramAddress.Find(ProgramIds.RaydiumCpmm, "vault_and_lp_mint_auth_seed"u8.ToArray())!.Value;

    private readonly string _name;
    private readonly (PublicKey Mint, byte Decimals)[] _mints;

    public SwapPool(string name, (PublicKey Mint, byte Decimals) one, (PublicKey Mint, byte Decimals) other)
    {
        _name = name;
        // The program orders a pool's mints bytewise.
        _mints = one.Mint < other.Mint ? [one, other] : [other, one];
    }

    public PublicKey Address => Names.Key($"pool {_name}");

    public PublicKey VaultOf(PublicKey mint) => Names.Key($"pool {_name} vault {mint}");

    private PublicKey Observation => Names.Key($"pool {_name} observation");

    /// <summary>Every account an arbitrage names because of this pool.</summary>
    public IEnumerable<PublicKey> Keys => [Authority.Address, Config, Address, VaultOf(_mints[0].Mint), VaultOf(_mints[1].Mint), Observation];

    /// <summary>The pool with these reserves. Fees: 0.25 % of the input, of which 12 % go to the protocol and 4 % to the fund.</summary>
    public IEnumerable<ChainAccount> Accounts(params (PublicKey Mint, ulong Amount)[] reserves)
    {
        var amounts = reserves.ToDictionary(reserve => reserve.Mint, reserve => reserve.Amount);
        return
        [
            ChainAccount.Of(Config, ProgramIds.RaydiumCpmm, ConfigData()),
            ChainAccount.Of(Address, ProgramIds.RaydiumCpmm, PoolData()),
            ChainAccount.Of(Observation, ProgramIds.RaydiumCpmm, ObservationOf(Address)),
            .. _mints.Select(mint => Tokens.Of(VaultOf(mint.Mint), mint.Mint, Authority.Address, amounts[mint.Mint])),
        ];
    }

    /// <summary>Sells exactly <paramref name="amountIn"/> of <paramref name="mintIn"/>.</summary>
    public Instruction SwapExactIn(PublicKey payer, PublicKey mintIn, PublicKey source, PublicKey destination, ulong amountIn, ulong least) =>
        RaydiumCpmmInstructions.Swap(Address, State, mintIn == _mints[0].Mint, payer, source, destination, exactIn: true, amountIn, least);

    /// <summary>Buys exactly <paramref name="amountOut"/> with <paramref name="mintIn"/>.</summary>
    public Instruction SwapExactOut(PublicKey payer, PublicKey mintIn, PublicKey source, PublicKey destination, ulong amountOut, ulong most) =>
        RaydiumCpmmInstructions.Swap(Address, State, mintIn == _mints[0].Mint, payer, source, destination, exactIn: false, amountOut, most);

    private PoolState State => PoolState.Read(ProgramIds.RaydiumCpmm, PoolData(), out var state) == DecodeRefusal.None
        ? state!
        : throw new InvalidOperationException("The pool cannot be read.");

    private byte[] PoolData()
    {
        var data = new byte[PoolBytes];
        Discriminator("account:PoolState").CopyTo(data, 0);
        PublicKey[] keys =
        [
            Config, Names.Key("pool creator"), VaultOf(_mints[0].Mint), VaultOf(_mints[1].Mint), Names.Key($"pool {_name} lp mint"),
            _mints[0].Mint, _mints[1].Mint, ProgramIds.Token, ProgramIds.Token, Observation,
        ];
        for (var i = 0; i < keys.Length; i++) keys[i].CopyTo(data.AsSpan(8 + (32 * i)));
        data[328] = Authority.Bump;
        data[330] = 9;
        data[331] = _mints[0].Decimals;
        data[332] = _mints[1].Decimals;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(333), 1_000_000_000);
        return data;
    }

    private static byte[] ConfigData()
    {
        var data = new byte[ConfigBytes];
        Discriminator("account:AmmConfig").CopyTo(data, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(12), 2_500);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(20), 120_000);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(28), 40_000);
        return data;
    }

    public static byte[] ObservationOf(PublicKey pool)
    {
        var data = new byte[ObservationBytes];
        Discriminator("account:ObservationState").CopyTo(data, 0);
        pool.CopyTo(data.AsSpan(11));
        return data;
    }

    private static byte[] Discriminator(string name) => SHA256.HashData(Encoding.ASCII.GetBytes(name))[..8];
}
