using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Arithmetic;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>A DLMM pair with its bitmap, the bin arrays around its price and its mints.</summary>
public sealed class DlmmPool : IPool
{
    /// <summary>Bin arrays that one swap names, in its direction; more would not fit into a transaction with other legs.</summary>
    public const int ArraysPerSwap = 3;

    private readonly BinArrayMap _map;
    private readonly BinArray[] _arrays;
    private readonly bool _hasExtension;
    private readonly TokenMint _mintX, _mintY;

    public DlmmPool(PublicKey address, LbPair state, BinArrayMap map, bool hasExtension, IEnumerable<BinArray> arrays, (TokenMint X, TokenMint Y) mints)
    {
        (Address, State, _map, _hasExtension) = (address, state, map, hasExtension);
        (_mintX, _mintY) = mints;
        _arrays = [.. arrays];
        Dependencies =
        [
            address, state.MintX, state.MintY, DlmmAddresses.BitmapExtension(address),
            .. _arrays.Select(array => DlmmAddresses.BinArray(address, array.Index)),
        ];
    }

    public PublicKey Program => ProgramIds.MeteoraDlmm;
    public PublicKey Address { get; }
    public LbPair State { get; }
    public PublicKey MintA => State.MintX;
    public PublicKey MintB => State.MintY;
    public IReadOnlyList<PublicKey> Dependencies { get; }

    public QuoteResult QuoteExactIn(PublicKey inputMint, ulong amountIn, in ChainClock clock)
    {
        var refusal = Sides(inputMint, clock.Epoch, out var xToY, out var feeIn, out var feeOut);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (amountIn == 0) return QuoteResult.Refused(QuoteRefusal.ZeroAmount);
        var withheld = feeIn.Of(amountIn);
        if (withheld == amountIn) return QuoteResult.Refused(QuoteRefusal.TransferFeeTakesAll);
        refusal = DlmmSwap.TryRun(State, _map, _arrays, amountIn - withheld, exactIn: true, xToY, clock, out var swap);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (swap.AmountOut == 0) return QuoteResult.Refused(QuoteRefusal.AmountTooSmall);
        var withheldOut = feeOut.Of(swap.AmountOut);
        if (withheldOut == swap.AmountOut) return QuoteResult.Refused(QuoteRefusal.TransferFeeTakesAll);
        return Result(swap, xToY, amountIn, withheld, swap.AmountOut - withheldOut, withheldOut);
    }

    public QuoteResult QuoteExactOut(PublicKey inputMint, ulong amountOut, in ChainClock clock)
    {
        var refusal = Sides(inputMint, clock.Epoch, out var xToY, out var feeIn, out var feeOut);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (amountOut == 0) return QuoteResult.Refused(QuoteRefusal.ZeroAmount);
        if (!feeOut.TryAmountFor(amountOut, out var gross)) return QuoteResult.Refused(QuoteRefusal.Overflow);
        refusal = DlmmSwap.TryRun(State, _map, _arrays, gross, exactIn: false, xToY, clock, out var swap);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (!feeIn.TryAmountFor(swap.AmountIn, out var sent)) return QuoteResult.Refused(QuoteRefusal.Overflow);
        return Result(swap, xToY, sent, sent - swap.AmountIn, gross - feeOut.Of(gross), feeOut.Of(gross));
    }

    public CurveShape Shape(bool aToB, in ChainClock clock) =>
        Sides(aToB ? MintA : MintB, clock.Epoch, out _, out var feeIn, out var feeOut) == QuoteRefusal.None
            ? DlmmShape.Of(State, _map, _arrays, aToB, clock, feeIn.KeptShare, feeOut.KeptShare)
            : CurveShape.Empty;

    public Instruction? Swap(in SwapOrder order)
    {
        if (order.InputMint != MintA && order.InputMint != MintB) return null;
        var indexes = DlmmPoolReader.ArraysInDirection(State, _map, downwards: order.InputMint == MintA);
        PublicKey[] arrays = [.. indexes.Select(index => DlmmAddresses.BinArray(Address, index))];
        var accounts = new DlmmSwapAccounts(Address, State, _hasExtension, _mintX.Program, _mintY.Program, arrays);
        return DlmmInstructions.Swap(accounts, order.Trader, order.Source, order.Destination, order.ExactIn, order.Amount, order.Limit);
    }

    private QuoteRefusal Sides(PublicKey inputMint, ulong epoch, out bool xToY, out TransferFee feeIn, out TransferFee feeOut)
    {
        xToY = inputMint == MintA;
        (feeIn, feeOut) = (default, default);
        if (!xToY && inputMint != MintB) return QuoteRefusal.WrongMint;
        var refusal = MintTerms.SwapRefusal(_mintX);
        if (refusal == QuoteRefusal.None) refusal = MintTerms.SwapRefusal(_mintY);
        if (refusal != QuoteRefusal.None) return refusal;
        TransferFee x = _mintX.FeeIn(epoch), y = _mintY.FeeIn(epoch);
        (feeIn, feeOut) = xToY ? (x, y) : (y, x);
        return QuoteRefusal.None;
    }

    private QuoteResult Result(in DlmmSwapOutcome swap, bool xToY, ulong sent, ulong withheldIn, ulong received, ulong withheldOut) => new()
    {
        AmountIn = sent,
        AmountOut = received,
        FeeIn = swap.FeeOnInput ? swap.Fee : 0,
        FeeOut = swap.FeeOnInput ? 0 : swap.Fee,
        TransferFeeIn = withheldIn,
        TransferFeeOut = withheldOut,
        PriceImpactBps = Impact(swap, xToY),
    };

    /// <summary>Against the price of the active bin.</summary>
    private decimal Impact(in DlmmSwapOutcome swap, bool xToY)
    {
        if (!BinPrice.TryAt(State.ActiveId, State.BinStep, out var price)) return 0m;
        var netIn = swap.FeeOnInput ? swap.AmountIn - swap.Fee : swap.AmountIn;
        var grossOut = (UInt128)swap.AmountOut + (swap.FeeOnInput ? 0 : swap.Fee);
        return xToY
            ? PriceImpact.Bps((U256)grossOut << 64, U256.Multiply(price, netIn))
            : PriceImpact.Bps(U256.Multiply(price, grossOut), (U256)netIn << 64);
    }
}
