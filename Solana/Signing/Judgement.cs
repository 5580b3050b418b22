using System.Buffers.Binary;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.AssociatedToken;
using Orchestrator.Solana.Programs.JupiterRouter;
using Orchestrator.Solana.Programs.LookupTables;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Signing;

/// <summary>
/// Takes in the instructions of one message and keeps the worst that they could do together: each swap takes its most and gives its least,
/// a loan is repaid with the highest fee. What is not understood to the last byte is refused.
/// </summary>
internal sealed class Judgement(SigningPolicy policy, int staticKeys)
{
    private const uint SystemAssign = 1, SystemTransfer = 2, SystemAssignWithSeed = 10, SystemTransferWithSeed = 11;

    private readonly Flows _flows = new();
    private readonly List<MintRule> _opened = new(SigningCeilings.NewAccountsMax);
    private UInt128 _tips;
    private ulong _floor;
    private int _floorAt = -1;
    private int _spentAt = -1;
    private int _created;
    private int _trades;
    private int _tableMoves;
    private LenderJudgement? _lender;
    private uint? _unitLimit;
    private ulong _unitPrice;
    private uint _others;

    private PublicKey Wallet => policy.Terms.Wallet;

    private LenderJudgement Lender => _lender ??= new(policy, _flows, Own);

    public PolicyVerdict Take(int index, in InstructionView view, ReadOnlySpan<byte> accountIndexes)
    {
        var program = view.Program;
        if (program == ProgramIds.ComputeBudget) return Budget(view);
        _others++;
        if (program == ProgramIds.System) return System(index, view, accountIndexes);
        if (program == ProgramIds.Token || program == ProgramIds.Token2022) return Token(view);
        if (program == ProgramIds.AssociatedToken) return Create(index, view);
        if (program == ProgramIds.Memo) return Memo(view);
        if (program == ProgramIds.Save) return Lender.Take(index, view);
        if (program == ProgramIds.AddressLookupTable) return Table(index, view);
        if (program == ProgramIds.Jupiter && policy.Terms.MayUseAggregator) return Routed(view);
        return policy.IsSwap(program) ? Swap(view) : new(PolicyViolation.ProgramNotAllowed, program.ToString());
    }

    public PolicyVerdict Conclude()
    {
        if (_lender?.Unpaid is { } unpaid) return new(PolicyViolation.LoanNotRepaid, $"the loan of instruction {unpaid}");
        if (_tips > policy.Terms.TipMax) return new(PolicyViolation.TipAboveCap, $"{_tips} lamports, at most {policy.Terms.TipMax}");
        var units = Math.Min(_unitLimit ?? _others * ComputeBudget.UnitLimitPerInstruction, ComputeBudget.UnitLimitMax);
        var priority = ((UInt128)_unitPrice * units + 999_999) / 1_000_000;
        if (priority > policy.Terms.PriorityFeeMax) return new(PolicyViolation.PriorityFeeAboveCap, $"{priority} lamports, at most {policy.Terms.PriorityFeeMax}");
        foreach (var (mint, least) in _flows.All)
        {
            var spend = (policy.Rule(mint) ?? _opened.Find(rule => rule.Mint == mint))?.SpendMax ?? 0;
            if (least < -(Int128)spend) return new(PolicyViolation.SpendAboveCap, $"{-least} base units of {mint} could leave, at most {spend}");
        }

        if (_created > SigningCeilings.NewAccountsMax) return new(PolicyViolation.TooManyNewAccounts, $"{_created}, at most {SigningCeilings.NewAccountsMax}");
        if (_tableMoves + (_lender?.CapitalMoves ?? 0) > 0 && _trades > 0) return new(PolicyViolation.CapitalMoveWithTrade, "capital moves alone");
        var floor = policy.Terms.SolFloor;
        return floor > 0 && (_floor < floor || _floorAt < _spentAt)
            ? new(PolicyViolation.FloorNotGuarded, $"a transfer of at least {floor} lamports from the wallet to itself must come last")
            : default;
    }

    private PolicyVerdict Budget(in InstructionView view)
    {
        switch (view.Data)
        {
            case [2, ..] when view.Data.Length == 5 && _unitLimit is null:
                _unitLimit = BinaryPrimitives.ReadUInt32LittleEndian(view.Data[1..]);
                return default;
            case [3, ..] when view.Data.Length == 9 && _unitPrice == 0:
                _unitPrice = BinaryPrimitives.ReadUInt64LittleEndian(view.Data[1..]);
                return default;
            case [1 or 4, ..] when view.Data.Length == 5:
                return default;
            default:
                return new(PolicyViolation.InstructionUnreadable, "compute budget");
        }
    }

