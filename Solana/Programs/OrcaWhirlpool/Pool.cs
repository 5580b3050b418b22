using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Arithmetic;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>A Whirlpool with the tick arrays around its price, its oracle and its mints.</summary>
public sealed class WhirlpoolPool : IPool
{
    private readonly TickArray[] _arrays;
    private readonly TokenMint _mintA, _mintB;

    /// <param name="arrays">Those that a swap in either direction may walk through; absent ones as <see cref="TickArray.Absent"/>.</param>
    /// <param name="oracle">Only for a pool with an adaptive fee.</param>
    public WhirlpoolPool(PublicKey address, Whirlpool state, IEnumerable<TickArray> arrays, WhirlpoolOracle? oracle, TokenMint mintA, TokenMint mintB)
    {
        (Address, State, Oracle, _mintA, _mintB) = (address, state, oracle, mintA, mintB);
        _arrays = [.. arrays];
        PublicKey[] plain = [address, state.MintA, state.MintB, .. _arrays.Select(a => WhirlpoolAddresses.TickArray(address, a.StartTick))];
        Dependencies = state.HasAdaptiveFee ? [.. plain, WhirlpoolAddresses.Oracle(address)] : plain;
    }

    public PublicKey Program => ProgramIds.Whirlpool;
    public PublicKey Address { get; }
    public Whirlpool State { get; }
    public WhirlpoolOracle? Oracle { get; }
    public PublicKey MintA => State.MintA;
    public PublicKey MintB => State.MintB;
    public IReadOnlyList<PublicKey> Dependencies { get; }

    public QuoteResult QuoteExactIn(PublicKey inputMint, ulong amountIn, in ChainClock clock)
    {
        var refusal = Sides(inputMint, clock.Epoch, out var aToB, out var feeIn, out var feeOut);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (amountIn == 0) return QuoteResult.Refused(QuoteRefusal.ZeroAmount);
        var withheld = feeIn.Of(amountIn);
        if (withheld == amountIn) return QuoteResult.Refused(QuoteRefusal.TransferFeeTakesAll);
        var input = new WhirlpoolSwapInput(amountIn - withheld, ExactIn: true, aToB);
        refusal = WhirlpoolSwap.TryRun(State, _arrays, Oracle, input, clock.UnixTime, out var swap);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        // The lowest or highest price stopped the swap: the pool would take less than was offered.
        if (swap.AmountIn < input.Amount) return QuoteResult.Refused(QuoteRefusal.InsufficientLiquidity);
        if (swap.AmountOut == 0) return QuoteResult.Refused(QuoteRefusal.AmountTooSmall);
        var withheldOut = feeOut.Of(swap.AmountOut);
        if (withheldOut == swap.AmountOut) return QuoteResult.Refused(QuoteRefusal.TransferFeeTakesAll);
        return Result(swap, aToB, amountIn, withheld, swap.AmountOut - withheldOut, withheldOut);
    }

    public QuoteResult QuoteExactOut(PublicKey inputMint, ulong amountOut, in ChainClock clock)
    {
        var refusal = Sides(inputMint, clock.Epoch, out var aToB, out var feeIn, out var feeOut);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (amountOut == 0) return QuoteResult.Refused(QuoteRefusal.ZeroAmount);
        if (!feeOut.TryAmountFor(amountOut, out var gross)) return QuoteResult.Refused(QuoteRefusal.Overflow);
        var input = new WhirlpoolSwapInput(gross, ExactIn: false, aToB);
        refusal = WhirlpoolSwap.TryRun(State, _arrays, Oracle, input, clock.UnixTime, out var swap);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (!feeIn.TryAmountFor(swap.AmountIn, out var sent)) return QuoteResult.Refused(QuoteRefusal.Overflow);
        return Result(swap, aToB, sent, sent - swap.AmountIn, gross - feeOut.Of(gross), feeOut.Of(gross));
    }

    public CurveShape Shape(bool aToB, in ChainClock clock) =>
        Sides(aToB ? MintA : MintB, clock.Epoch, out _, out var feeIn, out var feeOut) == QuoteRefusal.None
            ? WhirlpoolShape.Of(State, _arrays, Oracle, aToB, clock.UnixTime, feeIn.KeptShare, feeOut.KeptShare)
            : CurveShape.Empty;

    public Instruction? Swap(in SwapOrder order)
    {
        if (order.InputMint != MintA && order.InputMint != MintB) return null;
        var aToB = order.InputMint == MintA;
        var terms = new WhirlpoolSwapTerms(order.Amount, order.Limit, 0, order.ExactIn, aToB);
        var owners = aToB ? (A: order.Source, B: order.Destination) : (A: order.Destination, B: order.Source);
        var plain = _mintA.Program == ProgramIds.Token && _mintB.Program == ProgramIds.Token && !State.HasAdaptiveFee;
        return plain
            ? WhirlpoolInstructions.Swap(Address, State, order.Trader, owners.A, owners.B, terms)
            : WhirlpoolInstructions.SwapV2(Address, State, (_mintA.Program, _mintB.Program), order.Trader, owners, terms);
    }

    private QuoteRefusal Sides(PublicKey inputMint, ulong epoch, out bool aToB, out TransferFee feeIn, out TransferFee feeOut)
    {
        aToB = inputMint == MintA;
        (feeIn, feeOut) = (default, default);
        if (!aToB && inputMint != MintB) return QuoteRefusal.WrongMint;
        var refusal = MintTerms.SwapRefusal(_mintA);
        if (refusal == QuoteRefusal.None) refusal = MintTerms.SwapRefusal(_mintB);
        if (refusal != QuoteRefusal.None) return refusal;
        TransferFee a = _mintA.FeeIn(epoch), b = _mintB.FeeIn(epoch);
        (feeIn, feeOut) = aToB ? (a, b) : (b, a);
        return QuoteRefusal.None;
    }

    private QuoteResult Result(in WhirlpoolSwapOutcome swap, bool aToB, ulong sent, ulong withheldIn, ulong received, ulong withheldOut) => new()
    {
        AmountIn = sent,
        AmountOut = received,
        FeeIn = swap.Fee,
        TransferFeeIn = withheldIn,
        TransferFeeOut = withheldOut,
        PriceImpactBps = SqrtPriceImpact.Bps(State.SqrtPrice, aToB, swap.AmountIn - swap.Fee, swap.AmountOut),
    };
}
