using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Signing;

/// <summary>
/// An exact output that its program may fill in part promises nothing: two of them, there and back through pools of a thief's, look like a round trip that pays
/// and take everything. Where a program fills in part: orca-so/whirlpools, manager/swap_manager.rs; raydium-io/raydium-clmm, instructions/swap_v2.rs.
/// </summary>
public sealed class PartialFillPolicyTests
{
    private const ulong Sol = 1_000_000_000, Dollars = 1_000_000_000;
    private const ulong AnchorSwap = 0xf8c69e91e17587c8, ClmmSwapV2 = 0x2b04ed0b1ac91e62, DlmmExactOut = 0xfa49652126cf4bb8;

    private static readonly PublicKey Wallet = Wallets.New().PublicKey, Wrapped = Own(Mints.WrappedSol), Usdc = Own(Mints.Usdc);

    private readonly SigningPolicy _policy = new(Wallets.Terms(Wallet));

    [Fact]
    public void Whirlpool_promises_an_exact_output_only_without_a_limit_of_the_price()
    {
        Assert.Equal(default, There(limit => Whirlpool(limit, price: 0, isInput: false)));
        Assert.Equal(PolicyViolation.UnboundedSwap, There(limit => Whirlpool(limit, price: 4_295_048_017, isInput: false)).Violation);
        // An exact input may be filled in part as well, and its least output holds all the same.
        Assert.Equal(default, There(limit => Whirlpool(limit, price: 4_295_048_017, isInput: true)));
    }

    [Fact]
    public void Raydium_clmm_never_promises_an_exact_output()
    {
        Assert.Equal(default, There(limit => Clmm(limit, isInput: true)));
        Assert.Equal(PolicyViolation.UnboundedSwap, There(limit => Clmm(limit, isInput: false)).Violation);
    }

    [Fact]
    public void Meteora_dlmm_is_not_relied_on_for_an_exact_output() => Assert.Equal(PolicyViolation.UnboundedSwap, There(Dlmm).Violation);

    /// <summary>Five SOL into a thousand dollars, and these back into a little more.</summary>
    private PolicyVerdict There(Func<(bool ToDollars, ulong In, ulong Out), Instruction> swap)
    {
        var builder = new MessageBuilder(Wallet).Add(swap((true, 5 * Sol, Dollars))).Add(swap((false, Dollars, (5 * Sol) + 1)));
        Assert.Equal(BuildRefusal.None, builder.BuildLegacy(new Blockhash(new byte[32]), out var message));
        return _policy.Judge(message!);
    }

    private static Instruction Whirlpool((bool ToDollars, ulong In, ulong Out) swap, UInt128 price, bool isInput) => new(
        ProgramIds.Whirlpool,
        [
            AccountMeta.ReadOnly(ProgramIds.Token), AccountMeta.Signer(Wallet), Some(1), AccountMeta.Writable(Wrapped), Some(2), AccountMeta.Writable(Usdc), Some(3), Some(4), Some(5), Some(6), Some(7),
        ],
        (byte[])[.. Amounts(AnchorSwap, swap, price, isInput), (byte)(swap.ToDollars ? 1 : 0)]);

    private static Instruction Clmm((bool ToDollars, ulong In, ulong Out) swap, bool isInput) => new(
        ProgramIds.RaydiumClmm,
        [
            AccountMeta.Signer(Wallet), Some(1), Some(2), AccountMeta.Writable(swap.ToDollars ? Wrapped : Usdc), AccountMeta.Writable(swap.ToDollars ? Usdc : Wrapped), Some(3), Some(4), Some(5),
            AccountMeta.ReadOnly(ProgramIds.Token), AccountMeta.ReadOnly(ProgramIds.Token2022), AccountMeta.ReadOnly(ProgramIds.Memo),
            AccountMeta.ReadOnly(swap.ToDollars ? Mints.WrappedSol : Mints.Usdc), AccountMeta.ReadOnly(swap.ToDollars ? Mints.Usdc : Mints.WrappedSol),
        ],
        Amounts(ClmmSwapV2, swap, 0, isInput));

    private static Instruction Dlmm((bool ToDollars, ulong In, ulong Out) swap)
    {
        var data = new byte[24];
        BinaryPrimitives.WriteUInt64BigEndian(data, DlmmExactOut);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), swap.In);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), swap.Out);
        return new(
            ProgramIds.MeteoraDlmm,
            [
                Some(1), Some(2), Some(3), Some(4), AccountMeta.Writable(swap.ToDollars ? Wrapped : Usdc), AccountMeta.Writable(swap.ToDollars ? Usdc : Wrapped),
                AccountMeta.ReadOnly(Mints.WrappedSol), AccountMeta.ReadOnly(Mints.Usdc), Some(5), Some(6), AccountMeta.Signer(Wallet), AccountMeta.ReadOnly(ProgramIds.Token),
                AccountMeta.ReadOnly(ProgramIds.Token), Some(7), AccountMeta.ReadOnly(ProgramIds.MeteoraDlmm),
            ],
            data);
    }

    private static byte[] Amounts(ulong tag, (bool ToDollars, ulong In, ulong Out) swap, UInt128 price, bool isInput)
    {
        var data = new byte[41];
        BinaryPrimitives.WriteUInt64BigEndian(data, tag);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), isInput ? swap.In : swap.Out);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), isInput ? swap.Out : swap.In);
        BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(24), price);
        data[40] = (byte)(isInput ? 1 : 0);
        return data;
    }

    private static AccountMeta Some(byte n) => AccountMeta.Writable(Pools.Key((byte)(100 + n)));

    private static PublicKey Own(PublicKey mint) => ProgramAddress.AssociatedToken(Wallet, mint, ProgramIds.Token);
}
