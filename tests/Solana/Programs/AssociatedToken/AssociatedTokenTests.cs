using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.AssociatedToken;

namespace Orchestrator.Solana.Tests.Programs.AssociatedToken;

public sealed class AssociatedTokenTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_real_creation_is_rebuilt_byte_for_byte_but_for_the_form_without_data()
    {
        var (rebuilt, older) = (0, 0);
        foreach (var real in RealInstructions.Block().SelectMany(run => run.Instructions).Where(i => i.Program == ProgramIds.AssociatedToken))
        {
            Assert.Equal(DecodeRefusal.None, new AssociatedTokenProgram().ReadInstruction(real.View, out var decoded));
            if (decoded!.Name == "recover_nested") continue;
            var (payer, owner, mint, program) = (real.Accounts[0], real.Accounts[2], real.Accounts[3], real.Accounts[5]);
            var built = decoded.Name == "create"
                ? AssociatedTokenInstructions.Create(payer, owner, mint, program)
                : AssociatedTokenInstructions.CreateIdempotent(payer, owner, mint, program);
            Assert.Equal(real.Accounts[..6], built.Accounts.Select(a => a.Key));
            if (real.Data.Length == 0) { older++; continue; }
            Assert.Equal(real.Data, built.Data.ToArray());
            rebuilt++;
        }
        output.WriteLine($"{rebuilt} rebuilt, {older} of the form without data");
        Assert.True(rebuilt + older > 0);
    }

    [Fact]
    public void Other_bytes_are_refused_by_name()
    {
        var program = new AssociatedTokenProgram();
        var keys = Enumerable.Range(1, 7).Select(Accounts.Key).ToArray();
        Assert.Equal(DecodeRefusal.WrongDiscriminator, program.ReadInstruction(new(program.Id, keys, [3]), out _));
        Assert.Equal(DecodeRefusal.WrongLength, program.ReadInstruction(new(program.Id, keys, [1, 0]), out _));
        Assert.Equal(DecodeRefusal.TooFewAccounts, program.ReadInstruction(new(program.Id, keys.AsSpan(0, 5), [1]), out _));
    }
}