    private PolicyVerdict System(int index, in InstructionView view, ReadOnlySpan<byte> accountIndexes)
    {
        if (view.Data.Length < sizeof(uint)) return new(PolicyViolation.InstructionUnreadable, "system");
        switch (BinaryPrimitives.ReadUInt32LittleEndian(view.Data))
        {
            case SystemTransfer when view.Data.Length == 12 && view.Accounts.Length == 2:
                break;
            case SystemAssign or SystemAssignWithSeed:
                return new(PolicyViolation.AuthorityChange, "system assign");
            case SystemTransferWithSeed:
                return new(PolicyViolation.TransferToStranger, "system transfer with seed");
            default:
                return new(PolicyViolation.InstructionNotAllowed, "system");
        }

        var (to, lamports) = (view.Accounts[1], BinaryPrimitives.ReadUInt64LittleEndian(view.Data[4..]));
        if (view.Accounts[0] != Wallet) return new(PolicyViolation.AnotherSigner, $"lamports of {view.Accounts[0]}");
        if (to == Wallet)
        {
            (_floor, _floorAt) = (lamports, index);
            return default;
        }

        _spentAt = index;
        if (TipAccounts.All.Contains(to))
        {
            // A block engine does not see a tip whose account is loaded from a table.
            if (accountIndexes[1] >= staticKeys) return new(PolicyViolation.InstructionNotAllowed, "a tip account from a lookup table");
            _tips += lamports;
            return default;
        }

        // Wrapping: the same money in another coat, but no more of it than may be spent.
        if (policy.Own(to) is { } own && own.Mint == Mints.WrappedSol)
            return lamports <= own.SpendMax ? default : new(PolicyViolation.SpendAboveCap, $"{lamports} lamports to be wrapped, at most {own.SpendMax}");
        return new(PolicyViolation.TransferToStranger, $"{lamports} lamports to {to}");
    }

    private PolicyVerdict Token(in InstructionView view)
    {
        if (view.Data.IsEmpty) return new(PolicyViolation.InstructionUnreadable, "token");
        var tag = (TokenTag)view.Data[0];
        switch (tag)
        {
            case TokenTag.Transfer when view.Accounts.Length == 3 && view.Data.Length == 9:
                return SelfTransfer(view.Accounts[0], view.Accounts[1], view.Program);
            case TokenTag.TransferChecked when view.Accounts.Length == 4 && view.Data.Length == 10:
                return SelfTransfer(view.Accounts[0], view.Accounts[2], view.Program);
            case TokenTag.SetAuthority:
                return new(PolicyViolation.AuthorityChange, "token set_authority");
            case TokenTag.Approve or TokenTag.ApproveChecked:
                return new(PolicyViolation.DelegateGiven, "token approve");
            case TokenTag.Burn or TokenTag.BurnChecked:
                return new(PolicyViolation.Burn, "token burn");
            case TokenTag.CloseAccount when view.Accounts.Length == 3:
                return view.Accounts[1] != Wallet ? new(PolicyViolation.CloseToStranger, $"rent to {view.Accounts[1]}")
                    : Own(view.Accounts[0]) is null ? new(PolicyViolation.ForeignTokenAccount, view.Accounts[0].ToString())
                    : default;
            case TokenTag.SyncNative when view.Accounts.Length == 1:
                return Own(view.Accounts[0]) is null ? new(PolicyViolation.ForeignTokenAccount, view.Accounts[0].ToString()) : default;
            case TokenTag.WithdrawExcessLamports or TokenTag.UnwrapLamports:
                return new(PolicyViolation.TransferToStranger, $"token {tag}");
            case >= TokenTag.InitializeMintCloseAuthority and <= TokenTag.PermissionedBurnExtension:
                return new(PolicyViolation.TokenExtension, tag.ToString());
            default:
                // Batch too: it could carry any of the above.
                return new(PolicyViolation.InstructionNotAllowed, $"token {tag}");
        }
    }

    /// <summary>A transfer from an account to itself moves nothing and fails when the amount is not there: the guard of a trade.</summary>
    private PolicyVerdict SelfTransfer(PublicKey source, PublicKey destination, PublicKey program)
    {
        if (source != destination) return new(PolicyViolation.TransferToStranger, $"tokens to {destination}");
        if (program == ProgramIds.Token && policy.Lent(source) is not null) return default;
        return Own(source) is { } own && own.TokenProgram == program ? default : new(PolicyViolation.ForeignTokenAccount, source.ToString());
    }

    private PolicyVerdict Create(int index, in InstructionView view)
    {
        var tag = view.Data is [] ? AssociatedTokenTag.Create : (AssociatedTokenTag)view.Data[0];
        if (tag is not (AssociatedTokenTag.Create or AssociatedTokenTag.CreateIdempotent) || view.Data.Length > 1 || view.Accounts.Length != 6)
            return new(PolicyViolation.InstructionNotAllowed, $"associated token {tag}");
        var (owner, mint, program) = (view.Accounts[2], view.Accounts[3], view.Accounts[5]);
        if (view.Accounts[0] != Wallet) return new(PolicyViolation.AnotherSigner, "a stranger pays rent");
        if (owner != Wallet) return new(PolicyViolation.ForeignTokenAccount, $"an account for {owner}");
        (_created, _spentAt) = (_created + 1, index);
        if (policy.Rule(mint) is { } rule)
            return rule.TokenProgram == program ? default : new(PolicyViolation.MintNotAllowed, $"{mint} under {program}");
        if (policy.IsCollateral(mint)) return program == ProgramIds.Token ? default : new(PolicyViolation.MintNotAllowed, $"{mint} under {program}");
        // Token-2022 can trap what it holds, so a mint of it must be listed by hand.
        if (!policy.Terms.MayOpenNewMints || program != ProgramIds.Token) return new(PolicyViolation.MintNotAllowed, mint.ToString());
        _opened.Add(new MintRule(mint, program, LoanMax: 0, SpendMax: ulong.MaxValue));
        return default;
    }

