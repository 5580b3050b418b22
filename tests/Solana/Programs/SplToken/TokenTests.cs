using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Tests.Programs.SplToken;

public sealed class TokenTests(ITestOutputHelper output)
{
    private static readonly PublicKey A = Accounts.Key(1), B = Accounts.Key(2), M = Accounts.Key(3), Owner = Accounts.Key(4);

    [Fact]
    public void Every_token_instruction_of_the_real_block_is_read()
    {
        var counts = new SortedDictionary<string, int>();
        foreach (var run in RealInstructions.Block())
            foreach (var real in run.Instructions.Where(i => i.Program == ProgramIds.Token || i.Program == ProgramIds.Token2022))
            {
                Assert.Equal(DecodeRefusal.None, ProgramRegistry.Mainnet.ReadInstruction(real.View, out var decoded));
                counts[decoded!.Name] = counts.GetValueOrDefault(decoded.Name) + 1;
                if (decoded.Name.StartsWith("transfer", StringComparison.Ordinal)) Assert.NotNull(decoded.Movement);
            }
        output.WriteLine(string.Join(", ", counts.Select(c => $"{c.Value} {c.Key}")));
        Assert.True(counts["transfer"] > 50);
    }

    [Fact]
    public void Built_transfers_are_read_back()
    {
        var plain = TokenInstructions.Transfer(ProgramIds.Token, A, B, Owner, 7);
        Assert.Equal(new TokenMovement(A, B, Owner, 7, 0, null), Read(plain).Movement);
        var stated = TokenInstructions.TransferChecked(ProgramIds.Token2022, A, M, B, Owner, ulong.MaxValue, 6);
        Assert.Equal(new TokenMovement(A, B, Owner, ulong.MaxValue, 0, M), Read(stated).Movement);
        var withFee = Token2022Instructions.TransferCheckedWithFee(A, M, B, Owner, 1_000, 6, 10);
        Assert.Equal(new TokenMovement(A, B, Owner, 1_000, 10, M), Read(withFee).Movement);
        var burn = TokenInstructions.Burn(ProgramIds.Token, A, M, Owner, 5);
        Assert.Equal(new TokenMovement(A, null, Owner, 5, 0, M), Read(burn).Movement);
        Assert.Equal("close_account", Read(TokenInstructions.CloseAccount(ProgramIds.Token, A, B, Owner)).Name);
        Assert.Equal("sync_native", Read(TokenInstructions.SyncNative(ProgramIds.Token, A)).Name);
        Assert.Equal([new Field("owner", Owner)], Read(TokenInstructions.InitializeAccount3(ProgramIds.Token, A, M, Owner)).Fields);
    }

    [Fact]
    public void Instructions_that_are_cut_short_or_unknown_are_refused_by_name()
    {
        var program = new SplTokenProgram();
        PublicKey[] three = [A, B, Owner];
        Assert.Equal(DecodeRefusal.WrongLength, program.ReadInstruction(new(ProgramIds.Token, three, []), out _));
        Assert.Equal(DecodeRefusal.WrongLength, program.ReadInstruction(new(ProgramIds.Token, three, [3, 1, 2, 3]), out _));
        Assert.Equal(DecodeRefusal.WrongDiscriminator, program.ReadInstruction(new(ProgramIds.Token, three, [26, 1]), out _));
        Assert.Equal(DecodeRefusal.WrongDiscriminator, program.ReadInstruction(new(ProgramIds.Token, three, [200]), out _));
        Assert.Equal(DecodeRefusal.TooFewAccounts, program.ReadInstruction(new(ProgramIds.Token, [A], [3, 0, 0, 0, 0, 0, 0, 0, 0]), out _));
        Assert.Equal(DecodeRefusal.InvalidField, program.ReadInstruction(new(ProgramIds.Token, three, [6, 0, 2]), out _));
        Assert.Equal(DecodeRefusal.WrongOwner, program.ReadInstruction(new(ProgramIds.Token2022, three, [9]), out _));
    }

    [Fact]
    public void Mints_and_accounts_tell_what_is_missing()
    {
        var mint = new byte[82];
        mint[44] = 6;
        Assert.Equal(DecodeRefusal.Uninitialized, Mint.Read(ProgramIds.Token, mint, out _));
        mint[45] = 1;
        Assert.Equal(DecodeRefusal.None, Mint.Read(ProgramIds.Token, mint, out var read));
        Assert.Equal(new Mint(null, 0, 6, null), read);
        mint[0] = 1;
        Assert.Equal(DecodeRefusal.None, Mint.Read(ProgramIds.Token, mint, out var withAuthority));
        Assert.Equal((PublicKey)default, withAuthority.MintAuthority);
        mint[0] = 2;
        Assert.Equal(DecodeRefusal.InvalidField, Mint.Read(ProgramIds.Token, mint, out _));
        Assert.Equal(DecodeRefusal.WrongOwner, Mint.Read(ProgramIds.System, mint, out _));
        Assert.Equal(DecodeRefusal.WrongLength, Mint.Read(ProgramIds.Token, new byte[166], out _));
        Assert.Equal(DecodeRefusal.WrongLength, Mint.Read(ProgramIds.Token2022, new byte[355], out _));
        Assert.Equal(DecodeRefusal.WrongDiscriminator, Mint.Read(ProgramIds.Token2022, new byte[170], out _));

        var account = new byte[165];
        Assert.Equal(DecodeRefusal.Uninitialized, TokenAccount.Read(ProgramIds.Token, account, out _));
        account[108] = 2;
        account[109] = 1;
        account[113] = 9;
        Assert.Equal(DecodeRefusal.None, TokenAccount.Read(ProgramIds.Token, account, out var frozen));
        Assert.Equal((TokenAccountState.Frozen, 9UL), (frozen.State, frozen.NativeReserve));
        account[108] = 3;
        Assert.Equal(DecodeRefusal.InvalidField, TokenAccount.Read(ProgramIds.Token, account, out _));
    }

    private static DecodedInstruction Read(Orchestrator.Solana.Transactions.Instruction instruction)
    {
        var view = new InstructionView(instruction.ProgramId, [.. instruction.Accounts.Select(a => a.Key)], instruction.Data.Span);
        Assert.Equal(DecodeRefusal.None, ProgramRegistry.Mainnet.ReadInstruction(view, out var decoded));
        return decoded!;
    }
}
