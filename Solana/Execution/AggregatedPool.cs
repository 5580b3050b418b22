using System.Collections.Immutable;
using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.JupiterRouter;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Execution;

/// <summary>A leg through Jupiter: known for the one amount that it was asked for, and carried out by its instruction with bounds of our own.</summary>
/// <param name="tables">Lookup tables that Jupiter names for it.</param>
internal sealed class AggregatedPool(
    PublicKey input, PublicKey output, ulong amountIn, ulong amountOut, Instruction swap, JupiterRoute route, ImmutableArray<PublicKey> tables) : IPool
{
    public ImmutableArray<PublicKey> Tables => tables;

    public PublicKey Program => ProgramIds.Jupiter;

    public PublicKey Address => ProgramIds.Jupiter;

    public PublicKey MintA => input;

    public PublicKey MintB => output;

    public IReadOnlyList<PublicKey> Dependencies => [];

    public QuoteResult QuoteExactIn(PublicKey inputMint, ulong amount, in ChainClock clock) =>
        inputMint != input ? QuoteResult.Refused(QuoteRefusal.WrongMint)
        : amount != amountIn ? QuoteResult.Refused(QuoteRefusal.Unsupported, $"Jupiter was asked for {amountIn}, not for {amount}")
        : new QuoteResult { AmountIn = amountIn, AmountOut = amountOut };

    public QuoteResult QuoteExactOut(PublicKey inputMint, ulong amount, in ChainClock clock) => QuoteResult.Refused(QuoteRefusal.Unsupported, "Jupiter is asked for what comes out");

    public CurveShape Shape(bool aToB, in ChainClock clock) => CurveShape.Empty;

    public Instruction? Swap(in SwapOrder order) => order.InputMint != input || !order.ExactIn || order.Amount != amountIn ? null
        : swap with { Data = route.Bounded(swap.Data.Span, order.Amount, order.Limit) };
}
