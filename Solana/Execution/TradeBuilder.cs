using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.AssociatedToken;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Transactions;
using Mint = Orchestrator.Domain.Money.Mint;

namespace Orchestrator.Solana.Execution;

/// <summary>A message, or why there is none.</summary>
public readonly record struct TradeDraft(Message? Message, string? Refusal, string? Detail)
{
    internal static TradeDraft Refused(string code, string detail) => new(null, code, detail);
}

/// <summary>
/// Builds the message of one command on the pools as they are now. Pure. Compute budget, a memo with the opportunity's id, flash borrow, swaps, flash repay, tip, and guards
/// that make the whole fail when the money is not there.
/// </summary>
public sealed class TradeBuilder(TradeTerms terms)
{
    private const int Million = 1_000_000;
    private const int SizingSteps = 48;

    private readonly TradeFrame _frame = new(terms);

    /// <param name="unitLimit">Compute units that the message asks for.</param>
    public TradeDraft Build(ExecutionCommand command, TradeState state, uint unitLimit, TipBoard board)
    {
        var isRoundTrip = state.Legs[0].Input == state.Legs[^1].Output;
        return isRoundTrip ? RoundTrip(command, state, unitLimit, board) : OneWay(command, state, unitLimit, board);
    }

    private TradeDraft RoundTrip(ExecutionCommand command, TradeState state, uint unitLimit, TipBoard board)
    {
        var input = state.Legs[0].Input;
        // Profit is reckoned in lamports, and so are the costs: another asset would need a price that nobody here knows.
        if (input != Mints.WrappedSol) return TradeDraft.Refused(PlanRefusals.AssetNotSupported, $"a trip that begins with {input}");
        var isFlash = command.FlashLoan > Lamports.Zero;
        if (state.Held is not { } held) return TradeDraft.Refused(PlanRefusals.InsufficientBalance, "no account for wrapped SOL");
        if (isFlash && state.Reserve is null) return TradeDraft.Refused(PlanRefusals.FlashLoanUnavailable, "no reserve lends wrapped SOL");

        var fixedCosts = ComputeBudget.LamportsPerSignature + ComputeBudget.PriorityFee(terms.UnitPrice, unitLimit);
        var cap = isFlash ? (ulong)command.FlashLoan.Value : (ulong)Math.Clamp(command.Allocated.Value - (long)fixedCosts - (long)terms.Tip.Cap, 0, (long)Math.Min(held, long.MaxValue));
        if (cap == 0) return TradeDraft.Refused(PlanRefusals.InsufficientBalance, "the allocation does not cover the costs");
        var sized = Size(command, state, cap, isFlash, (long)fixedCosts);
        if (sized.Refusal is { } refusal) return TradeDraft.Refused(refusal, sized.Detail ?? "");

        var gain = sized.Gross - (Int128)fixedCosts;
        var tip = gain > 0 ? terms.Tip.For((ulong)gain, board.Market, board.Misses) : terms.Tip.Floor;
        var net = gain - tip;
        if (net < command.MinimumProfit.Value)
            return TradeDraft.Refused(PlanRefusals.NoLongerProfitable, $"{net} lamports, {command.MinimumProfit.Value} wanted");
        if (state.Lamports < terms.SolFloor + fixedCosts + tip) return TradeDraft.Refused(PlanRefusals.InsufficientBalance, "fees and tip would go below the floor");

        var own = Own(input);
        var builder = _frame.Begin(command, unitLimit);
        var borrowIndex = (byte)builder.NextIndex;
        if (isFlash) builder.Add(SaveInstructions.FlashBorrow(state.Reserve!.Value.Address, state.Reserve.Value.State, own, sized.Input));
        var least = (Int128)sized.Input + sized.LoanFee + fixedCosts + tip + command.MinimumProfit.Value;
        if (AddSwaps(builder, command, state, sized.Input, least) is { } broken) return broken;
        // The host's share of the fee comes back to our own account.
        if (isFlash)
            builder.Add(SaveInstructions.FlashRepay(state.Reserve!.Value.Address, state.Reserve.Value.State, own, own, terms.Wallet, (sized.Input, borrowIndex)));
        // Fails when the account does not hold what it held and the profit: whatever went wrong before, it is undone.
        var profit = least - sized.Input - sized.LoanFee;
        builder.Add(TokenInstructions.Transfer(ProgramIds.Token, own, own, terms.Wallet, held + (ulong)Int128.Max(0, profit)));
        return _frame.End(command, builder, state.Blockhash, tip);
    }

