using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.LookupTables;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Signing;

/// <summary>Own lookup tables may be made, filled, put out of use and closed; whatever could cost more than rent is refused by name.</summary>
public sealed class LookupTablePolicyTests
{
    private static readonly PublicKey Wallet = Wallets.New().PublicKey, Stranger = Wallets.New("stranger").PublicKey, Table = Wallets.New("table").PublicKey;

    private readonly SigningPolicy _policy = new(Wallets.Terms(Wallet));

    [Fact]
    public void Own_tables_live_and_end() => Assert.All(
        (Instruction[])
        [
            LookupTableInstructions.Create(Wallet, Wallet, 5).Instruction, LookupTableInstructions.Extend(Table, Wallet, Wallet, [Stranger]),
            LookupTableInstructions.Deactivate(Table, Wallet), LookupTableInstructions.Close(Table, Wallet, Wallet),
        ],
        instruction => Assert.Equal(default, Judge(instruction)));

    [Fact]
    public void The_rent_goes_to_nobody_else() =>
        Assert.Equal(PolicyViolation.CloseToStranger, Judge(LookupTableInstructions.Close(Table, Wallet, Stranger)).Violation);

    [Fact]
    public void A_table_is_not_frozen_and_none_of_another_s_is_touched()
    {
        Assert.Equal(PolicyViolation.InstructionNotAllowed, Judge(Tagged(LookupTableTag.Freeze, Wallet)).Violation);
        Assert.Equal(PolicyViolation.AuthorityChange, Judge(Tagged(LookupTableTag.Deactivate, Stranger)).Violation);
        Assert.Equal(PolicyViolation.AuthorityChange, Judge(Tagged(LookupTableTag.Close, Stranger, Wallet)).Violation);
    }

    [Fact]
    public void What_has_other_accounts_than_the_program_takes_is_not_understood()
    {
        Assert.Equal(PolicyViolation.InstructionUnreadable, Judge(Tagged(LookupTableTag.Close, Wallet)).Violation);
        Assert.Equal(PolicyViolation.InstructionUnreadable, Judge(Tagged(LookupTableTag.Deactivate, Wallet, Stranger)).Violation);
        Assert.Equal(PolicyViolation.InstructionNotAllowed, Judge(Tagged((LookupTableTag)5, Wallet)).Violation);
    }

    private PolicyVerdict Judge(Instruction instruction)
    {
        Assert.Equal(BuildRefusal.None, new MessageBuilder(Wallet).Add(instruction).BuildLegacy(new Blockhash(new byte[32]), out var message));
        return _policy.Judge(message!);
    }

    private static Instruction Tagged(LookupTableTag tag, PublicKey authority, params PublicKey[] more) =>
        new(ProgramIds.AddressLookupTable, [AccountMeta.Writable(Table), AccountMeta.ReadOnly(authority), .. more.Select(AccountMeta.Writable)], BitConverter.GetBytes((uint)tag));
}
