using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Save;

namespace Orchestrator.Solana.Signing;

/// <summary>What a message asks of the lender: loans that end within it, and own capital that is supplied or taken back.</summary>
/// <param name="flows">What leaves and comes at worst; shared with the rest of the message.</param>
/// <param name="ours">Our own account of a token that may be traded, by address.</param>
internal sealed class LenderJudgement(SigningPolicy policy, Flows flows, Func<PublicKey, MintRule?> ours)
{
    private readonly List<Loan> _loans = new(2);

    public int CapitalMoves { get; private set; }

    /// <summary>The instruction of a loan that nothing repays; null when there is none.</summary>
    public int? Unpaid
    {
        get
        {
            foreach (var loan in _loans)
                if (!loan.Repaid) return loan.Index;
            return null;
        }
    }

    public PolicyVerdict Take(int index, in InstructionView view)
    {
        if (view.Data.IsEmpty) return new(PolicyViolation.InstructionUnreadable, "save");
        switch ((SaveTag)view.Data[0])
        {
            case SaveTag.FlashBorrowReserveLiquidity when view.Data.Length == 9 && view.Accounts.Length == 7:
                return Borrow(index, view);
            case SaveTag.FlashRepayReserveLiquidity when view.Data.Length == 10 && view.Accounts.Length == 9:
                return Repay(view);
            case SaveTag.RefreshReserve when view.Data.Length == 1 && view.Accounts.Length >= 1:
                return policy.Reserve(view.Accounts[0]) is null ? new(PolicyViolation.UnknownReserve, view.Accounts[0].ToString()) : default;
            case SaveTag.DepositReserveLiquidity when view.Data.Length == 9 && view.Accounts.Length is 8 or 9:
                return MoveCapital(view, view.Accounts[0], view.Accounts[1], isDeposit: true);
            case SaveTag.RedeemReserveCollateral when view.Data.Length == 9 && view.Accounts.Length is 8 or 9:
                return MoveCapital(view, view.Accounts[1], view.Accounts[0], isDeposit: false);
            default:
                return new(PolicyViolation.InstructionNotAllowed, $"save {(SaveTag)view.Data[0]}");
        }
    }

    private PolicyVerdict Borrow(int index, in InstructionView view)
    {
        var amount = LittleEndian.U64(view.Data, 1);
        if (policy.Reserve(view.Accounts[2]) is not { } rule || rule.LiquiditySupply != view.Accounts[0] || rule.Market != view.Accounts[3])
            return new(PolicyViolation.UnknownReserve, view.Accounts[2].ToString());
        if (ours(view.Accounts[1]) is not { } own || own.Mint != rule.Mint) return new(PolicyViolation.ForeignTokenAccount, $"the loan goes to {view.Accounts[1]}");
        if (amount > own.LoanMax) return new(PolicyViolation.LoanAboveCap, $"{amount} base units of {rule.Mint}, at most {own.LoanMax}");
        _loans.Add(new Loan(index, rule, amount));
        flows.Add(rule.Mint, amount);
        return default;
    }

    private PolicyVerdict Repay(in InstructionView view)
    {
        var (amount, borrowIndex) = (LittleEndian.U64(view.Data, 1), view.Data[9]);
        if (_loans.Find(one => one.Index == borrowIndex && !one.Repaid) is not { } loan || loan.Amount != amount || loan.Rule.Reserve != view.Accounts[4])
            return new(PolicyViolation.LoanNotRepaid, $"no open loan of {amount} at instruction {borrowIndex}");
        var rule = loan.Rule;
        if (view.Accounts[1] != rule.LiquiditySupply || view.Accounts[2] != rule.FeeReceiver || view.Accounts[5] != rule.Market)
            return new(PolicyViolation.UnknownReserve, "the repayment goes elsewhere");
        if (ours(view.Accounts[0]) is not { } own || own.Mint != rule.Mint) return new(PolicyViolation.ForeignTokenAccount, $"repaid from {view.Accounts[0]}");
        if (view.Accounts[3] != rule.HostFeeReceiver && ours(view.Accounts[3])?.Mint != rule.Mint)
            return new(PolicyViolation.ForeignTokenAccount, $"host fee to {view.Accounts[3]}");
        if (view.Accounts[6] != policy.Terms.Wallet) return new(PolicyViolation.AnotherSigner, "another repays");
        loan.Repaid = true;
        flows.Add(rule.Mint, -((Int128)amount + FeeAtMost(amount, rule.FeeWadMax)));
        return default;
    }

    /// <summary>Rounded up, and never less than the two base units that a reserve with a host takes.</summary>
    private static Int128 FeeAtMost(ulong amount, ulong wad)
    {
        const ulong Wad = 1_000_000_000_000_000_000;
        return Int128.Max(2, (Int128)(((UInt128)amount * wad + Wad - 1) / Wad));
    }

    private PolicyVerdict MoveCapital(in InstructionView view, PublicKey liquidity, PublicKey collateral, bool isDeposit)
    {
        var (reserve, mint, supply) = isDeposit ? (view.Accounts[2], view.Accounts[4], view.Accounts[3]) : (view.Accounts[2], view.Accounts[3], view.Accounts[4]);
        if (policy.Reserve(reserve) is not { } rule || rule.CollateralMint != mint || rule.LiquiditySupply != supply || rule.Market != view.Accounts[5])
            return new(PolicyViolation.UnknownReserve, reserve.ToString());
        if (ours(liquidity) is not { } own || own.Mint != rule.Mint) return new(PolicyViolation.ForeignTokenAccount, liquidity.ToString());
        if (collateral != ProgramAddress.AssociatedToken(policy.Terms.Wallet, rule.CollateralMint, ProgramIds.Token))
            return new(PolicyViolation.ForeignTokenAccount, collateral.ToString());
        CapitalMoves++;
        if (isDeposit) flows.Add(rule.Mint, -(Int128)LittleEndian.U64(view.Data, 1));
        return default;
    }

    private sealed class Loan(int index, ReserveRule rule, ulong amount)
    {
        public int Index => index;

        public ReserveRule Rule => rule;

        public ulong Amount => amount;

        public bool Repaid { get; set; }
    }
}