    /// <summary>Buys a token that is held, or sells it. The bound of the last swap is all that protects it, so it is recomputed here.</summary>
    private TradeDraft OneWay(ExecutionCommand command, TradeState state, uint unitLimit, TipBoard board)
    {
        if (command.FlashLoan > Lamports.Zero) return TradeDraft.Refused(PlanRefusals.RouteBroken, "a loan is repaid with what a trip brings back, and this one does not return");
        if (state.Held is not { } held) return TradeDraft.Refused(PlanRefusals.InsufficientBalance, $"no account for {state.Legs[0].Input}");
        var amount = Math.Min(held, command.Route[0].AmountIn.Value);
        var costs = ComputeBudget.LamportsPerSignature + ComputeBudget.PriorityFee(terms.UnitPrice, unitLimit);
        if (command.Closes is null && state.Legs[0].Input == Mints.WrappedSol)
            amount = Math.Min(amount, (ulong)Math.Max(0, command.Allocated.Value - (long)costs - (long)terms.Tip.Floor - (long)TradeFrame.TokenAccountRent));
        if (amount == 0) return TradeDraft.Refused(PlanRefusals.InsufficientBalance, "nothing to sell");
        var tip = terms.Tip.For(terms.Tip.Cap, board.Market, board.Misses);
        if (state.Lamports < terms.SolFloor + costs + tip + TradeFrame.TokenAccountRent) return TradeDraft.Refused(PlanRefusals.InsufficientBalance, "fees and tip would go below the floor");
        var builder = _frame.Begin(command, unitLimit);
        // Also when selling: it names the mint to the signer, and costs nothing when the account is there.
        foreach (var leg in state.Legs)
        {
            foreach (var mint in (ReadOnlySpan<PublicKey>)[leg.Input, leg.Output])
                if (mint != Mints.WrappedSol) builder.Add(AssociatedTokenInstructions.CreateIdempotent(terms.Wallet, terms.Wallet, mint, ProgramIds.Token));
        }

        return AddSwaps(builder, command, state, amount, least: 1) is { } broken ? broken : _frame.End(command, builder, state.Blockhash, tip);
    }

    /// <summary>Each inner leg sells exactly what the one before promises; the last one promises what the whole must bring.</summary>
    private TradeDraft? AddSwaps(MessageBuilder builder, ExecutionCommand command, TradeState state, ulong input, Int128 least)
    {
        var amount = input;
        for (var i = 0; i < state.Legs.Length; i++)
        {
            var leg = state.Legs[i];
            var quote = leg.Pool.QuoteExactIn(leg.Input, amount, state.Clock);
            if (quote.IsRefused) return TradeDraft.Refused(PlanRefusals.NoLongerProfitable, $"leg {i}: {quote.Refusal}");
            var bound = (Int128)quote.AmountOut * (BasisPoints.One - Math.Clamp(command.SlippageBound.Value, 0, BasisPoints.One)) / BasisPoints.One;
            var promised = i < state.Legs.Length - 1 ? Promised(quote.AmountOut) : Int128.Max(least, bound);
            if (promised > quote.AmountOut || promised <= 0)
                return TradeDraft.Refused(PlanRefusals.NoLongerProfitable, $"leg {i} gives {quote.AmountOut}, {promised} wanted");
            if (leg.Pool.Swap(new(terms.Wallet, leg.Input, Own(leg.Input), Own(leg.Output), true, amount, (ulong)promised)) is not { } swap)
                return TradeDraft.Refused(PlanRefusals.RouteBroken, $"leg {i} does not trade {leg.Input}");
            builder.Add(swap);
            amount = (ulong)promised;
        }

        return null;
    }

    /// <summary>What of a quote the next leg sells.</summary>
    internal static ulong Promised(ulong quoted, TradeTerms terms) => (ulong)((UInt128)quoted * (uint)(Million - terms.InnerTolerancePpm) / Million);

    private ulong Promised(ulong quoted) => Promised(quoted, terms);

    /// <summary>As it was found, when that still brings what was expected; else the size that brings most, up to what was reserved.</summary>
    private Sized Size(ExecutionCommand command, TradeState state, ulong cap, bool isFlash, long fixedCosts)
    {
        var asFound = Evaluate(state, Math.Min(cap, command.Route[0].AmountIn.Value), isFlash);
        if (asFound.Refusal is null && asFound.Gross - fixedCosts - terms.Tip.Floor >= command.ExpectedProfit.Value) return asFound;
        // Profit over size has one top: each pool gets dearer the more is taken.
        ulong low = 1, high = cap;
        for (var i = 0; i < SizingSteps && high - low > 2; i++)
        {
            ulong third = (high - low) / 3, left = low + third, right = high - third;
            if (Evaluate(state, left, isFlash).Gross < Evaluate(state, right, isFlash).Gross) low = left;
            else high = right;
        }

        var best = Evaluate(state, low + ((high - low) / 2), isFlash);
        return best.Refusal is null && (asFound.Refusal is not null || best.Gross > asFound.Gross) ? best : asFound;
    }

    private Sized Evaluate(TradeState state, ulong input, bool isFlash)
    {
        if (input == 0) return Sized.Refused(PlanRefusals.InsufficientBalance, "no amount");
        ulong fee = 0;
        if (isFlash)
        {
            var loan = SaveFlashLoan.Quote(state.Reserve!.Value.State, input);
            if (loan.IsRefused) return Sized.Refused(PlanRefusals.FlashLoanUnavailable, loan.Refusal.ToString());
            fee = loan.Fee;
        }

        var amount = input;
        for (var i = 0; i < state.Legs.Length; i++)
        {
            var quote = state.Legs[i].Pool.QuoteExactIn(state.Legs[i].Input, amount, state.Clock);
            if (quote.IsRefused) return Sized.Refused(PlanRefusals.NoLongerProfitable, $"leg {i}: {quote.Refusal}");
            amount = i < state.Legs.Length - 1 ? Promised(quote.AmountOut) : quote.AmountOut;
        }

        return new(input, fee, (Int128)amount - input - fee, null, null);
    }

    private PublicKey Own(PublicKey mint) => ProgramAddress.AssociatedToken(terms.Wallet, mint, ProgramIds.Token);

    /// <param name="Gross">What comes back beyond input and loan fee, before costs and tip.</param>
    private readonly record struct Sized(ulong Input, ulong LoanFee, Int128 Gross, string? Refusal, string? Detail)
    {
        public static Sized Refused(string code, string detail) => new(0, 0, Int128.MinValue, code, detail);
    }
}
