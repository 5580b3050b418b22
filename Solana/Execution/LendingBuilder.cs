using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.AssociatedToken;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Execution;

/// <summary>What a supply or withdrawal is built from, read at one slot.</summary>
/// <param name="Lamports">The wallet's own.</param>
/// <param name="Wrapped">Base units in the wallet's account of wrapped SOL; null when there is none.</param>
/// <param name="Collateral">Base units of the lender's token that the wallet holds.</param>
public sealed record LendingState(PublicKey Address, SaveReserve Reserve, ulong Lamports, ulong? Wrapped, ulong Collateral, Blockhash Blockhash);

/// <summary>Builds the message that lends own SOL to a reserve of Save, or takes it back. Pure. A guard makes the whole fail when less comes back than was bound.</summary>
public sealed class LendingBuilder(TradeTerms terms)
{
    /// <summary>More than a supply computes, its refresh and a new account included, and less than an allocation is reckoned with.</summary>
    public const uint DraftUnits = 250_000;

    private readonly TradeFrame _frame = new(terms);

    /// <param name="unitLimit">Compute units that the message asks for.</param>
    public TradeDraft Build(ExecutionCommand command, LendingState state, uint unitLimit) =>
        command.Closes is null ? Supply(command, state, unitLimit) : Withdraw(command, state, unitLimit);

    private TradeDraft Supply(ExecutionCommand command, LendingState state, uint unitLimit)
    {
        var (amount, costs) = (command.Route[0].AmountIn.Value, Costs(unitLimit));
        if (state.Wrapped is not { } wrapped || wrapped < amount)
            return TradeDraft.Refused(PlanRefusals.InsufficientBalance, $"{amount} lamports are to be lent, and {state.Wrapped ?? 0} are wrapped");
        if ((UInt128)amount + costs + TradeFrame.TokenAccountRent > (UInt128)Math.Max(0, command.Allocated.Value))
            return TradeDraft.Refused(PlanRefusals.InsufficientBalance, "the allocation does not cover amount and costs");
        if (state.Lamports < terms.SolFloor + costs + TradeFrame.TokenAccountRent) return TradeDraft.Refused(PlanRefusals.InsufficientBalance, "fees and tip would go below the floor");
        if (!SaveDeposits.TryCollateralFor(state.Reserve, amount, out var expected) || Least(command, expected) is not (> 0 and var least))
            return TradeDraft.Refused(PlanRefusals.NoLongerProfitable, $"the reserve gives nothing for {amount}");

        var (own, collateral) = (Own(Mints.WrappedSol), Own(state.Reserve.CollateralMint));
        var builder = _frame.Begin(command, unitLimit)
            .Add(AssociatedTokenInstructions.CreateIdempotent(terms.Wallet, terms.Wallet, state.Reserve.CollateralMint, ProgramIds.Token))
            .Add(SaveInstructions.RefreshReserve(state.Address, state.Reserve))
            .Add(SaveInstructions.Deposit(state.Address, state.Reserve, own, collateral, terms.Wallet, amount));
        return End(command, builder, state, collateral, state.Collateral + least);
    }

    private TradeDraft Withdraw(ExecutionCommand command, LendingState state, uint unitLimit)
    {
        var amount = Math.Min(state.Collateral, command.Route[0].AmountIn.Value);
        if (amount == 0) return TradeDraft.Refused(PlanRefusals.InsufficientBalance, "nothing is lent");
        if (state.Wrapped is not { } wrapped) return TradeDraft.Refused(PlanRefusals.InsufficientBalance, "no account for wrapped SOL");
        if (state.Lamports < terms.SolFloor + Costs(unitLimit)) return TradeDraft.Refused(PlanRefusals.InsufficientBalance, "fees and tip would go below the floor");
        if (!SaveDeposits.TryLiquidityFor(state.Reserve, amount, out var expected))
            return TradeDraft.Refused(PlanRefusals.LenderShort, $"the reserve has {state.Reserve.Available} lamports at hand");
        if (Least(command, expected) is not (> 0 and var least)) return TradeDraft.Refused(PlanRefusals.NoLongerProfitable, $"the reserve gives nothing for {amount}");

        var (own, collateral) = (Own(Mints.WrappedSol), Own(state.Reserve.CollateralMint));
        var builder = _frame.Begin(command, unitLimit)
            .Add(SaveInstructions.RefreshReserve(state.Address, state.Reserve))
            .Add(SaveInstructions.Redeem(state.Address, state.Reserve, collateral, own, terms.Wallet, amount));
        return End(command, builder, state, own, wrapped + least);
    }

    private TradeDraft End(ExecutionCommand command, MessageBuilder builder, LendingState state, PublicKey guarded, ulong held)
    {
        builder.Add(TokenInstructions.Transfer(ProgramIds.Token, guarded, guarded, terms.Wallet, held));
        return _frame.End(command, builder, state.Blockhash, terms.Tip.Floor);
    }

    /// <summary>Nothing competes for it, so the least tip will do.</summary>
    private ulong Costs(uint unitLimit) => ComputeBudget.LamportsPerSignature + ComputeBudget.PriorityFee(terms.UnitPrice, unitLimit) + terms.Tip.Floor;

    /// <summary>Interest that accrued since the reserve was last refreshed makes its token dearer than it looks.</summary>
    private static ulong Least(ExecutionCommand command, ulong expected) =>
        (ulong)((UInt128)expected * (uint)(BasisPoints.One - Math.Clamp(command.SlippageBound.Value, 0, BasisPoints.One)) / BasisPoints.One);

    private PublicKey Own(PublicKey mint) => ProgramAddress.AssociatedToken(terms.Wallet, mint, ProgramIds.Token);
}
