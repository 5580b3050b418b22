using System.Buffers.Binary;
using System.Numerics;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.World;

/// <summary>A Whirlpool whose liquidity is the same over the whole of three tick arrays.</summary>
/// <remarks>Layout: orca-so/whirlpools, state/whirlpool.rs.</remarks>
public sealed class ConcentratedPool
{
    private const ushort Spacing = 64, FeeRate = 3_000;
    private static readonly PublicKey Config = Names.Key("Whirlpool configuration");

    private readonly (PublicKey Mint, byte Decimals) _a, _b;
    private readonly ulong _liquidity;
    private readonly UInt128 _sqrtPrice;

    /// <param name="liquidity">√(A·B) in base units.</param>
    /// <param name="root">√(coins for one unit of the first mint), a whole number.</param>
    public ConcentratedPool((PublicKey Mint, byte Decimals) one, (PublicKey Mint, byte Decimals) other, ulong liquidity, ulong root)
    {
        (_a, _b) = one.Mint < other.Mint ? (one, other) : (other, one);
        _liquidity = liquidity;
        _sqrtPrice = _a == one ? (UInt128)root << 64 : (UInt128.One << 64) / root;
    }

    public PublicKey Address => WhirlpoolAddresses.Pool(Config, _a.Mint, _b.Mint, Spacing);

    public IEnumerable<PublicKey> Keys => [Address, VaultOf(_a.Mint), VaultOf(_b.Mint)];

    public PublicKey VaultOf(PublicKey mint) => Names.Key($"vault {mint} of {Address}");

    public IEnumerable<ChainAccount> Accounts(params (PublicKey Mint, ulong Amount)[] vaults) =>
        [ChainAccount.Of(Address, ProgramIds.Whirlpool, Data()), .. vaults.Select(vault => Tokens.Of(VaultOf(vault.Mint), vault.Mint, Address, vault.Amount))];

    /// <summary>What the product quotes for it.</summary>
    public ulong Quote(PublicKey mintIn, ulong amountIn)
    {
        var quote = Pool().QuoteExactIn(mintIn, amountIn, new ChainClock(1, 1, 1));
        Assert.Equal(QuoteRefusal.None, quote.Refusal);
        return quote.AmountOut;
    }

    /// <summary>The swap as the product builds it.</summary>
    public Instruction SwapExactIn(PublicKey trader, PublicKey mintIn, PublicKey source, PublicKey destination, ulong amountIn, ulong least) =>
        Pool().Swap(new SwapOrder(trader, mintIn, source, destination, true, amountIn, least))!;

    /// <summary>
    /// An exact output that a limit of the price ends before it is reached: so many per mille of the price's root are traded, and the program is content.
    /// </summary>
    public (Instruction Swap, ulong In, ulong Out) SwapPartly(PublicKey trader, PublicKey mintIn, PublicKey source, PublicKey destination, ulong amountOut, ulong most, uint perMille)
    {
        var aToB = mintIn == _a.Mint;
        var limit = aToB ? _sqrtPrice - (_sqrtPrice / 1_000 * perMille) : _sqrtPrice + (_sqrtPrice / 1_000 * perMille);
        BigInteger liquidity = _liquidity, price = _sqrtPrice, end = limit, way = BigInteger.Abs(price - end), a = (liquidity << 64) * way, b = liquidity * way;
        var (net, got) = aToB ? (Up(a, price * end), b >> 64) : (Up(b, BigInteger.One << 64), a / (price * end));
        var paid = net + Up(net * FeeRate, 1_000_000 - FeeRate);
        var swap = SwapExactIn(trader, mintIn, source, destination, amountOut, most);
        var data = swap.Data.ToArray();
        BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(24), limit);
        data[40] = 0;
        return (swap with { Data = data }, (ulong)paid, (ulong)got);

        static BigInteger Up(BigInteger value, BigInteger divisor) => (value + divisor - 1) / divisor;
    }

    private WhirlpoolPool Pool()
    {
        Assert.Equal(DecodeRefusal.None, Whirlpool.TryDecode(Data(), out var state));
        var arrays = new[] { true, false }.SelectMany(aToB => Starts(state!, aToB)).Distinct().Select(start => TickArray.Absent(Address, start));
        return new WhirlpoolPool(Address, state!, arrays, null, TokenMint.Plain(_a.Decimals), TokenMint.Plain(_b.Decimals));
    }

    private static int[] Starts(Whirlpool state, bool aToB)
    {
        Span<int> starts = stackalloc int[TickArraySequence.ArraysMax];
        return starts[..TickArraySequence.StartTicks(state.TickCurrentIndex, state.TickSpacing, aToB, starts)].ToArray();
    }

    private byte[] Data()
    {
        var data = new byte[Whirlpool.Size];
        BinaryPrimitives.WriteUInt64BigEndian(data, Whirlpool.Discriminator);
        Config.CopyTo(data.AsSpan(8));
        data[40] = ProgramAddress.Find(ProgramIds.Whirlpool, "whirlpool"u8.ToArray(), Config.ToArray(), _a.Mint.ToArray(), _b.Mint.ToArray(), BitConverter.GetBytes(Spacing))!.Value.Bump;
        foreach (var (at, value) in ((int, ushort)[])[(41, Spacing), (43, Spacing), (45, FeeRate), (47, 300)]) BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at), value);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(49), _liquidity);
        BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(65), _sqrtPrice);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(81), TickMath.TickAt(_sqrtPrice));
        foreach (var (at, key) in ((int, PublicKey)[])[(101, _a.Mint), (133, VaultOf(_a.Mint)), (181, _b.Mint), (213, VaultOf(_b.Mint))]) key.CopyTo(data.AsSpan(at));
        return data;
    }
}
