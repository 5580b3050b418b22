using System.Buffers.Binary;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.World;

/// <summary>One lending market of Save with one reserve, and the instructions to borrow from it for one transaction and to lend to it.</summary>
/// <remarks>Offsets: solendprotocol/solana-program-library, token-lending/sdk, state/reserve.rs and state/lending_market.rs.</remarks>
public sealed class FlashLender(PublicKey mint, byte decimals, string name = "")
{
    private const int ReserveBytes = 619;
    private const int MarketBytes = 290;
    private static readonly PublicKey Market = Names.Key("market");
    private static readonly PublicKey Operator = Names.Key("lender's operator");
    private static readonly (PublicKey Address, byte Bump) Authority = ProgramAddress.Find(ProgramIds.Save, Market.ToArray())!.Value;

    public PublicKey Reserve { get; } = Names.Key($"{name}reserve {mint}");

    public PublicKey Supply { get; } = Names.Key($"{name}reserve supply {mint}");

    public PublicKey FeeReceiver { get; } = Names.Key($"{name}fee receiver {mint}");

    public PublicKey HostFeeReceiver { get; } = Names.Key($"{name}host fee receiver {mint}");

    /// <summary>Stands for what is lent to the reserve.</summary>
    public PublicKey CollateralMint { get; } = Names.Key($"{name}collateral mint {mint}");

    public PublicKey CollateralSupply { get; } = Names.Key($"{name}collateral supply {mint}");

    /// <summary>Every account an arbitrage names because of this lender.</summary>
    public IEnumerable<PublicKey> Keys => [Supply, Reserve, Market, Authority.Address, FeeReceiver, HostFeeReceiver];

    /// <param name="available">What can be borrowed, base units.</param>
    /// <param name="feeWad">Fee rate, 10^-18; 2^64 − 1 means that flash loans are off.</param>
    /// <param name="hostFeePercent">The host's share of the fee.</param>
    /// <param name="issued">Collateral tokens that are out; the fewer, the more each is worth.</param>
    /// <param name="atHand">What of <paramref name="available"/> is not lent out; null: all of it.</param>
    public IEnumerable<ChainAccount> Accounts(ulong available, ulong feeWad, byte hostFeePercent, ulong issued = 0, ulong? atHand = null)
    {
        var market = new byte[MarketBytes];
        market[0] = 1;
        market[1] = Authority.Bump;
        Operator.CopyTo(market.AsSpan(2));
        ProgramIds.Token.CopyTo(market.AsSpan(66));
        return
        [
            ChainAccount.Of(Market, ProgramIds.Save, market),
            ChainAccount.Of(Reserve, ProgramIds.Save, ReserveData(atHand ?? available, feeWad, hostFeePercent, issued, available - (atHand ?? available))),
            Tokens.Of(Supply, mint, Authority.Address, atHand ?? available),
            Tokens.Mint(CollateralMint, decimals, issued, Authority.Address), Tokens.Of(CollateralSupply, CollateralMint, Authority.Address, 0),
            Tokens.Of(FeeReceiver, mint, Operator, 0),
            Tokens.Of(HostFeeReceiver, mint, Operator, 0),
        ];
    }

    /// <summary>What a signer would pin of this reserve.</summary>
    public ReserveRule Rule(ulong feeWadMax) => new(Reserve, Market, mint, Supply, FeeReceiver, CollateralMint, HostFeeReceiver, feeWadMax);

    public Instruction Borrow(PublicKey destination, ulong amount) => SaveInstructions.FlashBorrow(Reserve, State, destination, amount);

    public Instruction Deposit(PublicKey source, PublicKey collateral, PublicKey user, ulong amount) => SaveInstructions.Deposit(Reserve, State, source, collateral, user, amount);

    public Instruction Redeem(PublicKey collateral, PublicKey destination, PublicKey user, ulong amount) => SaveInstructions.Redeem(Reserve, State, collateral, destination, user, amount);

    /// <param name="borrowIndex">Index of the borrow among all instructions of the message.</param>
    public Instruction Repay(PublicKey source, PublicKey user, ulong amount, byte borrowIndex) =>
        SaveInstructions.FlashRepay(Reserve, State, source, HostFeeReceiver, user, (amount, borrowIndex));

    public SaveReserve State => SaveReserve.TryDecode(ReserveData(0, 0, 0), out var state) == DecodeRefusal.None
        ? state!
        : throw new InvalidOperationException("The reserve cannot be read.");

    private byte[] ReserveData(ulong available, ulong feeWad, byte hostFeePercent, ulong issued = 0, ulong borrowed = 0)
    {
        var reserve = new byte[ReserveBytes];
        reserve[0] = 1;
        Market.CopyTo(reserve.AsSpan(10));
        mint.CopyTo(reserve.AsSpan(42));
        reserve[74] = decimals;
        Supply.CopyTo(reserve.AsSpan(75));
        BinaryPrimitives.WriteUInt64LittleEndian(reserve.AsSpan(171), available);
        BinaryPrimitives.WriteUInt64LittleEndian(reserve.AsSpan(314), feeWad);
        reserve[322] = hostFeePercent;
        CollateralMint.CopyTo(reserve.AsSpan(227));
        BinaryPrimitives.WriteUInt64LittleEndian(reserve.AsSpan(259), issued);
        CollateralSupply.CopyTo(reserve.AsSpan(267));
        BinaryPrimitives.WriteUInt128LittleEndian(reserve.AsSpan(179), (UInt128)borrowed * 1_000_000_000_000_000_000);
        BinaryPrimitives.WriteUInt64LittleEndian(reserve.AsSpan(323), ulong.MaxValue);
        FeeReceiver.CopyTo(reserve.AsSpan(339));
        return reserve;
    }
}