    private PolicyVerdict Memo(in InstructionView view)
    {
        foreach (var account in view.Accounts)
            if (account != Wallet) return new(PolicyViolation.InstructionNotAllowed, "a memo in another's name");
        return default;
    }

    /// <summary>
    /// Making and filling our own lookup tables costs rent and can give nothing away; putting one out of use and closing it brings the rent back, to us alone. Freezing
    /// one would bind its rent for ever.
    /// </summary>
    private PolicyVerdict Table(int index, in InstructionView view)
    {
        if (view.Data.Length < sizeof(uint)) return new(PolicyViolation.InstructionUnreadable, "lookup table");
        var tag = (LookupTableTag)BinaryPrimitives.ReadUInt32LittleEndian(view.Data);
        var wanted = tag switch { LookupTableTag.Create or LookupTableTag.Extend => 4, LookupTableTag.Deactivate => 2, LookupTableTag.Close => 3, _ => 0 };
        if (wanted == 0) return new(PolicyViolation.InstructionNotAllowed, $"lookup table {tag}");
        if (view.Accounts.Length != wanted) return new(PolicyViolation.InstructionUnreadable, $"lookup table {tag} with {view.Accounts.Length} accounts");
        if (view.Accounts[1] != Wallet) return new(PolicyViolation.AuthorityChange, "a lookup table of another's");
        if (wanted > 2 && view.Accounts[2] != Wallet)
            return tag == LookupTableTag.Close ? new(PolicyViolation.CloseToStranger, $"rent to {view.Accounts[2]}") : new(PolicyViolation.AuthorityChange, "a stranger pays rent");
        (_tableMoves, _spentAt) = (_tableMoves + 1, index);
        return default;
    }

    private PolicyVerdict Swap(in InstructionView view)
    {
        var refusal = ProgramRegistry.Mainnet.ReadInstruction(view, out var read);
        if (refusal != DecodeRefusal.None) return new(PolicyViolation.InstructionUnreadable, $"{view.Program}: {refusal}");
        return read!.Swaps is [var swap] ? Swap(view, swap) : new(PolicyViolation.InstructionNotAllowed, $"{read.ProgramName} {read.Name}");
    }

    private PolicyVerdict Routed(in InstructionView view) =>
        JupiterSwaps.TryRead(view, out var swap, out _) is var refusal && refusal == DecodeRefusal.None
            ? Swap(view, swap!)
            : new(PolicyViolation.InstructionUnreadable, $"{view.Program}: {refusal}");

    private PolicyVerdict Swap(in InstructionView view, SwapRequest swap)
    {
        if (swap.Trader != Wallet) return new(PolicyViolation.AnotherSigner, $"{swap.Trader} trades");
        if (Side(swap.Source, swap.MintIn, out var sold) is { IsAllowed: false } badSource) return badSource;
        if (Side(swap.Destination, swap.MintOut, out var bought) is { IsAllowed: false } badDestination) return badDestination;
        if (sold.Mint == bought.Mint) return new(PolicyViolation.InstructionNotAllowed, "a token against itself");
        // Our other accounts have no business in a swap: nothing that the program does with our signature may reach them.
        foreach (var account in view.Accounts)
            if (account != swap.Source && account != swap.Destination && (Own(account) is not null || policy.Lent(account) is not null)) return new(PolicyViolation.OwnAccountExposed, account.ToString());
        var (most, least) = swap.ExactIn ? (swap.Amount, swap.Limit) : (swap.Limit, swap.Amount);
        if (least == 0) return new(PolicyViolation.UnboundedSwap, $"{most} base units of {sold.Mint} for nothing");
        if (swap.MayFillPartly) return new(PolicyViolation.UnboundedSwap, $"{most} base units of {sold.Mint} for {least} that may come in part");
        _trades++;
        _flows.Add(sold.Mint, -(Int128)most);
        _flows.Add(bought.Mint, least);
        return default;
    }

    private PolicyVerdict Side(PublicKey account, PublicKey? named, out MintRule rule)
    {
        rule = null!;
        if (named is { } mint && policy.Rule(mint) is null && !_opened.Exists(one => one.Mint == mint)) return new(PolicyViolation.MintNotAllowed, mint.ToString());
        if (Own(account) is not { } own || (named is { } told && told != own.Mint)) return new(PolicyViolation.ForeignTokenAccount, account.ToString());
        rule = own;
        return default;
    }

    private MintRule? Own(PublicKey account)
    {
        if (policy.Own(account) is { } known) return known;
        foreach (var opened in _opened)
            if (ProgramAddress.AssociatedToken(Wallet, opened.Mint, opened.TokenProgram) == account) return opened;
        return null;
    }
}
