using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Keys;
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
            ChainAccount.Of(Observation, ProgramIds.RaydiumCpmm, ObservationData()),
            .. _mints.Select(mint => Tokens.Account(VaultOf(mint.Mint), mint.Mint, Authority.Address, amounts[mint.Mint])),
        ];
    }

    /// <summary>Sells exactly <paramref name="amountIn"/> of <paramref name="mintIn"/>.</summary>
    public Instruction SwapExactIn(PublicKey payer, PublicKey mintIn, PublicKey source, PublicKey destination, ulong amountIn, ulong least) =>
        Swap("swap_base_input", payer, mintIn, source, destination, amountIn, least);

    /// <summary>Buys exactly <paramref name="amountOut"/> with <paramref name="mintIn"/>.</summary>
    public Instruction SwapExactOut(PublicKey payer, PublicKey mintIn, PublicKey source, PublicKey destination, ulong amountOut, ulong most) =>
        Swap("swap_base_output", payer, mintIn, source, destination, most, amountOut);

    private Instruction Swap(string method, PublicKey payer, PublicKey mintIn, PublicKey source, PublicKey destination, ulong first, ulong second)
    {
        var mintOut = _mints[0].Mint == mintIn ? _mints[1].Mint : _mints[0].Mint;
        var data = new byte[24];
        Discriminator($"global:{method}").CopyTo(data, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), first);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), second);
        return new(ProgramIds.RaydiumCpmm,
        [
            AccountMeta.Signer(payer), AccountMeta.ReadOnly(Authority.Address), AccountMeta.ReadOnly(Config), AccountMeta.Writable(Address),
            AccountMeta.Writable(source), AccountMeta.Writable(destination), AccountMeta.Writable(VaultOf(mintIn)), AccountMeta.Writable(VaultOf(mintOut)),
            AccountMeta.ReadOnly(ProgramIds.Token), AccountMeta.ReadOnly(ProgramIds.Token), AccountMeta.ReadOnly(mintIn), AccountMeta.ReadOnly(mintOut),
            AccountMeta.Writable(Observation),
        ], data);
    }

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

    private byte[] ObservationData()
    {
        var data = new byte[ObservationBytes];
        Discriminator("account:ObservationState").CopyTo(data, 0);
        Address.CopyTo(data.AsSpan(11));
        return data;
    }

    private static byte[] Discriminator(string name) => SHA256.HashData(Encoding.ASCII.GetBytes(name))[..8];
}
