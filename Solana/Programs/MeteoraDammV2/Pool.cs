using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Arithmetic;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.MeteoraDammV2;

/// <summary>A DAMM v2 pool with its mints; everything else a quote needs is in the pool's own account.</summary>
public sealed class DammV2Pool(PublicKey address, DammPool state, TokenMint mintA, TokenMint mintB) : IPool
{
    public PublicKey Program => ProgramIds.MeteoraDammV2;
    public PublicKey Address => address;
    public DammPool State => state;
    public PublicKey MintA => state.MintA;
    public PublicKey MintB => state.MintB;
    public IReadOnlyList<PublicKey> Dependencies { get; } = [address, state.MintA, state.MintB];

    public QuoteResult QuoteExactIn(PublicKey inputMint, ulong amountIn, in ChainClock clock)
    {
        var refusal = Sides(inputMint, clock.Epoch, out var aToB, out var feeIn, out var feeOut);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (amountIn == 0) return QuoteResult.Refused(QuoteRefusal.ZeroAmount);
        var withheld = feeIn.Of(amountIn);
        if (withheld == amountIn) return QuoteResult.Refused(QuoteRefusal.TransferFeeTakesAll);
        refusal = DammSwap.TryExactIn(state, amountIn - withheld, aToB, clock, out var swap);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
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
        refusal = DammSwap.TryExactOut(state, gross, aToB, clock, out var swap);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (!feeIn.TryAmountFor(swap.AmountIn, out var sent)) return QuoteResult.Refused(QuoteRefusal.Overflow);
        return Result(swap, aToB, sent, sent - swap.AmountIn, gross - feeOut.Of(gross), feeOut.Of(gross));
    }

    public CurveShape Shape(bool aToB, in ChainClock clock) =>
        Sides(aToB ? MintA : MintB, clock.Epoch, out _, out var feeIn, out var feeOut) == QuoteRefusal.None
            ? DammShape.Of(state, aToB, clock, feeIn.KeptShare, feeOut.KeptShare)
            : CurveShape.Empty;

    public Instruction? Swap(in SwapOrder order) =>
        order.InputMint != MintA && order.InputMint != MintB
            ? null
            : DammInstructions.Swap(
                address, state, (mintA.Program, mintB.Program), order.Trader, order.Source, order.Destination, (order.ExactIn, order.Amount, order.Limit));

    private QuoteRefusal Sides(PublicKey inputMint, ulong epoch, out bool aToB, out TransferFee feeIn, out TransferFee feeOut)
    {
        aToB = inputMint == MintA;
        (feeIn, feeOut) = (default, default);
        if (!aToB && inputMint != MintB) return QuoteRefusal.WrongMint;
        var refusal = MintTerms.SwapRefusal(mintA);
        if (refusal == QuoteRefusal.None) refusal = MintTerms.SwapRefusal(mintB);
        if (refusal != QuoteRefusal.None) return refusal;
        TransferFee a = mintA.FeeIn(epoch), b = mintB.FeeIn(epoch);
        (feeIn, feeOut) = aToB ? (a, b) : (b, a);
        return QuoteRefusal.None;
    }

    private QuoteResult Result(in DammSwapOutcome swap, bool aToB, ulong sent, ulong withheldIn, ulong received, ulong withheldOut) => new()
    {
        AmountIn = sent,
        AmountOut = received,
        FeeIn = swap.FeeOnInput ? swap.Fee : 0,
        FeeOut = swap.FeeOnInput ? 0 : swap.Fee,
        TransferFeeIn = withheldIn,
        TransferFeeOut = withheldOut,
        PriceImpactBps = Impact(swap, aToB),
    };

    private decimal Impact(in DammSwapOutcome swap, bool aToB)
    {
        var netIn = swap.FeeOnInput ? swap.AmountIn - swap.Fee : swap.AmountIn;
        var grossOut = swap.FeeOnInput ? swap.AmountOut : swap.AmountOut + swap.Fee;
        if (state.CollectFeeMode != DammCollectFeeMode.Compounding) return SqrtPriceImpact.Bps(state.SqrtPrice, aToB, netIn, grossOut);
        return aToB
            ? PriceImpact.ConstantProductBps(netIn, state.AmountA, state.AmountB, grossOut)
            : PriceImpact.ConstantProductBps(netIn, state.AmountB, state.AmountA, grossOut);
    }
}

/// <summary>Builds DAMM v2 pools from accounts.</summary>
public sealed class DammV2PoolReader : IPoolReader
{
    public PublicKey Program => ProgramIds.MeteoraDammV2;

    public PoolRead Read(PublicKey pool, IAccountSource accounts)
    {
        if (accounts.Find(pool) is not { } account) return PoolRead.Wants(pool);
        if (account.Owner != ProgramIds.MeteoraDammV2) return PoolRead.Refused(DecodeRefusal.WrongOwner, $"pool {pool}");
        var refusal = DammPool.TryDecode(account.Data.Span, out var state);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"pool {pool}");
        PublicKey[] missing = [.. new[] { state!.MintA, state.MintB }.Where(key => accounts.Find(key) is null)];
        if (missing.Length > 0) return PoolRead.Wants(missing);
        refusal = MintTerms.Read(accounts, state.MintA, out var mintA);
        if (refusal != DecodeRefusal.None) return PoolRead.Refused(refusal, $"mint {state.MintA}");
        refusal = MintTerms.Read(accounts, state.MintB, out var mintB);
        return refusal != DecodeRefusal.None
            ? PoolRead.Refused(refusal, $"mint {state.MintB}")
            : PoolRead.Of(new DammV2Pool(pool, state, mintA, mintB));
    }
}
